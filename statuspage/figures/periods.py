"""The periods of a promise, each by the window and zone of the version with which it began."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage.config import Sla
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.measure import in_force, lasting, zone_of


def named(versions: Sequence[SlaVersion], name: str, timezone: str, now: datetime) -> Period:
    """The period of that name; `versions` are all, the newest first. Raises InvalidInput."""
    zones = dict.fromkeys(zone_of(one.promised, timezone) for one in versions)
    found = [window.parse_period(name, zone, now, ZoneInfo(timezone)) for zone in zones]
    fitting = (
        period
        for zone, period in zip(zones, found, strict=True)
        if zone_of(in_force(versions, period).promised, timezone) == zone
    )
    return next(fitting, found[0])


def current(versions: Sequence[SlaVersion], timezone: str, now: datetime) -> Period:
    """The period that runs now; of a promise that was withdrawn the last one in which it stood."""
    newest = versions[0]
    sla = newest.promised
    at = min(now, newest.at) if newest.is_withdrawn else now
    found = window.current_period(sla.window, zone_of(sla, timezone), at)
    if newest.is_withdrawn and found.moves:
        return _at_months_end(found, timezone)
    return found


def recent(
    versions: Sequence[SlaVersion], timezone: str, now: datetime, count: int
) -> list[Period]:
    """The running period and those before it in which the promise stood, the newest first.

    Of one that was withdrawn, the last one and those before it. Where its window changed, each
    period is one of the window with which it began.
    """
    last = current(versions, timezone, now)
    found = {last.name: last}
    is_withdrawn = versions[0].is_withdrawn
    for sla in _windows(versions, timezone):
        zone, months = zone_of(sla, timezone), ZoneInfo(timezone)
        upto = min(last.span.end, now) if is_withdrawn else now
        for period in window.recent_periods(sla.window, zone, upto, count + 1, months):
            judged_by = in_force(versions, period).promised
            is_its = judged_by.window == sla.window and zone_of(judged_by, timezone) == zone
            if is_its and stood(versions, period) and not (is_withdrawn and period.moves):
                found.setdefault(period.name, period)
    return sorted(found.values(), key=lambda one: one.span.end, reverse=True)[:count]


def stood(versions: Sequence[SlaVersion], period: Period) -> bool:
    """Whether a promise, or what it was before it was made, can be asked of a period.

    It cannot of one that lies all in a time when the promise was withdrawn.
    """
    return not any(
        version.is_withdrawn and version.at <= period.span.start and period.span.end <= end
        for version, end in lasting(versions)
    )


def _windows(versions: Sequence[SlaVersion], timezone: str) -> Iterator[Sla]:
    """A definition for each window and zone that it ever had, the newest first."""
    seen = set()
    for version in versions:
        key = version.promised.window, zone_of(version.promised, timezone)
        if key not in seen:
            seen.add(key)
            yield version.promised


def _at_months_end(period: Period, timezone: str) -> Period:
    zone = ZoneInfo(timezone)
    name = f"{period.name}-{window.month_of(period.span.end, zone)}"
    return window.parse_period(name, zone, period.span.end, zone)
