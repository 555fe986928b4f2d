"""What a figure rests on that was measured elsewhere: what was asked when, and the hash of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statuspage.config import Probe, Sla
from statuspage.domain.measured.pulls import Pull
from statuspage.domain.vocabulary.spans import Span
from statuspage.site.page import Context


@dataclass(frozen=True)
class PulledSeries:
    """A series of a source that a figure rests on, and the pulls for its period."""

    id: str
    source: str
    component: str
    query: str  # what it is asked now
    pulls: Sequence[Pull]


def pulled_for(context: Context, sla: Sla, span: Span) -> list[PulledSeries]:
    """The series that an SLA rests on, in the order of config.toml; none without sources."""
    chosen = pulled_probes(context, sla)
    if not chosen:
        return []
    names = [probe.id for probe in chosen]
    found = context.library.pulls.settled_between(names, span.start, span.end)
    return [
        PulledSeries(
            *(probe.id, probe.source or "", probe.component, probe.query or ""),
            found.get(probe.id, ()),
        )
        for probe in chosen
    ]


def pulled_probes(context: Context, sla: Sla) -> list[Probe]:
    """The probes that sources measure, of those that a promise rests on."""
    if sla.source == "incidents":
        return []
    return [
        probe
        for probe in context.settings.probes
        if probe.source is not None and probe.component in sla.components
    ]
