from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.measured.days import Day, Level
from statuspage.domain.measured.locations import Panel
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.promises.promise import Promise
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.render.words import filters as words

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 7, 3, 14, 0, tzinfo=UTC)


def plain(text: str) -> str:
    """Without tags, and with plain blanks."""
    return words.Markup(text).striptags().replace("\N{NO-BREAK SPACE}", " ")


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


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (NOW, "15:00 BST"),
        (NOW - timedelta(days=2), "1 July, 15:00 BST"),
        (NOW - timedelta(days=365), "3 July 2025, 15:00 BST"),
        (datetime(2026, 7, 2, 23, 30, tzinfo=UTC), "00:30 BST"),
    ],
)
def test_moment_leaves_out_what_goes_without_saying(instant: datetime, expected: str) -> None:
    assert plain(words.moment(instant, LONDON, NOW)) == expected


def test_moment_carries_the_instant_in_utc() -> None:
    assert 'datetime="2026-07-03T14:00:00Z"' in words.moment(NOW, LONDON, NOW)


def test_full_moment_names_an_offset_where_the_zone_has_no_letters() -> None:
    assert plain(words.full_moment(NOW, ZoneInfo("America/Sao_Paulo"))) == (
        "3 July 2026, 11:00 UTC-03"
    )


def test_day_is_the_local_one() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert plain(words.day(late, LONDON)) == "1 July 2026"


def test_written_day_shows_what_is_not_a_date_as_text() -> None:
    assert plain(words.written_day("2026-11-22")) == "22 November 2026"
    assert words.written_day("<soon>") == "&lt;soon&gt;"


def test_window_names_the_day_once_when_it_is_the_same() -> None:
    text = words.window(NOW, NOW + timedelta(hours=2), LONDON)
    assert plain(text) == "3 July 2026, 15:00 to 17:00 BST"


def test_window_names_both_days_over_midnight() -> None:
    text = words.window(NOW, NOW + timedelta(hours=10), LONDON)
    assert plain(text) == "3 July 2026, 15:00 BST to 4 July 2026, 01:00 BST"


def test_lasted_counts_elapsed_time() -> None:
    assert words.lasted(NOW, NOW + timedelta(minutes=65)) == "1 h 5 min"
    assert words.lasted(NOW, NOW + timedelta(seconds=59)) == "less than a minute"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-07", "July 2026"),
        ("2026-Q3", "the third quarter of 2026"),
        ("2026-W07", "week 7 of 2026"),
        ("rolling-30d", "the last 30 days"),
    ],
)
def test_period_name_reads_every_kind(name: str, expected: str) -> None:
    assert words.period_name(name) == expected


def test_plural_counts_in_words() -> None:
    assert words.plural(1, "day") == "1 day"
    assert words.plural(1200, "entry", "entries") == "1,200 entries"


def test_day_words_name_the_worst_state_with_its_length() -> None:
    day = a_day(Level.LEVEL_3, ComponentState.MAJOR_OUTAGE, seconds=2700, unknown=3600)
    assert words.day_words(day) == "major outage 45 min, not measured 1 h"


def test_day_words_keep_an_incident_without_length() -> None:
    assert words.day_words(a_day(incidents=(("k", "Blip"),))) == "no measurable length"


def test_bars_words_count_trouble_but_not_planned_work() -> None:
    trouble = a_day(Level.LEVEL_1, ComponentState.PARTIAL_OUTAGE, seconds=60)
    planned = a_day(worst=ComponentState.UNDER_MAINTENANCE, seconds=60, incidents=(("m", "Work"),))
    assert words.bars_words([trouble, planned, a_day()]) == "Trouble on 1 of 3 days"
    assert words.bars_words([planned, a_day()]) == "No trouble in 2 days"


def test_bars_words_never_call_days_without_data_good() -> None:
    assert words.bars_words([a_day(Level.NO_DATA)]) == "Not measured yet"
    assert words.bars_words([a_day(Level.NO_DATA), a_day()]) == "No trouble in 1 day measured"


@pytest.mark.parametrize(
    ("answered", "now", "expected"),
    [
        (None, 20, "Next update promised by 15:30 BST."),
        (None, 32, "The next update was due at 15:30 BST and is late."),
        (None, 20_000, "The next update was due at 15:30 BST and never came."),
        (31, 90, "Next update promised by 15:30 BST: kept."),
        (45, 90, "Next update promised by 15:30 BST: late, it came at 15:45 BST."),
    ],
)
def test_promise_words_say_what_became_of_it(answered: int | None, now: int, expected: str) -> None:
    came = None if answered is None else NOW + timedelta(minutes=answered)
    given = Promise("k", "", "", NOW, (NOW + timedelta(minutes=30),), came)
    said = words.promise_words(given, LONDON, NOW + timedelta(minutes=now))
    assert plain(said) == expected


def test_is_late_only_after_the_grace() -> None:
    assert not words.is_late(NOW, NOW + timedelta(seconds=60))
    assert words.is_late(NOW, NOW + timedelta(seconds=61))


def test_promise_made_at_finds_that_of_an_update() -> None:
    given = Promise("k", "", "", NOW, (NOW + timedelta(minutes=30),))
    assert words.promise_made_at([given], NOW) is given
    assert words.promise_made_at([given], NOW + timedelta(minutes=1)) is None


def test_every_closed_status_has_a_word_for_its_end() -> None:
    closed = [status for status in Status if not status.is_open]
    assert all(words.came_to_an_end(status) for status in closed)


def test_contact_link_takes_addresses_of_both_kinds_and_escapes_the_rest() -> None:
    assert 'href="mailto:a@b.example"' in words.contact_link("a@b.example")
    assert 'href="https://b.example/help"' in words.contact_link("https://b.example/help")
    assert words.contact_link("<b>the desk</b>") == "&lt;b&gt;the desk&lt;/b&gt;"


@pytest.mark.parametrize(
    ("cadence", "panel", "expected"),
    [
        (
            Cadence(timedelta(minutes=1)),
            Panel(0),
            "a result every 1 min; a failure counts after 2 in a row.",
        ),
        (
            Cadence(None, 1),
            Panel(3, vote="partial"),
            "results are pushed; each failure counts; more than half of 3 locations must report; "
            "a failure at some of them is a partial outage.",
        ),
        (
            Cadence(timedelta(seconds=20), 3),
            Panel(3, 2),
            "a result every 20 s; a failure counts after 3 in a row; "
            "at least 2 locations must report.",
        ),
    ],
)
def test_counted_says_how_a_probe_counts(cadence: Cadence, panel: Panel, expected: str) -> None:
    assert words.counted(ProbeVersion("api-http", NOW, cadence, panel)) == expected
