"""What of a figure was measured elsewhere: the series of sources that a promise rests on."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.config import Settings, Sla
from statuspage.domain.promises.late import LateKind
from statuspage.figures.indicator import Indicator


@dataclass(frozen=True)
class Sourced:
    """A series or a ratio of a source, and what that is asked for it."""

    id: str
    source: str
    component: str | None  # none of events
    query: str

    @property
    def told(self) -> str:
        """Both in one line, as it is kept with a figure."""
        return f"{self.source}: {self.query}"


def sourced(settings: Settings, sla: Sla, indicator: Indicator) -> list[Sourced]:
    """Those that a promise rests on, in the order of config.toml."""
    found = []
    if indicator.rests_on(sla, LateKind.CHECKS) is not None:
        found += [
            Sourced(probe.id, probe.source, probe.component, probe.query or "")
            for probe in settings.probes
            if probe.source is not None and probe.component in sla.components
        ]
    if indicator.rests_on(sla, LateKind.RATIOS) is not None:
        found += [
            Sourced(source.pulls_of(ratio), source.id, None, ratio.asked)
            for source in settings.sources
            for ratio in source.ratios
            if ratio.sla == sla.id
        ]
    return found
