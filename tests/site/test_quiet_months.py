"""A month in which nothing happened is a page, within the time that the history tells of."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.store import db

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def page(path: str) -> str:
    found = catalogue.find(path)
    assert found is not None
    with clock.standing_at(NOW):
        return catalogue.render(found).body.decode()


@pytest.fixture
def history(store: Path) -> None:
    """One incident, in June."""
    with clock.standing_at(datetime(2026, 6, 15, 9, 0, tzinfo=UTC)):
        open_incident("Slow logins", NewUpdate("We are looking."), Actor("ada"))


@pytest.mark.usefixtures("history")
def test_each_month_that_the_history_lists_is_a_page() -> None:
    for month in ("07", "08", "09", "10"):
        assert f'href="/history/2026-{month}"' in page("/history")
        assert "Nothing happened in this month." in page(f"/history/2026-{month}")
    assert "Nothing has happened in this month so far." in page("/history/2026-11")
    assert "1 incident, 1 still open" in page("/history/2026-06")


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("month", ["2026-05", "2026-12", "2027-01", "1999-01", "2026-13"])
def test_month_beyond_what_is_told_is_none(month: str) -> None:
    with pytest.raises(NotFound):
        page(f"/history/{month}")


def test_site_without_any_entry_has_no_months(store: Path) -> None:
    with pytest.raises(NotFound):
        page("/history/2026-11")


@pytest.mark.usefixtures("history")
def test_quiet_months_are_in_a_copy() -> None:
    with clock.standing_at(NOW), db.snapshot():
        paths = {found.path for found in catalogue.addresses(catalogue.present())}
    assert {f"/history/2026-{month:02}" for month in range(6, 12)} <= paths
