"""One SLA in one period, frozen or counted anew: definition, counts and figure.

The pages and the command `sla show` both ask here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.promises import figure
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.strictness import strictness
from statuspage.figures.tally import Question


def zone_of(sla: Sla, timezone: str) -> ZoneInfo:
    """The zone of its months: its own, or the site's."""
    return ZoneInfo(sla.timezone or timezone)


def measure(
    library: Library,
    versions: Sequence[SlaVersion],
    period: Period,
    now: datetime,
) -> Figure:
    """The figure of an SLA in one period: the frozen one, else counted from what is known.

    `versions` are all of the SLA, the newest first.
    """
    if not period.is_running(now):  # one that runs cannot be published: of that it rests on nothing
        published = library.figures.newest(versions[0].sla, period.name)
        if published is not None:
            return published
    settings = library.settings.current_settings()
    if period.is_running(now) or period.moves:
        library.holds_until(now.replace(second=0) + timedelta(minutes=1))
    library.holds_until(period.span.end + settings.store.freeze_after)
    return compute(library, in_force(versions, period), period, settings, now)


def in_force(versions: Sequence[SlaVersion], period: Period) -> SlaVersion:
    """The definition that judges a period, of all (the newest first): that at its beginning.

    So no change rejudges time that has passed. A period that began before the promise was made is
    judged by the oldest; a rolling window, which has no beginning of its own, by the strictest of
    those that were in force within it: what was lowered counts when the window has passed that.
    """
    standing = [version for version in versions if not version.is_withdrawn]
    if not period.is_rolling:
        return next((one for one in standing if one.at <= period.span.start), standing[-1])
    until = [datetime.max.replace(tzinfo=UTC), *(version.at for version in versions)]
    within = [
        version
        for version, end in zip(versions, until, strict=False)
        if not version.is_withdrawn and version.at < period.span.end and end > period.span.start
    ]
    alike = [version for version in within if version.promised.window == period.kind]
    return max(alike or within or standing[-1:], key=lambda version: strictness(version.promised))


def question(
    library: Library, sla: Sla, period: Period, settings: Settings, now: datetime
) -> Question:
    """What an indicator is asked of one SLA in one period."""
    zone = zone_of(sla, settings.site.timezone)
    return Question(library, sla, period, settings, zone, now)


def compute(
    library: Library, version: SlaVersion, period: Period, settings: Settings, now: datetime
) -> Figure:
    """The figure of one SLA in one period as counted now, by this very definition."""
    sla = version.promised
    indicator = INDICATORS[sla.indicator]
    counted = indicator.tally(question(library, sla, period, settings, now))
    found = figure.compose(
        sla,
        version.number,
        period,
        counted.counts,
        now=now,
        coverage=counted.coverage,
        decimals=counted.decimals,
        is_provisional=now < period.span.end + settings.store.freeze_after,
    )
    found = replace(
        found, unconfirmed=counted.unconfirmed, can_miss_seconds=counted.can_miss_seconds
    )
    return indicator.disclosed(found, sla)
