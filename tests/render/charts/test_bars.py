import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from statuspage.domain.measured.days import Day, Level
from statuspage.domain.promises.budget import Budget
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.promises.shown_verdict import ShownVerdict
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.render.charts import bars


def days(levels: Sequence[Level], unknown: int = 0) -> list[Day]:
    """Days of these levels up to 31 July 2026, each with some unknown seconds."""
    last = date(2026, 7, 31)
    found = []
    for place, level in enumerate(levels):
        day = last - timedelta(days=len(levels) - 1 - place)
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        worst = (
            ComponentState.OPERATIONAL
            if level in (Level.OK, Level.NO_DATA)
            else ComponentState.MAJOR_OUTAGE
        )
        span = Span(start, start + timedelta(days=1))
        found.append(Day(day, span, level, worst, 60, Fraction(60), 0, unknown, ()))
    return found


def paths(svg: str) -> dict[str, str]:
    """Class -> data of the paths of a drawing."""
    return dict(re.findall(r'<path class="([\w-]+)"[^>]* d="([^"]+)"', svg))


def test_day_bars_draw_ninety_quiet_days_as_one_line() -> None:
    svg = bars.day_bars(days([Level.OK] * 90))
    assert paths(svg) == {"ok": "M0 16h450"}
    assert 'viewBox="0 0 450 32"' in svg
    assert 'data-last="2026-07-31"' in svg


def test_day_bars_put_each_day_in_its_place() -> None:
    svg = bars.day_bars(days([Level.OK, Level.LEVEL_4, Level.OK]))
    assert paths(svg) == {"ok": "M0 16h15", "level-4": "M5 16h5"}


def test_day_bars_are_filled_further_the_worse_a_day_was() -> None:
    order = [Level.LEVEL_1, Level.LEVEL_2, Level.LEVEL_3, Level.LEVEL_4]
    svg = bars.day_bars(days(order))
    good, *heights = [int(height) for height in re.findall(r'stroke-width="(\d+)"', svg)]
    assert heights == sorted(set(heights))
    assert len(heights) == len(order)
    assert heights[-1] == good


def test_day_bars_draw_days_without_data_as_a_pattern_and_never_as_good() -> None:
    assert paths(bars.day_bars(days([Level.NO_DATA] * 2))) == {
        "pale": "M0 16h10",
        "none": "M0 16h10",
    }


def test_day_bars_draw_a_mostly_unknown_good_day_as_one_without_data() -> None:
    found = paths(bars.day_bars(days([Level.OK], unknown=50_000)))
    assert "ok" not in found
    assert "none" in found


def test_day_bars_mark_a_day_of_which_a_part_is_unknown() -> None:
    found = paths(bars.day_bars(days([Level.LEVEL_2], unknown=60)))
    assert set(found) == {"ok", "level-2", "none"}


def test_day_bars_of_no_days_are_empty() -> None:
    assert paths(bars.day_bars([])) == {}


@pytest.mark.parametrize("level", list(Level))
def test_legend_has_a_bar_for_every_level(level: Level) -> None:
    assert paths(bars.legend_bar(level.value))


def test_troubled_days_are_the_newest_first_with_their_places() -> None:
    found = bars.troubled_days(days([Level.LEVEL_1, Level.OK, Level.NO_DATA, Level.LEVEL_4]))
    assert [(place, day.level) for place, day in found] == [(3, Level.LEVEL_4), (0, Level.LEVEL_1)]


def test_budget_bar_shows_the_share_that_is_left_in_its_tone() -> None:
    svg = bars.budget_bar(Budget(1000, Fraction(250), Fraction(750), "25.00"), "ok")
    assert 'class="left ok" d="M0 0h75.0v8H0z"' in svg


@pytest.mark.parametrize(("allowed", "remaining"), [(1000, 0), (0, 0)])
def test_budget_bar_is_empty_when_nothing_is_left(allowed: int, remaining: int) -> None:
    budget = Budget(allowed, Fraction(allowed - remaining), Fraction(remaining), None)
    assert 'd="M0 0h0.0v8H0z"' in bars.budget_bar(budget, "major")


@pytest.mark.parametrize(("allowed", "remaining"), [(1000, -3030), (0, -5)])
def test_budget_bar_is_full_and_red_when_more_was_used(allowed: int, remaining: int) -> None:
    budget = Budget(allowed, Fraction(allowed - remaining), Fraction(remaining), None)
    assert 'class="left major" d="M0 0h100.0v8H0z"' in bars.budget_bar(budget, "degraded")


@pytest.mark.parametrize("state", [*ComponentState, *Impact, *ShownVerdict, *PromiseState])
def test_every_state_has_a_tone_and_a_shape(
    state: ComponentState | Impact | ShownVerdict | PromiseState,
) -> None:
    assert "<path" in bars.mark(bars.tone(state))


def test_component_states_differ_in_shape() -> None:
    assert len({bars.mark(bars.tone(state)) for state in ComponentState}) == len(ComponentState)
