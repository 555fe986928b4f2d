"""What a figure rests on that was measured elsewhere: what was asked when, and the hash of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from statuspage.config import Sla
from statuspage.domain.measured.pulls import Pull
from statuspage.domain.vocabulary.spans import Span
from statuspage.site.page import Context


@dataclass(frozen=True)
class PulledSeries:
    """A series of a source that a figure rests on, and the pulls for its period."""

    id: str
    source: str
    component: str | None  # none of events
    query: str  # what it is asked now
    pulls: Sequence[Pull] = ()


def pulled_for(context: Context, sla: Sla, span: Span) -> list[PulledSeries]:
    """The series that an SLA rests on, in the order of config.toml; none without sources."""
    chosen = resting_on(context, sla)
    if not chosen:
        return []
    names = [one.id for one in chosen]
    found = context.library.pulls.settled_between(names, span.start, span.end)
    return [replace(one, pulls=found.get(one.id, ())) for one in chosen]


def resting_on(context: Context, sla: Sla) -> list[PulledSeries]:
    """The series that a promise rests on, without their pulls."""
    settings = context.settings
    if sla.source == "incidents":
        return []
    series = [
        PulledSeries(probe.id, probe.source, probe.component, probe.query or "")
        for probe in settings.probes
        if probe.source is not None and probe.component in sla.components
    ]
    return series + [
        PulledSeries(source.pulls_of(ratio), source.id, None, ratio.asked)
        for source in settings.sources
        for ratio in source.ratios
        if ratio.sla == sla.id
    ]
