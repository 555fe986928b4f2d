"""How quickly an error budget burns, and when staff should hear of it. Not for public pages.

Source: numbers.md, "Error budget and burn rate"; the pairs of windows are those of the Google SRE
workbook, chapter 5, "Alerting on SLOs".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from statuspage.domain.measured.availability import Counts

FEWEST_EVENTS = 100
"""Under so many events in the long window nothing is said."""


@dataclass(frozen=True)
class AlertPair:
    """A rate that both windows must exceed: the short one says that it still burns."""

    rate: Fraction
    long: timedelta
    short: timedelta


ALERTS = (
    AlertPair(Fraction("14.4"), timedelta(hours=1), timedelta(minutes=5)),
    AlertPair(Fraction(6), timedelta(hours=6), timedelta(minutes=30)),
    AlertPair(Fraction(1), timedelta(days=3), timedelta(hours=6)),
)
"""The most urgent first."""

WINDOWS = frozenset(window for pair in ALERTS for window in (pair.long, pair.short))
"""The lengths, up to now, that `firing` asks counts of."""


def burn_rate(counts: Counts, target: Fraction) -> Fraction | None:
    """The share of bad over the share allowed: at 1 the budget lasts exactly its period.

    None while nothing is measured, and for a target that allows nothing.
    """
    if not counts.measured or target == 1:
        return None
    return counts.bad / counts.measured / (1 - target)


def budget_share(rate: Fraction, window: timedelta, period: timedelta) -> Fraction:
    """The share of a period's budget that this rate uses up in a window."""
    return rate * Fraction(window // timedelta(seconds=1), period // timedelta(seconds=1))


def firing(by_window: Mapping[timedelta, Counts], target: Fraction) -> list[AlertPair]:
    """The pairs of which both windows burn quicker than their rate, the most urgent first.

    `by_window` has the counts of each of WINDOWS up to now.
    """
    return [
        pair
        for pair in ALERTS
        if by_window[pair.long].measured >= FEWEST_EVENTS
        and _exceeds(by_window[pair.long], target, pair.rate)
        and _exceeds(by_window[pair.short], target, pair.rate)
    ]


def _exceeds(counts: Counts, target: Fraction, rate: Fraction) -> bool:
    found = burn_rate(counts, target)
    return found is not None and found > rate
