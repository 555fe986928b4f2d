"""One SLA in one period, frozen or counted anew: definition, counts and figure.

The pages and the command `sla show` both ask here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises import figure
from statuspage.domain.promises.figure import PROMISED, Figure, Promised
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.vocabulary.window import Period, start_of
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.reckoning import Question
from statuspage.figures.sourced import sourced
from statuspage.figures.strictness import strictness


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
    return compute(library, versions, in_force(versions, period), period, settings, now)


def in_force(versions: Sequence[SlaVersion], period: Period) -> SlaVersion:
    """The definition that judges a period, of all (the newest first): that at its beginning.

    So no change rejudges time that has passed. A period that began before the promise was made is
    judged by the oldest; a rolling window, which has no beginning of its own, by the strictest of
    those that were in force within it: what was lowered counts when the window has passed that.
    """
    standing = [version for version in versions if not version.is_withdrawn]
    if not period.is_rolling:
        return next((one for one in standing if one.at <= period.span.start), standing[-1])
    within = [
        version
        for version, end in lasting(versions)
        if not version.is_withdrawn and version.at < period.span.end and end > period.span.start
    ]
    alike = [version for version in within if version.promised.window == period.kind]
    return max(alike or within or standing[-1:], key=lambda version: strictness(version.promised))


def lasting(versions: Sequence[SlaVersion]) -> Iterator[tuple[SlaVersion, datetime]]:
    """Each version with the instant until which it stood; `versions` are all, the newest first."""
    until = [datetime.max.replace(tzinfo=UTC), *(version.at for version in versions)]
    return zip(versions, until, strict=False)


def question(
    library: Library, sla: Sla, period: Period, settings: Settings, now: datetime
) -> Question:
    """What an indicator is asked of one SLA in one period."""
    zone = zone_of(sla, settings.site.timezone)
    return Question(library, sla, period, settings, zone, now)


def look_ahead(questions: Collection[Question]) -> None:
    """Ask the Library at once what the figures of several promises rest on; it remembers."""
    for name in sorted({one.sla.indicator for one in questions}):
        INDICATORS[name].look_ahead([one for one in questions if one.sla.indicator == name])


def compute(
    library: Library,
    versions: Sequence[SlaVersion],
    version: SlaVersion,
    period: Period,
    settings: Settings,
    now: datetime,
) -> Figure:
    """The figure of one SLA in one period as counted now, by this very definition of all."""
    sla = version.promised
    indicator, zone = INDICATORS[sla.indicator], zone_of(sla, settings.site.timezone)
    counted = indicator.reckon(question(library, sla, period, settings, now))
    digits = partial(figure.percent_digits, sla=sla, decimals=counted.decimals)
    found = figure.compose(
        sla,
        version.number,
        period,
        counted.counts,
        now=now,
        coverage=counted.coverage,
        decimals=counted.decimals,
        standing=standing(versions, period, zone),
        known_since=counted.known_since and counted.known_since.astimezone(zone),
        beside=replace(
            counted.beside,
            unweighted=_share(counted.unweighted, digits),
            worst_child=_share(counted.worst_child, digits),
            measured_by=tuple(one.told for one in sourced(settings, sla, indicator)),
        ),
    )
    return indicator.disclosed(found, sla)


def standing(versions: Sequence[SlaVersion], period: Period, zone: ZoneInfo) -> Promised:
    """Whether a promise held in a period: not in one that ended before its first version began.

    `versions` are all of the SLA, the newest first; the newest may state that it was promised
    elsewhere before.
    """
    if period.span.end > versions[-1].at:
        return PROMISED
    since = next((one.promised.since for one in versions if not one.is_withdrawn), None)
    if since is None or period.span.end <= start_of(since, zone):
        return Promised(is_promised=False)
    return Promised(is_since_stated=True)


def _share(counts: Counts | None, digits: Callable[[Fraction, Fraction], str | None]) -> str | None:
    return None if counts is None else digits(counts.good, counts.measured)
