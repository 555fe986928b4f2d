"""Planned work in the desk: announce, begin early, complete early, cancel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.domain.states import ComponentState, Kind, Status
from statuspage.store import incidents
from tests.web.conftest import Browser

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NEW = "/admin/maintenance/new"
WORDS = {
    "title": "Database upgrade",
    "body": "Writes pause for a minute.",
    "from": "2026-07-02T22:00",
    "until": "2026-07-02T23:00",
    "component:api": "on",
}


@pytest.fixture
def address(ada: Browser) -> str:
    """The desk's page of planned work."""
    with clock.standing_at(NOON):
        return ada.send(NEW, **WORDS).headers["Location"].partition("?")[0]


def status(address: str) -> Status:
    return incidents.by_key(address.rpartition("/")[2]).status


def test_maintenance_form_announces_in_the_zone_of_the_site(ada: Browser, address: str) -> None:
    planned = incidents.by_key(address.rpartition("/")[2])
    assert planned.kind is Kind.MAINTENANCE
    assert planned.scheduled_for == datetime(2026, 7, 2, 21, 0, tzinfo=UTC)
    assert planned.scheduled_until == datetime(2026, 7, 2, 22, 0, tzinfo=UTC)
    assert [component for component, _ in planned.components] == ["api"]
    with clock.standing_at(NOON):
        assert "Database upgrade" in ada.get("/maintenance").words()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"from": ""}, "from"),
        ({"until": "later"}, "until"),
        ({"until": "2026-07-02T21:00"}, "until"),
        ({"component:api": ""}, "components"),
        ({"title": ""}, "title"),
    ],
)
def test_maintenance_form_gives_faulty_words_back(
    ada: Browser, words: dict[str, str], field: str
) -> None:
    with clock.standing_at(NOON):
        answer = ada.send(NEW, **(WORDS | words))
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert answer.fields()["body"].strip() == WORDS["body"]
    assert incidents.newest(10) == []


def test_maintenance_preview_announces_nothing(ada: Browser) -> None:
    with clock.standing_at(NOON):
        page = ada.send(NEW, **WORDS, do="preview")
    shown = page.tree.get_element_by_id("preview").text_content()
    assert "Writes pause for a minute." in shown
    assert "22:00" in shown
    assert incidents.newest(10) == []


def test_maintenance_sent_twice_is_announced_once(ada: Browser) -> None:
    with clock.standing_at(NOON):
        fields = ada.get(NEW).fields() | WORDS
        assert ada.post(NEW, fields).code == ada.post(NEW, fields).code == 303
    assert len(incidents.newest(10)) == 1


def test_maintenance_begins_and_completes_early(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON + timedelta(hours=1)):
        ada.send(address, body="We begin now.", status="in_progress")
        begun = incidents.by_key(address.rpartition("/")[2])
        assert begun.declared["api"] is ComponentState.UNDER_MAINTENANCE
        ada.send(address, body="Done.", status="completed")
    assert status(address) is Status.COMPLETED


def test_maintenance_is_cancelled_and_stays_in_the_history(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON + timedelta(hours=1)):
        ada.send(address, body="Not needed after all.", status="cancelled")
        assert status(address) is Status.CANCELLED
        assert "Database upgrade" in ada.get("/maintenance").words()
        assert "Database upgrade" not in " ".join(
            ada.get("/admin").tree.xpath("//section[@aria-labelledby='coming']//text()")
        )


def test_maintenance_to_come_offers_its_moves(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON):
        offered = ada.get(address).tree.xpath("//input[@name='status']/@value")
    assert offered == ["scheduled", "in_progress", "cancelled"]
