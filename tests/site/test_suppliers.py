"""What others say of themselves stands beside ours, and changes nothing of ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.suppliers.supplier import (
    SupplierIncident,
    SupplierStanding,
    SupplierSummary,
    summary_of,
)
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.published import suppliers
from tests.helpers.copies import publish
from tests.helpers.pages import rendered, words_of
from tests.helpers.postmortems import ADA, NOON
from tests.helpers.sites import a_table, add_to_config

_URL = "https://status.cloud.example"
_DOWN = SupplierSummary(
    Impact.CRITICAL,
    "Major System Outage <script>",
    (SupplierIncident("Disks & <b>more</b>", f"{_URL}/incidents/1"), SupplierIncident("Odd", "")),
    more=2,
)
_WELL = SupplierSummary(Impact.NONE, "All Systems Operational")


@pytest.fixture
def site(store: Path) -> Path:
    """One that relies on a cloud, with an incident of its own."""
    with clock.standing_at(NOON):
        told = {"id": "cloud", "name": "The Cloud", "url": _URL, "components": ["api"]}
        add_to_config(store, a_table("suppliers", **told))
        states = {"docs": ComponentState.DEGRADED}
        open_incident("Slow", NewUpdate("We look.", components=states), ADA)
    return store


def _said(summary: SupplierSummary | None, at: datetime = NOON) -> None:
    with db.transaction():
        suppliers.keep(SupplierStanding("cloud", _URL, at, at if summary else None, summary))
        db.raise_topics("suppliers")


def test_its_own_words_stand_on_the_first_page_and_on_what_relies_on_it(site: Path) -> None:
    _said(_DOWN)
    for path in ("/", "/components/api"):
        page = rendered(path, NOON)
        words = words_of(page)
        assert "What we rely on" in words
        assert "The Cloud Major System Outage <script> read at 13:00 BST" in words
        assert "Disks & <b>more</b> Odd and 2 more" in words
        assert b"<script>" not in page.body.partition(b"What we rely on")[2].partition(b"</sec")[0]
        assert f'href="{_URL}/incidents/1"'.encode() in page.body
    assert "The Cloud" not in words_of(rendered("/components/docs", NOON))


def test_what_was_not_read_lately_is_unknown(site: Path) -> None:
    assert "The Cloud Unknown Its page could not be read yet." in words_of(rendered("/", NOON))
    _said(_WELL)
    page = rendered("/", NOON + timedelta(minutes=14, seconds=59))
    assert "The Cloud All Systems Operational" in words_of(page)
    assert page.valid_until == NOON + timedelta(minutes=15)
    later = words_of(rendered("/", NOON + timedelta(minutes=15)))
    assert "The Cloud Unknown Its page was last read at 13:00 BST." in later


def test_another_site_of_this_program_can_be_one(site: Path) -> None:
    found = summary_of(rendered("/api/v2/summary.json", NOON).body)
    assert (found.indicator, found.description) == (Impact.MINOR, "Partially Degraded Service")
    [told] = found.incidents
    assert (told.title, told.url.startswith("https://status.acme.example/")) == ("Slow", True)


def test_a_copy_with_one_holds_against_the_record(site: Path, tmp_path: Path) -> None:
    _said(_DOWN)
    with clock.standing_at(NOON):
        publish(tmp_path / "copy")
        assert verify(Folder(tmp_path / "copy")).findings == []


def test_nothing_of_ours_is_another_when_it_is_down(site: Path) -> None:
    told = {}
    for summary in (None, _WELL, _DOWN):
        _said(summary)
        with clock.standing_at(NOON):
            told[summary] = {one.path: catalogue.render(one).body for one in catalogue.all_pages()}
    shown = {"/", "/components/api", "/index.md", "/components/api.md"}
    assert all(told[_DOWN][path] != told[_WELL][path] for path in shown)
    for summary in (_WELL, _DOWN):
        assert {p for p, body in told[summary].items() if body != told[None][p]} == shown
    assert {"/api/v2/summary.json", "/api/v1/components", "/sla"} <= told[None].keys()
