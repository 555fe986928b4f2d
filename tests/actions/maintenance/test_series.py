"""Planned work that repeats: announced in time, one by one, until it is called off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.erasure import erase
from statuspage.actions.given import Actor
from statuspage.actions.maintenance.planned import move_maintenance, schedule_maintenance
from statuspage.actions.maintenance.series import cancel_series, step_series
from statuspage.actions.sync import sync
from statuspage.config import Steps
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import InvalidInput, NotFound
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from tests.helpers.languages import speak
from tests.helpers.sites import add_to_config

ADA = Actor("ada")
LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 3, 22, 2, 0, tzinfo=UTC)  # a Sunday
HOUR = timedelta(hours=1)
DAY = 24 * HOUR
WEEKLY = "FREQ=WEEKLY;BYDAY=SU"

pytestmark = pytest.mark.usefixtures("store")


def announced(rule: str = WEEKLY, *, length: timedelta = HOUR) -> Incident:
    with clock.standing_at(FIRST - 5 * DAY):
        return schedule_maintenance(
            "Backup",
            "Reads are slow.",
            FIRST,
            FIRST + length,
            ["api"],
            ADA,
            owner="Storage",
            steps=Steps(remind=None),
            repeat=Repeat(rule, LONDON),
        )


def series_of(work: Incident) -> str:
    with db.snapshot():
        key = plans.of([work.number])[work.number].series
    assert key is not None
    return key


def stepped(instant: datetime) -> list[datetime]:
    """The starts of what is announced at an instant, until nothing more is."""
    found: list[datetime] = []
    with clock.standing_at(instant):
        while made := step_series():
            found += [one.scheduled_for for one in made if one.scheduled_for]
    return found


def coming() -> list[datetime]:
    with db.snapshot():
        return sorted(one.scheduled_for for one in incidents.open_ones() if one.scheduled_for)


def test_the_next_one_is_announced_in_time_at_the_same_hour_on_the_wall() -> None:
    work = announced()
    assert stepped(FIRST - 5 * DAY) == []
    summer = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert stepped(FIRST - HOUR) == []
    assert stepped(FIRST) == [summer]
    with db.snapshot():
        made = next(one for one in incidents.open_ones() if one.scheduled_for == summer)
    assert (made.title, made.owner, made.components) == (work.title, "Storage", (("api", "API"),))
    assert made.scheduled_until == summer + HOUR
    assert made.updates[0].body == "Reads are slow."
    assert series_of(made) == series_of(work)


def test_the_next_one_always_stands() -> None:
    work = announced("FREQ=MONTHLY;BYDAY=4SU")
    with clock.standing_at(FIRST):
        move_maintenance(work.key, Status.IN_PROGRESS, "", ADA)
    assert stepped(FIRST) == [datetime(2026, 4, 26, 1, 0, tzinfo=UTC)]
    assert stepped(FIRST) == []


def test_promises_that_ask_for_long_notice_are_announced_earlier(store: Path) -> None:
    add_to_config(store, 'maintenance = { notice = "10d" }\n')
    announced()
    made = stepped(FIRST - 5 * DAY)
    assert made == [datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]
    assert stepped(datetime(2026, 3, 25, tzinfo=UTC)) == [datetime(2026, 4, 5, 1, 0, tzinfo=UTC)]


def test_a_daily_one_stands_three_days_ahead() -> None:
    announced("FREQ=DAILY")
    assert stepped(FIRST - 2 * DAY) == [FIRST + DAY]
    assert stepped(FIRST) == [FIRST + 2 * DAY, FIRST + 3 * DAY]


def test_those_that_a_sleeping_worker_missed_are_left_out() -> None:
    announced()
    assert stepped(FIRST + 30 * DAY) == [datetime(2026, 4, 26, 1, 0, tzinfo=UTC)]


def test_one_is_called_off_and_the_next_comes_all_the_same() -> None:
    work = announced()
    with clock.standing_at(FIRST - 4 * DAY):
        move_maintenance(work.key, Status.CANCELLED, "Not this time.", ADA)
    assert stepped(FIRST - 4 * DAY) == [datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]


def test_series_goes_on_with_the_words_that_took_the_place_of_erased_ones(store: Path) -> None:
    speak(store, "de")
    with clock.standing_at(FIRST - 5 * DAY):
        told = {"de": {"title": "Sicherung", "body": "Frau Roe ist erreichbar."}}
        work = schedule_maintenance(
            "Backup", "Ask Jane Roe.", FIRST, FIRST + HOUR, ["api"], ADA,
            owner="Jane Roe", steps=Steps(remind=None), repeat=Repeat(WEEKLY, LONDON), texts=told,
        )  # fmt: skip
        first = UPDATE.subject(work.updates[0].key)
        words = {"body": "Ask us.", "body:de": "Fragen Sie uns."}
        erase(first, words, "She asked for it", ADA, zone=LONDON)
        erase(INCIDENT.subject(work.key), {"owner": "Storage"}, "She asked", ADA, zone=LONDON)
    stepped(FIRST)
    with db.snapshot():
        following = next(one for one in incidents.open_ones() if one.key != work.key)
    assert (following.title, following.owner) == ("Backup", "Storage")
    assert following.updates[0].body == "Ask us."
    assert following.updates[0].wordings.of("de") == {"body": "Fragen Sie uns."}
    assert following.wordings.of("de") == {"title": "Sicherung"}


def test_the_whole_series_is_called_off_from_now_on() -> None:
    work = announced("FREQ=DAILY")
    stepped(FIRST - DAY)
    with clock.standing_at(FIRST):
        move_maintenance(work.key, Status.IN_PROGRESS, "", ADA)
        cancelled = cancel_series(series_of(work), "No longer needed.", ADA)
    assert [one.status for one in cancelled] == [Status.CANCELLED] * 2
    assert coming() == [FIRST]  # what is under way goes on
    assert stepped(FIRST + 10 * DAY) == []
    with clock.standing_at(FIRST):
        assert cancel_series(series_of(work), "", ADA) == []


def test_an_unknown_series_is_not_found() -> None:
    with pytest.raises(NotFound):
        cancel_series("nothing", "", ADA)


def test_a_series_ends_with_its_last_day() -> None:
    work = announced("FREQ=WEEKLY;BYDAY=SU;UNTIL=20260405")
    for week in range(5):
        stepped(FIRST + week * 7 * DAY)
    assert [start.day for start in coming()] == [22, 29, 5]
    with db.snapshot():
        assert plans.series(series_of(work)).ended_at is not None


def test_a_series_ends_when_none_of_its_components_is_listed(store: Path) -> None:
    work = announced()
    config = store / "config.toml"
    left = config.read_text().replace('id = "api"\nname', 'id = "apis"\nname')
    config.write_text(left.replace('components = ["api"]', 'components = ["apis"]'))
    sync(config, {})
    assert stepped(FIRST + DAY) == []
    with db.snapshot():
        assert plans.series(series_of(work)).ended_at is not None


@pytest.mark.parametrize(
    ("rule", "length", "words"),
    [
        ("FREQ=HOURLY", HOUR, "not more often"),
        ("FREQ=WEEKLY;BYDAY=MO", HOUR, "does not match"),
        ("FREQ=DAILY", 30 * HOUR, "before it has ended"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rule: str, length: timedelta, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        announced(rule, length=length)
    assert list(refused.value.faults) == ["repeat"]
    assert coming() == []
    with db.snapshot():
        assert plans.running_series() == []
