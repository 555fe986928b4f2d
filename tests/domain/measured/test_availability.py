"""Availability from incidents and from timelines, in exact seconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.availability import Combine, Counts, Timeline, count
from statuspage.domain.vocabulary.display import percent
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState
from statuspage.domain.vocabulary.window import parse_period
from tests.helpers import declared

DATA = Path(__file__).parents[2] / "data"
VECTORS = json.loads((DATA / "numbers.vectors.json").read_text())
T0 = datetime(2026, 7, 1, tzinfo=UTC)
DEGRADED = ComponentState.DEGRADED
PARTIAL = ComponentState.PARTIAL_OUTAGE
MAJOR = ComponentState.MAJOR_OUTAGE


def at(minute: float) -> datetime:
    return T0 + timedelta(minutes=minute)


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def run(
    start: float, end: float | None, state: ComponentState = MAJOR, component: str = "api"
) -> ImpactRun:
    return ImpactRun(component, state, at(start), None if end is None else at(end), "k", "t")


def counted(
    runs: Sequence[ImpactRun],
    window: Span,
    now: datetime | None = None,
    *,
    components: Sequence[str] = (),
    combine: Combine = "worst",
    excluded: dict[str, list[Span]] | None = None,
) -> Counts:
    return declared.counted(
        runs,
        window,
        now or window.end,
        components=components,
        combine=combine,
        excluded=excluded,
    )


def test_i1_takes_the_maximum_and_does_not_add() -> None:
    counts = counted([run(600, 660), run(630, 720, PARTIAL)], span(0, 1440))
    assert counts.bad == VECTORS["incidents"]["I1_weighted_min"] * 60


def test_nothing_declared_is_all_good() -> None:
    counts = counted([], span(0, 10))
    assert (counts.good, counts.bad, counts.unknown) == (600, 0, 0)
    assert counts.coverage == 1


def test_open_incident_ends_now_and_the_rest_is_future() -> None:
    counts = counted([run(5, None)], span(0, 60), at(20))
    assert (counts.good, counts.bad, counts.future) == (300, 900, 2400)


def test_run_is_clipped_to_the_window() -> None:
    assert counted([run(-30, 5), run(55, 90)], span(0, 60)).bad == 600


def test_incident_without_length_counts_nothing() -> None:
    assert counted([run(5, 5)], span(0, 60)).bad == 0


def test_window_to_come_is_all_future() -> None:
    counts = counted([run(5, 10)], span(0, 60), at(-10))
    assert (counts.future, counts.total) == (3600, 3600)
    assert counts.coverage == 1


def test_several_components_count_the_worst_at_each_instant() -> None:
    runs = [run(0, 10, PARTIAL, "a"), run(5, 20, MAJOR, "b")]
    counts = counted(runs, span(0, 60), components=["a", "b"])
    assert counts.bad == Fraction(3, 10) * 300 + 900


def test_several_components_count_the_mean() -> None:
    runs = [run(0, 30, MAJOR, "a")]
    counts = counted(runs, span(0, 60), components=["a", "b", "c"], combine="mean")
    assert counts.bad == 600
    assert counts.total == 3600


def test_group_of_three_shows_the_mean_of_its_children() -> None:
    runs = [run(0, 3, MAJOR, "c")]
    mean = counted(runs, span(0, 100), components=["a", "b", "c"], combine="mean")
    worst_child = counted(runs, span(0, 100), components=["c"])
    assert mean.good / mean.measured == Fraction(99, 100)
    assert worst_child.good / worst_child.measured == Fraction(97, 100)


def test_excluded_time_leaves_both_sides_and_raw_keeps_it() -> None:
    counts = counted([run(0, 30)], span(0, 60), excluded={"api": [span(10, 40)]})
    assert (counts.good, counts.bad, counts.excluded) == (1200, 600, 1800)
    assert (counts.raw_good, counts.raw_bad) == (1800, 1800)


def test_exclusion_of_one_component_does_not_hide_another() -> None:
    runs = [run(0, 30, MAJOR, "a"), run(10, 20, MAJOR, "b")]
    counts = counted(runs, span(0, 60), components=["a", "b"], excluded={"a": [span(0, 30)]})
    assert (counts.bad, counts.excluded) == (600, 0)


def test_maintenance_to_come_stays_future() -> None:
    counts = counted([], span(0, 60), at(30), components=["api"], excluded={"api": [span(20, 40)]})
    assert (counts.good, counts.excluded, counts.future) == (1200, 600, 1800)


def of(*timelines: Timeline, combine: Combine = "worst") -> Counts:
    window = span(0, 60)
    return count(timelines, window, window.end, weights=DEFAULT_WEIGHTS, combine=combine)


def test_component_never_measured_is_unknown_up_to_now() -> None:
    window = span(0, 60)
    counts = count([Timeline(unknown=[window])], window, at(20), weights=DEFAULT_WEIGHTS)
    assert (counts.good, counts.unknown, counts.future) == (0, 1200, 2400)
    assert counts.coverage == 0


def test_unknown_is_neither_good_nor_bad() -> None:
    counts = of(Timeline(unknown=[span(10, 25)]))
    assert (counts.good, counts.bad, counts.unknown) == (2700, 0, 900)
    assert counts.coverage == Fraction(3, 4)


def test_outage_beside_unknown_is_bad() -> None:
    counts = of(Timeline([(span(0, 10), MAJOR)]), Timeline(unknown=[span(0, 60)]))
    assert (counts.good, counts.bad, counts.unknown) == (0, 600, 3000)


def test_partial_outage_beside_unknown_leaves_only_the_rest_open() -> None:
    counts = of(Timeline([(span(0, 10), PARTIAL)], unknown=[span(0, 10)]))
    assert (counts.bad, counts.unknown, counts.good) == (180, 420, 3000)


def test_mean_of_a_known_and_an_unknown_component_is_half_unknown() -> None:
    counts = of(Timeline(), Timeline(unknown=[span(0, 60)]), combine="mean")
    assert (counts.good, counts.unknown) == (1800, 1800)


# The real incidents of GitHub Actions in July 2026 (vector I2).

STATES = {"critical": MAJOR, "major": PARTIAL, "minor": DEGRADED}
JULY = parse_period("2026-07", ZoneInfo("UTC"), T0).span


def real_incidents() -> list[dict[str, Any]]:
    lines = (DATA / "github-status/incidents.jsonl").read_text().splitlines()
    incidents = [json.loads(line) for line in lines]
    return [
        incident
        for incident in incidents
        if "Actions" in incident.get("components", []) and incident["impact"] in STATES
    ]


def real_run(incident: dict[str, Any], *, by_posts: bool) -> ImpactRun:
    """By the stated window unless it starts over 14 days from the first post."""
    posts = [datetime.fromisoformat(update["at"]) for update in incident["updates"]]
    start, end = posts[0], posts[-1]
    stated = incident["impact_window"]
    if stated and not by_posts:
        begin = datetime.fromisoformat(stated["start_at"])
        if abs(begin - start) <= timedelta(days=14):
            start, end = begin, datetime.fromisoformat(stated["end_at"])
    state = STATES[incident["impact"]]
    return ImpactRun("actions", state, start, end, incident["id"], incident["title"])


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (("1", "0.3", "0"), VECTORS["incidents"]["I2_gh_actions_2026_07"]["w_1_.3_0"]),
        (("1", "1", "0.5"), VECTORS["incidents"]["I2_gh_actions_2026_07"]["w_1_1_.5"]),
        (("1", "1", "1"), VECTORS["incidents"]["I2_gh_actions_2026_07"]["all"]),
    ],
)
def test_i2_agrees_with_the_real_incidents(weights: tuple[str, str, str], expected: float) -> None:
    runs = [real_run(incident, by_posts=False) for incident in real_incidents()]
    by_state = dict(zip((MAJOR, PARTIAL, DEGRADED), map(Fraction, weights), strict=True))
    counts = declared.counted(runs, JULY, JULY.end, weights=by_state)
    assert counts.total == VECTORS["incidents"]["I2_gh_actions_2026_07"]["total_min"] * 60
    assert round(float(counts.good / counts.measured) * 100, 6) == expected


@pytest.mark.parametrize(("state", "impact"), [(MAJOR, "critical"), (PARTIAL, "major")])
def test_i2_has_the_minutes_of_each_impact(state: ComponentState, impact: str) -> None:
    runs = [real_run(incident, by_posts=False) for incident in real_incidents()]
    heavier = {other: Fraction(other.severity > state.severity) for other in ComponentState}
    at_least = heavier | {state: Fraction(1)}
    bad = [
        declared.counted(runs, JULY, JULY.end, weights=weights).bad
        for weights in (at_least, heavier)
    ]
    minutes = VECTORS["incidents"]["I2_gh_actions_2026_07"][impact]
    assert bad[0] - bad[1] == minutes * 60


def test_i2_from_the_posts_alone_flatters() -> None:
    runs = [real_run(incident, by_posts=True) for incident in real_incidents()]
    counts = declared.counted(runs, JULY, JULY.end)
    assert percent(counts.good, counts.measured, decimals=3) == "97.717"


# Properties that hold for any timelines.

WINDOW = span(0, 240)
pieces = st.tuples(st.integers(-30, 260), st.integers(0, 90)).map(
    lambda pair: span(pair[0], pair[0] + pair[1])
)
timelines = st.builds(
    Timeline,
    st.lists(st.tuples(pieces, st.sampled_from(ComponentState)), max_size=5),
    st.lists(pieces, max_size=3),
    st.lists(pieces, max_size=3),
)
several = st.lists(timelines, min_size=1, max_size=3)
combines = st.sampled_from(["worst", "mean"])
moments = st.integers(-10, 300).map(at)


@given(several, combines, moments)
def test_counts_add_up_to_the_window(some: list[Timeline], combine: Combine, now: datetime) -> None:
    counts = count(some, WINDOW, now, weights=DEFAULT_WEIGHTS, combine=combine)
    assert counts.total == WINDOW.seconds
    assert min(counts.good, counts.bad, counts.unknown, counts.excluded, counts.future) >= 0


@given(several, combines, moments)
def test_order_and_repetition_do_not_matter(
    some: list[Timeline], combine: Combine, now: datetime
) -> None:
    turned = [
        Timeline([*reversed(t.runs), *t.runs], [*t.unknown, *t.unknown], list(reversed(t.excluded)))
        for t in reversed(some)
    ]
    one = count(some, WINDOW, now, weights=DEFAULT_WEIGHTS, combine=combine)
    assert count(turned, WINDOW, now, weights=DEFAULT_WEIGHTS, combine=combine) == one


@given(several, combines, moments, st.integers(0, 240))
def test_parts_of_a_window_sum_to_the_whole(
    some: list[Timeline], combine: Combine, now: datetime, cut: int
) -> None:
    whole, left, right = (
        count(some, window, now, weights=DEFAULT_WEIGHTS, combine=combine)
        for window in (WINDOW, span(0, cut), span(cut, 240))
    )
    for name in vars(whole):
        assert getattr(whole, name) == getattr(left, name) + getattr(right, name)


@given(several, combines, moments, pieces, st.sampled_from(ComponentState))
def test_one_more_outage_never_makes_it_better(
    some: list[Timeline],
    combine: Combine,
    now: datetime,
    where: Span,
    state: ComponentState,
) -> None:
    first = some[0]
    worse = [Timeline([*first.runs, (where, state)], first.unknown, first.excluded), *some[1:]]
    before = count(some, WINDOW, now, weights=DEFAULT_WEIGHTS, combine=combine)
    after = count(worse, WINDOW, now, weights=DEFAULT_WEIGHTS, combine=combine)
    assert after.bad >= before.bad
    assert after.good <= before.good


@given(several, moments, st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/London"]))
def test_zone_of_the_times_does_not_matter(some: list[Timeline], now: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    local = Span(WINDOW.start.astimezone(zone), WINDOW.end.astimezone(zone))
    one = count(some, WINDOW, now, weights=DEFAULT_WEIGHTS)
    assert count(some, local, now.astimezone(zone), weights=DEFAULT_WEIGHTS) == one
