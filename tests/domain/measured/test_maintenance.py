"""Which planned maintenance is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.incidents.planned import Rescheduling
from statuspage.domain.measured.maintenance import PlannedWindow, Ruling, Terms, rulings
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import ComponentState
from tests.helpers import declared

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
TERMS = Terms(timedelta(hours=72), timedelta(hours=4))


def span(start: float, end: float) -> Span:
    """Hours since the start of 10 June."""
    day = JUNE + timedelta(days=9)
    return Span(day + timedelta(hours=start), day + timedelta(hours=end))


def planned(
    scheduled: Span,
    actual: Span | None,
    *,
    key: str = "m",
    notice: float = 72,
) -> PlannedWindow:
    announced = scheduled.start - timedelta(hours=notice)
    return PlannedWindow(key, announced, scheduled, actual)


def rule(window: PlannedWindow, terms: Terms = TERMS) -> Ruling:
    [found] = rulings([window], terms, UTC_ZONE)
    return found


def test_window_announced_in_time_is_excluded() -> None:
    found = rule(planned(span(0, 2), span(0, 2)))
    assert found.excluded == (span(0, 2),)


def test_window_announced_too_late_counts_whole() -> None:
    found = rule(planned(span(0, 2), span(0, 2), notice=71.99))
    assert found.excluded == ()


def moved(hour: float, former: Span, to: Span) -> Rescheduling:
    """A move that was published at an hour."""
    return Rescheduling(span(hour, hour).start, former.start, former.end, to.start, to.end)


@pytest.mark.parametrize(
    ("at", "to", "excluded"),
    [
        (-80, span(0, 3), (span(0, 3),)),  # told 80 hours before
        (-70, span(24, 26), (span(24, 26),)),  # later, and told 94 hours before
        (-70, span(0, 3), (span(0, 2),)),  # what it adds came too late
        (-70, span(1, 3), (span(1, 2),)),  # of what was told in time only this is left
        (-10, span(-5, -3), ()),  # to an earlier time, told 5 hours before
        (-10, span(0, 1), (span(0, 1),)),  # made shorter at last
    ],
)
def test_move_is_judged_by_when_it_was_announced(
    at: float, to: Span, excluded: tuple[Span, ...]
) -> None:
    first = span(0, 2)
    work = replace(planned(first, to, notice=100), moves=(moved(at, first, to),))
    assert rule(work).excluded == excluded


def test_overrun_counts() -> None:
    found = rule(planned(span(0, 2), span(0, 2.5)))
    assert found.excluded == (span(0, 2),)


def test_only_the_work_itself_is_excluded() -> None:
    assert rule(planned(span(0, 2), span(0.5, 1))).excluded == (span(0.5, 1),)


def test_work_beside_its_window_counts() -> None:
    assert rule(planned(span(0, 2), span(3, 4))).excluded == ()


@pytest.mark.parametrize("actual", [None, span(0, 0)])
def test_work_that_has_not_begun_excludes_nothing(actual: Span | None) -> None:
    assert rule(planned(span(0, 2), actual)).excluded == ()


def test_work_that_was_called_off_excludes_what_it_took_until_then() -> None:
    assert rule(planned(span(0, 2), span(0, 0.5))).excluded == (span(0, 0.5),)


def test_cap_is_used_up_in_order_of_time() -> None:
    later = planned(span(30, 33), span(30, 33), key="later")
    early = planned(span(0, 3), span(0, 3), key="early")
    last = planned(span(60, 61), span(60, 61), key="last")
    found = rulings([last, later, early], TERMS, UTC_ZONE)
    assert [(r.key, r.excluded) for r in found] == [
        ("early", (span(0, 3),)),
        ("later", (span(30, 31),)),
        ("last", ()),
    ]


def test_cap_is_that_of_each_local_month() -> None:
    # 30 June 22:00 to 1 July 04:00 in London: two hours of June, four of July.
    night = Span(datetime(2026, 6, 30, 21, tzinfo=UTC), datetime(2026, 7, 1, 3, tzinfo=UTC))
    [found] = rulings(
        [planned(night, night)],
        Terms(timedelta(hours=72), timedelta(hours=3)),
        ZoneInfo("Europe/London"),
    )
    end = datetime(2026, 7, 1, 2, tzinfo=UTC)
    assert found.excluded == (Span(night.start, end),)


def test_windows_that_overlap_use_the_cap_once() -> None:
    one = planned(span(0, 3), span(0, 3), key="one")
    two = planned(span(2, 4), span(2, 4), key="two")
    found = rulings([one, two], TERMS, UTC_ZONE)
    assert [r.excluded for r in found] == [(span(0, 3),), (span(2, 4),)]


def test_without_a_cap_all_is_granted() -> None:
    long = span(0, 900)
    assert rule(planned(long, long), Terms(timedelta(hours=72))).excluded == (long,)


def test_m1_gives_both_figures() -> None:
    period = Span(JUNE, JUNE + timedelta(minutes=43_200))
    work = planned(span(0, 2), span(0, 2.5))
    work_began, work_ended = work.scheduled.start, span(0, 2.5).end
    other = span(50, 51).start
    down = [
        (work_began + timedelta(minutes=20), work_ended),  # 100 minutes inside, 30 of overrun
        (other, other + timedelta(minutes=20)),
    ]
    runs = [ImpactRun("api", ComponentState.MAJOR_OUTAGE, *edges, "k", "t") for edges in down]
    counts = declared.counted(runs, period, period.end, excluded={"api": rule(work).excluded})
    assert counts.good == 43_030 * 60
    assert counts.measured == 43_080 * 60
    assert counts.excluded == 120 * 60
    raw = counts.raw_good / (counts.raw_good + counts.raw_bad)
    assert abs(raw * 100 - Fraction(str(VECTORS["maintenance"]["raw"]))) < Fraction(1, 10**6)
    sla = counts.good / counts.measured
    assert abs(sla * 100 - Fraction(str(VECTORS["maintenance"]["sla_excluded"]))) < Fraction(
        1, 10**6
    )
