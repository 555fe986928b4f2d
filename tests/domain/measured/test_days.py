"""Day bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.days import Day, Level, day_bars
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.window import local_days
from tests.helpers import declared

ZONE = ZoneInfo("Europe/London")
LAST = date(2026, 10, 26)
CALENDAR = local_days(ZONE, LAST, 3)  # the middle day, the 25th, has 25 hours
T0 = CALENDAR[0][1].start
END = CALENDAR[-1][1].end
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PARTIAL = ComponentState.PARTIAL_OUTAGE
MAJOR = ComponentState.MAJOR_OUTAGE


def at(hour: float) -> datetime:
    return T0 + timedelta(hours=hour)


def run(
    start: float, end: float | None, state: ComponentState = MAJOR, key: str = "k"
) -> ImpactRun:
    stop = None if end is None else at(end)
    return ImpactRun("api", state, at(start), stop, key, f"Title of {key}")


def bars(
    runs: Sequence[ImpactRun],
    now: datetime = END,
    monitored_from: datetime = LONG_AGO,
    unknown: Sequence[Span] = (),
) -> list[Day]:
    return day_bars(runs, CALENDAR, now, monitored_from=monitored_from, unknown=unknown)


def test_days_without_incidents_are_ok() -> None:
    found = bars([])
    assert [day.date for day in found] == [date(2026, 10, 24), date(2026, 10, 25), LAST]
    assert {day.level for day in found} == {Level.OK}
    assert not any(day.is_marked for day in found)


def test_no_calendar_gives_no_days() -> None:
    assert day_bars([run(0, 1)], [], END, monitored_from=LONG_AGO) == []


@pytest.mark.parametrize(
    ("seconds", "level"),
    [
        (1, Level.LEVEL_1),
        (1200, Level.LEVEL_1),
        (1201, Level.LEVEL_2),
        (2400, Level.LEVEL_2),
        (2401, Level.LEVEL_3),
        (3600, Level.LEVEL_3),
        (3601, Level.LEVEL_4),
    ],
)
def test_level_goes_by_bad_minutes(seconds: int, level: Level) -> None:
    assert bars([run(1, 1 + seconds / 3600)])[0].level is level


def test_partial_outage_counts_by_its_weight() -> None:
    day = bars([run(0, 1, PARTIAL)])[0]
    assert day.bad_seconds == Fraction(3600 * 3, 10)
    assert (day.level, day.worst, day.worst_seconds) == (Level.LEVEL_1, PARTIAL, 3600)


def test_degraded_time_has_a_level_of_its_own() -> None:
    day = bars([run(0, 2, ComponentState.DEGRADED)])[0]
    assert (day.level, day.degraded_seconds, day.bad_seconds) == (Level.DEGRADED, 7200, 0)


def test_maintenance_is_named_and_not_bad() -> None:
    day = bars([run(0, 2, ComponentState.UNDER_MAINTENANCE)])[0]
    assert (day.level, day.worst) == (Level.OK, ComponentState.UNDER_MAINTENANCE)


def test_worst_state_wins_where_incidents_overlap() -> None:
    day = bars([run(0, 2, PARTIAL, "a"), run(1, 1.5, MAJOR, "b")])[0]
    assert (day.worst, day.worst_seconds) == (MAJOR, 1800)
    assert day.bad_seconds == 1800 + Fraction(3, 10) * 5400
    assert [key for key, _ in day.incidents] == ["a", "b"]


def test_incident_over_midnight_is_on_both_days() -> None:
    found = bars([run(23, 26)])
    assert [day.bad_seconds for day in found] == [3600, 7200, 0]
    assert [len(day.incidents) for day in found] == [1, 1, 0]


def test_incident_that_ends_at_midnight_is_not_on_the_next_day() -> None:
    assert [len(day.incidents) for day in bars([run(23, 24)])] == [1, 0, 0]


def test_day_of_25_hours_is_counted_whole() -> None:
    assert [day.bad_seconds for day in bars([run(0, None)])] == [86_400, 90_000, 86_400]


@pytest.mark.parametrize(("hour", "place"), [(5, 0), (24, 1), (48.5, 1), (49, 2)])
def test_incident_without_length_is_listed_and_counts_nothing(hour: float, place: int) -> None:
    found = bars([run(hour, hour)])
    assert [len(day.incidents) for day in found] == [int(n == place) for n in range(3)]
    assert {day.level for day in found} == {Level.OK}


def test_incident_with_several_runs_is_listed_once() -> None:
    [day, *_] = bars([run(0, 1, PARTIAL), run(1, 2, MAJOR)])
    assert day.incidents == (("k", "Title of k"),)


@pytest.mark.parametrize("hours", [(-50, -40), (90, 95)])
def test_incident_outside_the_calendar_is_left_out(hours: tuple[float, float]) -> None:
    assert all(not day.incidents and day.level is Level.OK for day in bars([run(*hours)]))


def test_incident_from_before_the_calendar_is_on_its_first_day() -> None:
    assert bars([run(-50, 1)])[0].bad_seconds == 3600


def test_time_to_come_counts_nothing() -> None:
    day = bars([run(60, None)], at(61))[-1]
    assert (day.bad_seconds, day.unknown_seconds) == (3600, 0)


def test_day_before_monitoring_has_no_data_and_its_first_day_is_marked() -> None:
    found = bars([], monitored_from=at(30))
    assert [day.level for day in found] == [Level.NO_DATA, Level.OK, Level.OK]
    assert [day.unknown_seconds for day in found] == [86_400, 6 * 3600, 0]
    assert [day.is_marked for day in found] == [True, True, False]


def test_unknown_time_marks_the_day_and_is_never_ok_alone() -> None:
    found = bars([], unknown=[Span(at(23), at(49))])
    assert [day.level for day in found] == [Level.OK, Level.NO_DATA, Level.OK]
    assert [day.unknown_seconds for day in found] == [3600, 90_000, 0]


def test_declared_outage_stands_where_nothing_was_measured() -> None:
    day = bars([run(1, 2)], monitored_from=END)[0]
    assert (day.level, day.bad_seconds, day.unknown_seconds) == (Level.LEVEL_3, 3600, 82_800)


def test_day_at_its_first_instant_is_not_without_data() -> None:
    assert bars([], CALENDAR[-1][1].start)[-1].level is Level.OK


def test_day_to_come_has_no_data() -> None:
    assert bars([], at(1))[-1].level is Level.NO_DATA


runs_of_any_kind = st.lists(
    st.builds(
        lambda start, length, state: run(start, start + length, state),
        st.integers(-20, 90),
        st.integers(0, 40),
        st.sampled_from(ComponentState),
    ),
    max_size=6,
)


@given(runs_of_any_kind, st.integers(0, 80))
def test_days_sum_to_the_figure_of_their_span(runs: list[ImpactRun], hours: int) -> None:
    counts = declared.counted(runs, Span(T0, END), at(hours))
    assert sum(day.bad_seconds for day in bars(runs, at(hours))) == counts.bad


@given(runs_of_any_kind)
def test_order_and_repetition_of_runs_do_not_matter(runs: list[ImpactRun]) -> None:
    def measured(found: list[Day]) -> list[tuple[Level, Fraction, int]]:
        return [(day.level, day.bad_seconds, day.worst_seconds) for day in found]

    assert measured(bars([*reversed(runs), *runs])) == measured(bars(runs))
