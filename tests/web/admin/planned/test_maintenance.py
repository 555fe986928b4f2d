"""Planned work in the desk: announce, begin early, complete early, cancel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.actions.maintenance.series import step_series
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status
from statuspage.said import Said
from statuspage.store.incidents import incidents
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
        ada.send(address, body="We begin now.", status="in_progress", early_end="keep")
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


def press(ada: Browser, address: str, do: str, **more: str) -> None:
    """Press one of the buttons that stand before the form."""
    page = ada.get(address)
    form = next(form for form in page.tree.forms if form.xpath(f".//button[@value='{do}']"))
    ada.post(address, dict(form.form_values()) | {"do": do} | more)


def work(address: str) -> Incident:
    return incidents.by_key(address.rpartition("/")[2])


def test_buttons_lead_planned_work_to_its_end(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON + timedelta(hours=33)):
        press(ada, address, "begin")
        for do, expected in (
            ("verify", Status.VERIFYING),
            ("complete", Status.COMPLETED),
        ):
            press(ada, address, do)
            assert status(address) is expected
        assert work(address).updates[0].said == Said("maintenance.complete")
        assert not ada.get(address).tree.xpath("//*[@id='steps']")


def test_a_button_for_a_step_that_is_not_possible_publishes_nothing(
    ada: Browser, address: str
) -> None:
    with clock.standing_at(NOON + timedelta(hours=1)):
        page = ada.post(address, ada.get(address).fields() | {"do": "verify"})
    assert page.code == 409
    assert "Possible from here" in page.words()
    assert len(work(address).updates) == 1


def test_a_button_gives_way_to_words_that_came_meanwhile(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON + timedelta(hours=1)):
        fields = ada.get(address).fields()
        ada.send(address, body="One thing more.")
        assert ada.post(address, fields | {"do": "remind"}).code == 409
    assert status(address) is Status.SCHEDULED


def test_an_update_extends_it(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON + timedelta(hours=1)):
        ada.send(address, body="It will take longer.", until="2026-07-02T23:30")
        assert work(address).scheduled_until == datetime(2026, 7, 2, 22, 30, tzinfo=UTC)
        assert "Extended by 30 min" in ada.get(address).words()


def test_an_extension_that_makes_no_sense_comes_back_with_its_words(
    ada: Browser, address: str
) -> None:
    with clock.standing_at(NOON + timedelta(hours=1)):
        answer = ada.send(address, body="It will take longer.", until="2026-07-02T22:30")
    assert answer.code == 422
    assert "#field-until" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert answer.fields()["body"].strip() == "It will take longer."


def test_the_form_says_what_comes_by_itself(ada: Browser) -> None:
    by_hand = {"remind": "off", "begin": "no", "verify": "15m", "complete": "yes", "tell": "yes"}
    with clock.standing_at(NOON):
        opened = ada.get(NEW).fields()
        assert (opened["remind"], opened["tell"]) == ("1h", "no")
        address = ada.send(NEW, **WORDS, **by_hand).headers["Location"].partition("?")[0]
        words = ada.get(address).words()
    told = "Automatically: it turns to verifying 15 min before its end, it completes at its end, "
    assert f"{told}readers are sent each step." in words


def test_a_lead_that_is_no_length_is_refused_beside_its_field(ada: Browser) -> None:
    with clock.standing_at(NOON):
        answer = ada.send(NEW, **WORDS, verify="soon")
    assert answer.code == 422
    assert "#field-verify" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert incidents.newest(10) == []


def test_a_series_is_announced_and_called_off_as_a_whole(ada: Browser) -> None:
    with clock.standing_at(NOON):
        sent = ada.send(NEW, **WORDS, repeat="FREQ=DAILY")
        address = sent.headers["Location"].partition("?")[0]
        step_series()
        assert len(incidents.open_ones()) == 2
        ada.send(f"{address}/cancel", scope="all")
    assert [entry.status for entry in incidents.newest(10)] == [Status.CANCELLED] * 2
