"""Times promised by severity: what keeps them, what breaks them, and when that is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.severities import (
    PromisedTime,
    escalation_in,
    judged,
    kept,
    severities_in,
    time_of,
)
from statuspage.domain.vocabulary.states import Impact, Status
from tests.helpers.told import bare

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DETAILS = {
    "severities": {
        "minor": {"means": "Slow"},
        "major": {"means": "Down", "first_notice": "15m", "updates": "30m", "root_cause": "3d"},
    },
    "escalation": [{"after": "0m", "who": "Ada"}, {"after": "30m", "who": "Grace"}],
}
FOUND = severities_in(DETAILS)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_severities_stand_the_worst_first_with_the_times_that_are_stated() -> None:
    assert [one.impact for one in FOUND] == [Impact.MAJOR, Impact.MINOR]
    assert time_of(FOUND, Impact.MAJOR, PromisedTime.UPDATES) == timedelta(minutes=30)
    assert time_of(FOUND, Impact.MINOR, PromisedTime.UPDATES) is None
    assert [one.who for one in escalation_in(DETAILS)] == ["Ada", "Grace"]
    assert severities_in({}) == escalation_in({}) == []


def incident(*words: tuple[float, Status], **given: object) -> Incident:
    return bare(*((at(minute), status) for minute, status in words), **given)


def what_became(one: Incident, now: float) -> dict[PromisedTime, tuple[bool | None, int | None]]:
    return {told.what: (told.is_kept, told.took) for told in judged(one, FOUND, at(now))}


OPEN, OVER = Status.INVESTIGATING, Status.RESOLVED
DAY = 24 * 60


def test_all_times_of_an_incident_that_kept_them() -> None:
    one = incident((10, OPEN), (40, OVER), (2 * DAY, Status.POSTMORTEM), impact_from=at(0))
    assert what_became(one, 9 * DAY) == {
        PromisedTime.FIRST_NOTICE: (True, 10 * 60),
        PromisedTime.UPDATES: (True, 30 * 60),
        PromisedTime.ROOT_CAUSE: (True, (2 * DAY - 40) * 60),
    }


def test_late_notice_silence_and_a_cause_that_is_still_owed() -> None:
    one = incident((16, OPEN), (60, OVER), impact_from=at(0))
    assert what_became(one, 60 + 3 * DAY + 2) == {
        PromisedTime.FIRST_NOTICE: (False, 16 * 60),
        PromisedTime.UPDATES: (False, 44 * 60),
        PromisedTime.ROOT_CAUSE: (False, None),
    }


def test_what_goes_on_is_decided_by_the_clock_at_the_instant_that_is_told() -> None:
    one = incident((0, OPEN), (20, OPEN))
    [updates] = [told for told in judged(one, FOUND, at(50)) if told.what is PromisedTime.UPDATES]
    assert (updates.is_kept, updates.turns_at) == (None, at(50) + timedelta(seconds=1))
    assert what_became(one, 50.02)[PromisedTime.UPDATES] == (False, None)
    assert what_became(one, 50.02)[PromisedTime.ROOT_CAUSE] == (None, None)


def test_false_alarms_and_severities_without_times_owe_nothing() -> None:
    assert not what_became(incident((0, OPEN), (900, Status.FALSE_ALARM)), 9 * DAY)
    assert not what_became(incident((0, OPEN), impact=Impact.MINOR), 9 * DAY)


INCIDENTS = st.builds(
    lambda words, ends, begins: incident(
        *((minute, OPEN) for minute in sorted(words)),
        *([(max(words) + 5, OVER)] if ends else []),
        impact_from=at(min(words) - begins),
    ),
    st.sets(st.integers(0, 300), min_size=1, max_size=5),
    st.booleans(),
    st.integers(0, 40),
)


@given(st.lists(INCIDENTS, max_size=6), st.integers(306, 9000), st.integers(0, 9000))
def test_each_time_counts_once_and_what_is_late_stays_late(
    found: list[Incident], now: int, later: int
) -> None:
    each = [told for one in found for told in judged(one, FOUND, at(now))]
    counts = kept(each)
    assert counts.kept + counts.late + counts.undecided == 3 * len(found)
    after = kept(told for one in found for told in judged(one, FOUND, at(now + later)))
    assert after.late >= counts.late
    assert after.kept >= counts.kept
    worst = max((one.took or 0 for one in each if one.is_kept is not None), default=0)
    assert counts.worst is None or counts.worst.took in (None, worst)
