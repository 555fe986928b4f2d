"""How quickly the budgets of the promises burn at this moment, for staff alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured.availability import Counts
from statuspage.domain.measured.hours import hour_of
from statuspage.domain.promises import burn
from statuspage.domain.promises.burn import AlertPair
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period, current_period
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.measure import in_force, look_ahead, zone_of
from statuspage.figures.objectives import versions_of
from statuspage.figures.reckoning import Question


@dataclass(frozen=True)
class Burning:
    """The burn of one promise: a rate for each window, and the pairs of windows that alert."""

    version: SlaVersion
    rates: Sequence[tuple[AlertPair, Fraction | None, Fraction | None]]  # of the long and the short
    alerts: Sequence[AlertPair]  # the most urgent first


def burning(library: Library, settings: Settings, now: datetime) -> list[Burning]:
    """Each promise with a running period, those that alert first, the most urgent of them first.

    The Library is one that asks each question once.
    """
    standing = [
        version
        for version in library.objectives.current()
        if not version.is_withdrawn and not version.promised.window.startswith("rolling")
    ]
    library.objectives.histories([version.sla for version in standing])
    judging = [_judging(library, version, settings, now) for version in standing]
    look_ahead(
        [
            _question(library, sla, settings, length, now)
            for sla in judging
            for length in burn.WINDOWS
        ]
    )
    found = [
        _burning(library, version, sla, settings, now)
        for version, sla in zip(standing, judging, strict=True)
    ]
    order = {pair: place for place, pair in enumerate(burn.ALERTS)}
    return sorted(found, key=lambda one: min((order[p] for p in one.alerts), default=len(order)))


def _judging(library: Library, version: SlaVersion, settings: Settings, now: datetime) -> Sla:
    newest = version.promised
    period = current_period(newest.window, zone_of(newest, settings.site.timezone), now)
    return in_force(versions_of(library, version.sla), period).promised


def _burning(
    library: Library, version: SlaVersion, sla: Sla, settings: Settings, now: datetime
) -> Burning:
    counts = {length: _counts(library, sla, settings, length, now) for length in burn.WINDOWS}
    rates = [(pair, *_rates(pair, counts, sla.target)) for pair in burn.ALERTS]
    return Burning(version, rates, burn.firing(counts, sla.target))


def _rates(
    pair: AlertPair, counts: Mapping[timedelta, Counts], target: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Nothing of few events: they say little, and of ratings they might say who."""
    if counts[pair.long].measured < burn.FEWEST_EVENTS:
        return None, None
    return burn.burn_rate(counts[pair.long], target), burn.burn_rate(counts[pair.short], target)


def _counts(
    library: Library, sla: Sla, settings: Settings, length: timedelta, now: datetime
) -> Counts:
    question = _question(library, sla, settings, length, now)
    return INDICATORS[sla.indicator].reckon(question).counts


def _question(
    library: Library, sla: Sla, settings: Settings, length: timedelta, now: datetime
) -> Question:
    indicator, start = INDICATORS[sla.indicator], now - length
    if indicator.keeps_whole_hours:  # a window reaches back to where its first one begins
        start = hour_of(start)
    window = Period(f"the last {length}", Span(start, now))
    return Question(library, sla, window, settings, zone_of(sla, settings.site.timezone), now)
