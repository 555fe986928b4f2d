"""The verdict in the words of readers: one function for every page, feed and command."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from statuspage.config import Sla
from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.promises.figure import Figure, Promised, compose
from statuspage.domain.promises.shown_verdict import ShownVerdict, shown_verdict, urgency
from statuspage.domain.vocabulary.window import parse_period

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 11, 16, tzinfo=UTC)
LATER = datetime(2026, 12, 16, tzinfo=UTC)
HALF = 15 * 86_400
"""Of November, in seconds: 99.9% of the whole leaves 2,592 s."""


def november(
    bad: int, unknown: int = 0, *, now: datetime = NOW, is_promised: bool = True
) -> Figure:
    """November as of now, when half of it is over, or as it ended."""
    future = HALF if now == NOW else 0
    good = Fraction(2 * HALF - future - bad - unknown)
    none = Fraction(0)
    sides = good, Fraction(bad)
    counts = Counts(*sides, Fraction(unknown), none, Fraction(future), *sides)
    return of(counts, now, "2026-11", coverage=counts.coverage, is_promised=is_promised)


def of(
    counts: Counts,
    now: datetime,
    name: str,
    *,
    coverage: Fraction | None,
    is_promised: bool = True,
) -> Figure:
    sla = Sla(id="it", title="It", indicator="availability", target=Fraction("0.999"))
    period = parse_period(name, UTC_ZONE, now)
    standing = Promised(is_promised=is_promised)
    return compose(sla, 1, period, counts, now=now, coverage=coverage, standing=standing)


@pytest.mark.parametrize(
    ("bad", "unknown", "wanted"),
    [
        (0, 0, ShownVerdict.ON_TRACK),
        (1944, 0, ShownVerdict.ON_TRACK),  # a quarter of 2,592 s is left
        (1945, 0, ShownVerdict.AT_RISK),
        (2592, 0, ShownVerdict.AT_RISK),
        (2593, 0, ShownVerdict.MISSED),
        (0, 2592, ShownVerdict.ON_TRACK),
        (0, 2593, ShownVerdict.NOT_PROVEN),  # it can no longer be proven to be met
        (1000, 1593, ShownVerdict.NOT_PROVEN),
        (0, HALF // 10, ShownVerdict.INSUFFICIENT_DATA),
        (2000, HALF // 10, ShownVerdict.AT_RISK),  # what is known is worse than what is not
        (0, HALF, ShownVerdict.INSUFFICIENT_DATA),
    ],
)
def test_running_period_is_told_by_what_is_left(
    bad: int, unknown: int, wanted: ShownVerdict
) -> None:
    assert shown_verdict(november(bad, unknown)) is wanted


@pytest.mark.parametrize(
    ("bad", "unknown", "wanted"),
    [
        (2592, 0, ShownVerdict.MET),
        (2593, 0, ShownVerdict.MISSED),
        (0, 2593, ShownVerdict.NOT_PROVEN),
        (0, HALF, ShownVerdict.INSUFFICIENT_DATA),
    ],
)
def test_closed_period_keeps_its_verdict(bad: int, unknown: int, wanted: ShownVerdict) -> None:
    assert shown_verdict(november(bad, unknown, now=LATER)) is wanted


def test_period_before_the_promise_was_not_promised_then() -> None:
    found = shown_verdict(november(0, now=LATER, is_promised=False))
    assert str(found.label) == "Not promised then"


@pytest.mark.parametrize(
    ("bad", "wanted"), [(0, ShownVerdict.ON_TRACK), (2500, ShownVerdict.AT_RISK)]
)
def test_rolling_window_that_is_met_goes_on(bad: int, wanted: ShownVerdict) -> None:
    good = Fraction(2 * HALF - bad)
    none = Fraction(0)
    counts = Counts(good, Fraction(bad), none, none, none, good, Fraction(bad))
    figure = of(counts, NOW, "rolling-30d", coverage=Fraction(1))
    assert shown_verdict(figure) is wanted


def test_events_that_are_not_decided_yet_prove_nothing_against_it() -> None:
    figure = of(of_events(1000, 0, 50), NOW, "2026-11", coverage=None)
    assert shown_verdict(figure) is ShownVerdict.ON_TRACK
    assert shown_verdict(of(of_events(0, 0, 3), NOW, "2026-11", coverage=None)) is (
        ShownVerdict.INSUFFICIENT_DATA
    )


def test_most_urgent_is_missed_then_at_risk_then_the_one_with_the_least_room() -> None:
    figures = [november(bad) for bad in (0, 1000, 2593, 2500, 2000)]
    used = [figure.counts.bad for figure in sorted(figures, key=urgency)]
    assert used == [2593, 2500, 2000, 1000, 0]
