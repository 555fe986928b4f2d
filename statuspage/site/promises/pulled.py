"""What a figure rests on that was measured elsewhere: what was asked when, and the hash of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statuspage.config import Sla
from statuspage.domain.measured.pulls import Pull
from statuspage.domain.vocabulary.spans import Span
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.sourced import Sourced, sourced
from statuspage.site.page import Context


@dataclass(frozen=True)
class PulledSeries:
    """A series of a source that a figure rests on, and the pulls for its period."""

    of: Sourced
    pulls: Sequence[Pull]


def pulled_for(context: Context, sla: Sla, span: Span) -> list[PulledSeries]:
    """The series that an SLA rests on, in the order of config.toml; none without sources."""
    chosen = resting_on(context, sla)
    if not chosen:
        return []
    names = [one.id for one in chosen]
    found = context.library.pulls.settled_between(names, span.start, span.end)
    return [PulledSeries(one, found.get(one.id, ())) for one in chosen]


def resting_on(context: Context, sla: Sla) -> list[Sourced]:
    """The same without their pulls."""
    return sourced(context.settings, sla, INDICATORS[sla.indicator])
