"""The settings in force for staff: each component, probe and SLA with its line and its health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState, Series, StateRun
from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.domain.vocabulary.site import Component
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState, worst
from statuspage.figures import measured
from statuspage.render.views import SlaView
from statuspage.site.measured import reasons
from statuspage.site.measured.components import declared_state
from statuspage.site.page import Context
from statuspage.site.promises import slas

Lines = Mapping[tuple[str, str], int]
_RUNS_LOOKED_AT = 50


@dataclass(frozen=True)
class SeenComponent:
    """A component; `line` is 0 where the file on disk does not name it."""

    component: Component
    line: int
    state: ComponentState
    is_watched: bool

    @property
    def is_well(self) -> bool:
        return self.state is ComponentState.OPERATIONAL and self.line > 0


@dataclass(frozen=True)
class SeenProbe:
    """A probe at one location: its last check, and its last failure among its newest runs."""

    probe: str
    line: int
    kind: str
    component: str
    location: str
    state: ProbeState | None  # None before the first check
    at: datetime | None
    reason: Reason | None
    failure: StateRun | None
    failed_by: Sequence[Reason] = ()

    @property
    def is_well(self) -> bool:
        return self.state is ProbeState.UP and self.line > 0


@dataclass(frozen=True)
class SeenSla:
    """An SLA with its figure for the running period."""

    card: SlaView
    line: int

    @property
    def is_well(self) -> bool:
        return not shown_verdict(self.card.figure).needs_attention and self.line > 0


def seen_components(context: Context, lines: Lines) -> list[SeenComponent]:
    """Every listed component with its state now."""
    settings = context.settings
    listed = context.library.components.listed()
    states = measured.states_now(context.library, settings, [one.id for one in listed], context.now)
    going_on = context.library.incidents.open_ones()
    watched = {probe.component for probe in settings.probes}
    return [
        SeenComponent(
            component=one,
            line=lines.get(("components", one.id), 0),
            state=worst(
                [
                    declared_state(one.id, going_on),
                    states.get(one.id) or ComponentState.OPERATIONAL,
                ]
            ),
            is_watched=one.id in watched,
        )
        for one in listed
    ]


def seen_probes(context: Context, lines: Lines) -> list[SeenProbe]:
    """Every probe in the order of the file, once for each location that reported."""
    settings, measurements = context.settings, context.library.measurements
    found: list[SeenProbe] = []
    by_probe: dict[str, list[Series]] = {}
    watched = list(dict.fromkeys(probe.component for probe in settings.probes))
    for series in chain.from_iterable(measurements.series_on(watched).values()):
        by_probe.setdefault(series.probe, []).append(series)
    names = [probe.id for probe in settings.probes]
    told = reasons.newest(context.library, names, context.now)
    for probe in settings.probes:
        place = ("probes", probe.id) if probe.source is None else ("sources", probe.source)
        known = (probe.id, lines.get(place, 0), probe.type, probe.component)
        for series in by_probe.get(probe.id, []):
            newest = measurements.newest_sample(series.number, context.now)
            state, at = (newest.state, newest.at) if newest else (None, series.fold.last)
            why = reasons.of_sample(told, probe.id, series.location, newest)
            failure = _last_failure(context, series.number)
            failed_by = _failed_by(context, series, failure)
            found.append(SeenProbe(*known, series.location, state, at, why, failure, failed_by))
        if probe.id not in by_probe:
            found.append(SeenProbe(*known, "", None, None, None, None))
    return found


def seen_slas(context: Context, lines: Lines) -> list[SeenSla]:
    """Every SLA with its running figure and verdict."""
    return [SeenSla(card, lines.get(("slas", card.version.sla), 0)) for card in slas.cards(context)]


def _failed_by(context: Context, series: Series, failure: StateRun | None) -> Sequence[Reason]:
    if failure is None:
        return ()
    told = context.library.reasons.between([series.probe], failure.start, failure.end)
    here = [one for one in told if one.location == series.location]
    return reasons.during(here, Span(failure.start, failure.end))


def _last_failure(context: Context, series: int) -> StateRun | None:
    runs = context.library.measurements.last_runs(series, context.now, _RUNS_LOOKED_AT)
    return next((run for run in reversed(runs) if run.state is ProbeState.DOWN), None)
