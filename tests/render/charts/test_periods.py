"""The chart of an SLA over its periods: bars, target, breaks, and periods without a figure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from statuspage.config import Sla
from statuspage.domain.measured.availability import of_events
from statuspage.domain.promises import figure
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary.window import parse_period
from statuspage.render.charts.periods import (
    PeriodBar,
    bar_of,
    foot_of,
    period_chart,
    period_ticks,
)
from statuspage.render.views import SlaView
from statuspage.render.words.locale import ENGLISH
from statuspage.said import said

NOW = datetime(2027, 1, 10, tzinfo=UTC)
COVERED = Fraction(1)


def view(
    month: str, good: int, *, version: int = 1, target: str = "0.95", coverage: Fraction = COVERED
) -> SlaView:
    """A month in which so many of 1,000 checks were good."""
    sla = Sla(id="quick", title="Quick", indicator="latency", target=Fraction(target))
    period = parse_period(month, ZoneInfo("UTC"), NOW)
    counts = of_events(good, 1000 - good, 0)
    found = figure.compose(sla, version, period, counts, now=NOW, coverage=coverage)
    judged_by = SlaVersion("quick", version, NOW, {}, False)
    return SlaView(judged_by, judged_by, said(""), said(""), [], period, found, ZoneInfo("UTC"))


def drawn(svg: str) -> list[tuple[str, str]]:
    """Class and data of each path."""
    return re.findall(r'<path class="(\w+)" d="([^"]+)"', svg)


def words(plot: str) -> list[str]:
    """What stands at the axis: top, foot, the target's name and the target."""
    return re.findall(r"<t(?:ext|span)[^>]*>([^<]+)</t", plot)


def few(good: int, bad: int) -> SlaView:
    """A month with few requests."""
    sla = Sla(id="few", title="Few", indicator="first_response", target=Fraction("0.95"))
    period = parse_period("2026-12", ZoneInfo("UTC"), NOW)
    found = figure.compose(sla, 1, period, of_events(good, bad, 0), now=NOW, coverage=None)
    return replace(view("2026-12", 990), figure=found)


def bars(*views: SlaView) -> list[PeriodBar]:
    return [bar_of(one.figure) for one in views]


def test_newest_period_is_on_the_right() -> None:
    paths = drawn(period_chart(ENGLISH, [view("2026-12", 900), view("2026-11", 990)]))
    drawn_bars = [name for name, _ in paths if name not in ("target", "break")]
    assert drawn_bars == ["ok", "major"]


def test_changed_definition_breaks_the_line_where_it_changed() -> None:
    history = [view("2026-12", 990, version=2, target="0.98"), view("2026-11", 990)]
    paths = drawn(period_chart(ENGLISH, history))
    assert [data for name, data in paths if name == "break"] == ["M120 0v100"]
    targets = [data for name, data in paths if name == "target"]
    assert targets == ["M110 50.0h10", "M120 20.0h10"]


def test_period_without_enough_data_is_a_pattern_and_no_bar() -> None:
    paths = drawn(period_chart(ENGLISH, [view("2026-12", 990, coverage=Fraction(1, 2))]))
    assert [name for name, _ in paths] == ["none", "target"]


@pytest.mark.parametrize(
    ("good", "target", "foot"), [(990, "0.95", "90%"), (999, "0.999", "99.8%"), (100, "0.95", "0%")]
)
def test_scale_begins_at_a_round_figure_under_all_bars(good: int, target: str, foot: str) -> None:
    history = [view("2026-12", good, target=target)]
    assert foot_of(bars(*history)) <= Decimal(good) / 10
    assert words(period_chart(ENGLISH, history))[:2] == ["100%", foot]


def test_chart_says_what_it_shows() -> None:
    svg = period_chart(ENGLISH, [view("2026-12", 900), view("2026-11", 990), view("2026-10", 990)])
    assert 'aria-label="3 periods, the newest last: 2 met, 1 missed."' in svg


def test_each_bar_has_a_few_letters_under_it() -> None:
    history = bars(view("2026-W27", 990), view("2026-Q3", 990), view("2026-12", 990))
    ticks = period_ticks(ENGLISH, history)
    assert (len(ticks), ticks[-3:]) == (13, ["27", "Q3", "Dec"])


def test_line_of_the_target_is_labelled_at_its_height() -> None:
    svg = str(period_chart(ENGLISH, [view("2026-12", 990), view("2026-11", 990)]))
    assert words(svg)[2:] == ["Target", "95%"]
    assert '<text y="50.0%">' in svg


def test_few_events_are_drawn_as_what_became_of_them() -> None:
    assert [name for name, _ in drawn(period_chart(ENGLISH, [few(5, 0)]))] == ["ok", "target"]
    assert [name for name, _ in drawn(period_chart(ENGLISH, [few(3, 2)]))] == ["major", "target"]


def test_time_follows_the_direction_of_the_page() -> None:
    assert "dir=" not in period_chart(ENGLISH, [view("2026-12", 990)])
