"""What day bars say."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

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


def test_day_words_name_the_worst_state_with_its_length() -> None:
    day = a_day(Level.LEVEL_3, ComponentState.MAJOR_OUTAGE, seconds=2700, unknown=3600)
    assert days.day_words(ENGLISH, day) == "major outage 45 min, not measured 1 h"


def test_day_words_keep_an_incident_without_length() -> None:
    assert days.day_words(ENGLISH, a_day(incidents=(("k", "Blip"),))) == "no measurable length"


def test_bars_words_count_trouble_but_not_planned_work() -> None:
    trouble = a_day(Level.LEVEL_1, ComponentState.PARTIAL_OUTAGE, seconds=60)
    planned = a_day(worst=ComponentState.UNDER_MAINTENANCE, seconds=60, incidents=(("m", "Work"),))
    assert days.bars_words(ENGLISH, [trouble, planned, a_day()]) == "Trouble on 1 of 3 days"
    assert days.bars_words(ENGLISH, [planned, a_day()]) == "No trouble in 2 days"


def test_bars_words_never_call_days_without_data_good() -> None:
    assert days.bars_words(ENGLISH, [a_day(Level.NO_DATA)]) == "Not measured yet"
    assert (
        days.bars_words(ENGLISH, [a_day(Level.NO_DATA), a_day()]) == "No trouble in 1 day measured"
    )


def test_days_of_what_nothing_watches_are_never_called_measured() -> None:
    found = [
        a_day(Level.NO_DATA, unknown=86_400),
        a_day(),
        a_day(Level.LEVEL_4, worst=ComponentState.MAJOR_OUTAGE),
    ]
    told = [
        days.bars_words(ENGLISH, chosen, is_watched=False)
        for chosen in (found[:1], found[:2], found, found[1:])
    ]
    assert told == [
        "Not known yet",
        "No trouble reported in 1 day",
        "Trouble on 1 of 2 days known",
        "Trouble on 1 of 2 days",
    ]
    assert days.day_words(ENGLISH, found[0], is_watched=False) == "not known 1 d"
