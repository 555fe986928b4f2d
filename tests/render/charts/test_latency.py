"""The latency chart: gaps stay gaps, the scale is named, the words tell what is drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import statuspage
from statuspage.domain.measured.latency import Percentile
from statuspage.render.charts.latency import (
    latency_chart,
    latency_scale,
    latency_words,
    time_words,
)
from statuspage.render.watched import LatencyPoint
from statuspage.render.words.locale import ENGLISH

START = datetime(2026, 7, 1, tzinfo=UTC)


def points(p99s: Sequence[float | None]) -> list[LatencyPoint]:
    """Points in order; None stands for an hour without answers."""
    return [
        LatencyPoint(
            START + timedelta(hours=place),
            [] if p99 is None else [Percentile(value, False) for value in (20.0, 50.0, p99)],
            0 if p99 is None else 60,
        )
        for place, p99 in enumerate(p99s)
    ]


def test_hour_without_answers_is_a_gap_and_one_alone_is_seen() -> None:
    svg = latency_chart(ENGLISH, points([100, None, 100, 100]))
    [line] = re.findall(r'class="p99" d="([^"]+)"', svg)
    assert line == "M0 0.0h10M20 0.0h10V0.0h10"


def test_scale_runs_over_whole_powers_of_ten() -> None:
    assert latency_scale(points([10_000])) == [10_000, 1000, 100, 10]
    assert latency_scale(points([None])) == [10, 1]


def test_answers_at_once_have_a_place_on_the_scale() -> None:
    nothing = [LatencyPoint(START, [Percentile(0.0, False)] * 3, 1)]
    assert latency_scale(nothing) == [10, 1]
    assert "h10" in latency_chart(ENGLISH, nothing)


def test_chart_says_what_it_shows() -> None:
    svg = latency_chart(ENGLISH, points([100, 1400, 200]))
    assert 'aria-label="Newest: p50 20 ms, p95 50 ms, p99 200 ms. Slowest p99: 1.4 s."' in svg


def test_times_are_rounded_up() -> None:
    assert [time_words(ENGLISH, ms) for ms in (0.2, 99.1, 1000, 1201)] == [
        "1 ms",
        "100 ms",
        "1 s",
        "1.3 s",
    ]
    assert latency_words(ENGLISH, Percentile(9901.2, True)) == "at least 10 s"


def test_caption_is_the_first_or_the_last_of_its_figure() -> None:
    """As https://html.spec.whatwg.org/#the-figure-element asks."""
    figures = [
        figure.split("</figure>")[0].strip()
        for template in Path(statuspage.__file__).parent.glob("templates/public/*.html")
        for figure in template.read_text("utf-8").split("<figure>")[1:]
    ]
    assert figures
    assert all(
        figure.startswith("<figcaption") or figure.endswith("</figcaption>") for figure in figures
    )
