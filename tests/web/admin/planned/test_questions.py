"""Questions about planned work in the desk: moved, begun before its time, called off, repeated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.actions.maintenance.series import step_series
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Status
from statuspage.store.incidents import incidents
from tests.helpers.pages import rendered, words_of
from tests.web.conftest import Browser

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
NEW = "/admin/maintenance/new"
WORDS = {
    "title": "Storage upgrade",
    "body": "Files cannot be saved for an hour.",
    "from": "2026-12-06T02:00",  # a Sunday
    "until": "2026-12-06T04:00",
    "component:api": "on",
}
WEEKLY = WORDS | {"repeat_every": "week"}


def announce(ada: Browser, words: dict[str, str]) -> str:
    with clock.standing_at(NOON):
        return ada.send(NEW, **words).headers["Location"].partition("?")[0]


@pytest.fixture
def address(ada: Browser) -> str:
    """The desk's page of planned work."""
    return announce(ada, WORDS)


def work(address: str) -> Incident:
    return incidents.by_key(address.rpartition("/")[2])


def public(address: str, now: datetime = NOON) -> str:
    return words_of(rendered(work(address).path, now))


def test_work_is_moved_with_both_times_and_readers_see_why(ada: Browser, address: str) -> None:
    times = {"from": "2026-12-07T03:00", "until": "2026-12-07T04:00"}
    with clock.standing_at(NOON):
        asked = ada.get(f"{address}/move").fields()
        assert (asked["from"], asked["until"]) == ("2026-12-06T02:00", "2026-12-06T04:00")
        shown = ada.send(f"{address}/move", **times, reason="Disks come late.", do="preview")
        assert "7 December 2026, 03:00 to 04:00" in " ".join(shown.words().split())
        assert ada.send(f"{address}/move", **times, reason="Disks come late.").code == 303
    moved = work(address)
    assert moved.scheduled_for == datetime(2026, 12, 7, 3, 0, tzinfo=UTC)
    assert moved.scheduled_until == datetime(2026, 12, 7, 4, 0, tzinfo=UTC)
    told = public(address).replace("\xa0", " ")
    assert "It now takes place 7 December 2026, 03:00 to 04:00 GMT." in told
    assert "Before: 6 December 2026, 02:00 to 04:00 GMT." in told
    assert "Disks come late." in told
    changes = words_of(rendered(f"{moved.path}/changes", NOON)).replace("\xa0", " ")
    assert "Why: Disks come late." in changes


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"from": ""}, "from"),
        ({"until": "2026-12-06T01:00"}, "until"),
        ({"from": "2026-11-28T02:00"}, "from"),
        ({}, "from"),
    ],
)
def test_a_move_that_makes_no_sense_comes_back(
    ada: Browser, address: str, words: dict[str, str], field: str
) -> None:
    with clock.standing_at(NOON):
        answer = ada.send(f"{address}/move", **({"reason": "Disks come late."} | words))
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert work(address).moves == ()


def test_work_under_way_can_end_earlier(ada: Browser) -> None:
    address = announce(ada, WORDS | {"from": "2026-11-28T13:00", "until": "2026-11-28T15:00"})
    with clock.standing_at(NOON + timedelta(hours=1)):
        ada.send(address, body="We begin.", status="in_progress")
        assert "from" not in ada.get(f"{address}/move").fields()
        until = {"until": "2026-11-28T14:00", "reason": "It goes well."}
        assert ada.send(f"{address}/move", **until).code == 303
    assert work(address).scheduled_until == datetime(2026, 11, 28, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("choice", "window"),
    [
        ("move", (NOON, NOON + timedelta(hours=2))),
        (
            "keep",
            (datetime(2026, 12, 6, 2, tzinfo=UTC), datetime(2026, 12, 6, 4, tzinfo=UTC)),
        ),
    ],
)
def test_begin_now_asks_when_it_is_early(
    ada: Browser, address: str, choice: str, window: tuple[datetime, datetime]
) -> None:
    with clock.standing_at(NOON):
        asked = ada.post(address, ada.get(address).fields() | {"do": "begin"})
        assert asked.headers["Location"] == f"{address}/begin"
        page = ada.follow(asked)
        assert "7 days from now" in page.words()
        assert work(address).status is Status.SCHEDULED
        ada.send(f"{address}/begin", early_end=choice)
    begun = work(address)
    assert begun.status is Status.IN_PROGRESS
    assert (begun.scheduled_for, begun.scheduled_until) == window


def test_an_update_that_begins_early_has_to_say_what_its_end_does(
    ada: Browser, address: str
) -> None:
    with clock.standing_at(NOON):
        answer = ada.send(address, body="We begin now.", status="in_progress")
        assert answer.code == 422
        assert answer.tree.xpath("//*[@id='faults']//a/@href") == ["#field-early_end"]
        assert answer.fields()["body"].strip() == "We begin now."
    assert work(address).status is Status.SCHEDULED


def test_work_is_called_off_with_words_after_a_question(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON):
        asked = ada.post(address, ada.get(address).fields() | {"do": "cancel"})
        assert "Cancel the work?" in ada.follow(asked).words()
        assert work(address).status is Status.SCHEDULED
        ada.send(f"{address}/cancel", body="We found a way without a pause.")
    assert work(address).status is Status.CANCELLED
    assert "We found a way without a pause." in public(address)
    with clock.standing_at(NOON):
        assert ada.get(f"{address}/cancel").code == 404


def test_a_series_is_told_in_words_everywhere(ada: Browser) -> None:
    with clock.standing_at(NOON):
        shown = ada.send(NEW, **WEEKLY, do="preview").words().replace("\xa0", " ")
    told = "Repeats each Sunday, 02:00 to 04:00"
    dates = "next on Sun 13 December, Sun 20 December, Sun 27 December"
    assert told in shown
    assert dates in shown
    address = announce(ada, WEEKLY)
    assert f"{told}; {dates}" in public(address).replace("\xa0", " ")
    for path in ("/maintenance", "/"):
        assert told in words_of(rendered(path, NOON))
    for feed in ("/feeds/maintenance.atom", "/feeds/maintenance.json", "/updates.atom"):
        assert told in rendered(feed, NOON).body.decode()
    with clock.standing_at(NOON):
        assert told in ada.get("/admin").words()
        assert told in ada.get(address).words()


def test_one_of_a_series_can_be_called_off_alone(ada: Browser) -> None:
    address = announce(ada, WEEKLY)
    with clock.standing_at(NOON):
        assert "This one and all that follow" in ada.get(f"{address}/cancel").words()
        ada.send(f"{address}/cancel", scope="one")
        [following] = step_series()
    assert following.scheduled_for == datetime(2026, 12, 13, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"repeat_every": "day"}, "each day"),
        ({"repeat_every": "week", "repeat_day:SU": "on", "repeat_day:WE": "on"}, "Wednesday and"),
        ({"repeat_every": "week", "repeat_interval": "2"}, "every 2 weeks on Sunday"),
        ({"repeat_every": "weekday"}, "each first Sunday of the month"),
        ({"repeat_every": "month"}, "on day 6 of each month"),
        ({"repeat_every": "week", "repeat_times": "3"}, "until 20 December 2026"),
        ({"repeat_every": "week", "repeat_until": "2027-01-31"}, "until 31 January 2027"),
        ({"repeat_every": "rule", "repeat": "FREQ=YEARLY"}, "each year"),
    ],
)
def test_repeating_is_chosen_without_a_rule(
    ada: Browser, chosen: dict[str, str], told: str
) -> None:
    with clock.standing_at(NOON):
        shown = ada.send(NEW, **WORDS, **chosen, do="preview")
    assert told in shown.words().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"repeat_every": "week", "repeat_day:MO": "on"}, "repeat_every"),
        ({"repeat_every": "last"}, "repeat_every"),
        ({"repeat_every": "day", "repeat_times": "many"}, "repeat_times"),
        ({"repeat_every": "day", "repeat_until": "2026-12-01"}, "repeat_until"),
        ({"repeat": "every sunday"}, "repeat"),
    ],
)
def test_what_cannot_repeat_so_is_a_fault_beside_its_field(
    ada: Browser, chosen: dict[str, str], field: str
) -> None:
    with clock.standing_at(NOON):
        answer = ada.send(NEW, **WORDS, **chosen)
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert incidents.newest(5) == []


def test_past_work_shows_its_real_times(ada: Browser, address: str) -> None:
    with clock.standing_at(NOON):
        ada.send(f"{address}/begin", early_end="keep")
    with clock.standing_at(NOON + timedelta(minutes=20)):
        ada.send(address, body="Done.", status="completed")
    listed = words_of(rendered("/maintenance", NOON + timedelta(hours=1))).replace("\xa0", " ")
    assert "28 November 2026, 12:00 to 12:20 GMT" in listed[listed.index("Past") :]
    assert "Planned 6 December 2026, 02:00 to 04:00 GMT" in listed


def test_what_another_work_does_is_no_word_of_this_one(ada: Browser, address: str) -> None:
    going_on = announce(ada, WORDS | {"from": "2026-11-28T12:00", "until": "2026-11-28T14:00"})
    with clock.standing_at(NOON):
        ada.send(going_on, body="We begin.", status="in_progress")
    other = announce(ada, WORDS | {"title": "Another"})
    with clock.standing_at(NOON):
        ada.send(f"{other}/cancel", body="Not needed.")
    for path in (work(other).path, "/updates.atom"):
        assert "still under maintenance" not in rendered(path, NOON).body.decode()


@pytest.mark.parametrize(
    ("shift", "day"), [("day", 7), ("week", 13)], ids=["a day later", "a week later"]
)
def test_work_is_moved_at_a_tap(ada: Browser, address: str, shift: str, day: int) -> None:
    with clock.standing_at(NOON):
        shown = ada.send(f"{address}/move", shift=shift, reason="Disks come late.", do="preview")
        assert f"{day} December 2026, 02:00 to 04:00" in shown.words().replace("\xa0", " ")
        assert shown.fields()["from"] == f"2026-12-{day:02}T02:00"  # it is not moved twice
        assert ada.send(f"{address}/move", shift=shift, reason="Disks come late.").code == 303
    assert work(address).scheduled_for == datetime(2026, 12, day, 2, 0, tzinfo=UTC)


def test_work_under_way_lasts_longer_at_a_tap(ada: Browser) -> None:
    begins = NOON + timedelta(hours=1)
    soon = {"from": "2026-11-28T13:00", "until": "2026-11-28T15:00"}
    address = announce(ada, WORDS | soon)
    with clock.standing_at(begins):
        assert ada.send(address, do="begin").code == 303
    with clock.standing_at(begins + timedelta(minutes=90)):
        words = {"shift": "hour", "reason": "Disks are slow."}
        assert ada.send(f"{address}/move", **words).code == 303
    assert work(address).scheduled_until == begins + timedelta(hours=3)


def test_what_is_hard_to_undo_asks_once_more(ada: Browser) -> None:
    begins = NOON + timedelta(hours=1)
    soon = {"from": "2026-11-28T13:00", "until": "2026-11-28T15:00"}
    address = announce(ada, WORDS | soon)
    with clock.standing_at(begins):
        asked = ada.get(address).tree.xpath("//details[@class='ask']//button/@value")
        assert asked == ["begin", "remind"]
        ada.send(address, do="begin")
        page = ada.get(address)
        assert page.tree.xpath("//details[@class='ask']//button/@value") == ["complete"]
        assert "You cannot reopen it." in page.words()
