"""What day bars say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from statuspage.domain.measured.days import Day, Level
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.render.words import days
from statuspage.render.words.locale import ENGLISH


def a_day(
    level: Level = Level.OK,
    worst: ComponentState = ComponentState.OPERATIONAL,
    seconds: int = 0,
    unknown: int = 0,
    incidents: tuple[tuple[str, str], ...] = (),
) -> Day:
    start = datetime(2026, 7, 1, tzinfo=UTC)
    span = Span(start, start + timedelta(days=1))
    return Day(date(2026, 7, 1), span, level, worst, seconds, Fraction(0), 0, unknown, incidents)


def another(number: int) -> Day:
    return replace(a_day(), date=date(2026, 7, number))


def test_day_words_name_the_worst_state_with_its_length() -> None:
    day = a_day(Level.LEVEL_3, ComponentState.MAJOR_OUTAGE, seconds=2700, unknown=3600)
    assert days.day_words(ENGLISH, day) == "major outage 45 min, not measured 1 h"


def test_day_words_keep_an_incident_without_length() -> None:
    assert days.day_words(ENGLISH, a_day(incidents=(("k", "Blip"),))) == "no measurable length"


SLOW = a_day(Level.DEGRADED, ComponentState.DEGRADED, seconds=600)
OUT = a_day(Level.LEVEL_1, ComponentState.PARTIAL_OUTAGE, seconds=60)
DOWN = a_day(Level.LEVEL_4, ComponentState.MAJOR_OUTAGE, seconds=6000)
PLANNED = a_day(worst=ComponentState.UNDER_MAINTENANCE, seconds=60, incidents=(("m", "Work"),))
UNKNOWN = a_day(Level.NO_DATA, unknown=86_400)


@pytest.mark.parametrize(
    ("row", "watched", "reported"),
    [
        ([a_day(), a_day()], "Never down", "No outage reported"),
        ([PLANNED, a_day()], "Never down", "No outage reported"),
        ([SLOW], "Never down, slower on 1 day", "No outage reported, slower on 1 day"),
        ([SLOW] * 7, "Never down, slower on 7 days", "No outage reported, slower on 7 days"),
        ([OUT, a_day()], "Outages on 1 day", "Outages on 1 day"),
        ([OUT, DOWN, SLOW], "Outages on 2 days, slower on 1 day", None),
        ([a_day(incidents=(("k", "Blip"),))], "Incidents on 1 day", "Incidents on 1 day"),
        ([UNKNOWN], "Not measured yet", "Not known yet"),
        ([UNKNOWN, a_day()], "Never down", "No outage reported"),
    ],
)
def test_bars_words_agree_with_the_bars(row: list[Day], watched: str, reported: str | None) -> None:
    assert days.bars_words(ENGLISH, row) == watched
    assert days.bars_words(ENGLISH, row, is_watched=False) == (reported or watched)


@pytest.mark.parametrize(
    ("row", "watched", "reported"),
    [
        ([UNKNOWN, a_day()], "Watched since today.", "Listed since today."),
        ([a_day(), another(2)], "Watched since 1 July.", "Listed since 1 July."),
        ([UNKNOWN], "Not measured yet.", "Not measured yet."),
    ],
)
def test_where_there_are_no_bars_it_is_said_since_when_days_count(
    row: list[Day], watched: str, reported: str
) -> None:
    later = " Days appear here as they pass."
    assert days.known_since(ENGLISH, row) == watched + later
    assert days.known_since(ENGLISH, row, is_watched=False) == reported + later


def test_days_of_what_nothing_watches_are_never_called_measured() -> None:
    assert days.day_words(ENGLISH, UNKNOWN, is_watched=False) == "not known 1 d"
