"""What probes saw of components, as timelines: runs of states, and the time nobody was looking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from statuspage.config import Probe, Settings
from statuspage.domain.library.library import Library
from statuspage.domain.measured.availability import Timeline
from statuspage.domain.measured.locations import (
    Panel,
    Watch,
    component_timeline,
    joined,
    probe_timeline,
    state_at,
)
from statuspage.domain.measured.pace import Dated, in_force
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Series, StateRun
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState

_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class _Known:
    """What the store has of some series, by their numbers or probes, fetched at once."""

    starts: Mapping[int, datetime]  # of the first run of each
    runs: Mapping[int, Sequence[StateRun]]
    versions: Mapping[str, Sequence[ProbeVersion]]


def timelines(
    library: Library, settings: Settings, components: Collection[str], window: Span
) -> dict[str, Timeline]:
    """The measured timeline of each of some components over a window.

    A component that no probe watches or ever watched is absent. Time before its first result is
    unknown, as is time after a probe was taken out of the settings.
    """
    configured = {probe.id: probe for probe in settings.probes if probe.component in components}
    series: dict[str, dict[str, list[Series]]] = defaultdict(lambda: defaultdict(list))
    for probe in configured.values():
        series[probe.component][probe.id] = []
    watching = library.measurements.series_on(components)
    for found in watching:
        series[found.component][found.probe].append(found)
    known = _known(library, watching, window)
    return {
        component: component_timeline(
            [
                watch
                for probe, members in by_probe.items()
                if (watch := _watch(configured.get(probe), members, window, known)) is not None
            ],
            window,
        )
        for component, by_probe in series.items()
    }


def timeline_of(library: Library, probe: Probe, members: list[Series], window: Span) -> Timeline:
    """What one probe saw over a window, from its series. All of it is unknown without results."""
    watch = _watch(probe, members, window, _known(library, members, window))
    return Timeline(unknown=[window]) if watch is None else watch.timeline


def states_now(
    library: Library, settings: Settings, components: Collection[str], now: datetime
) -> dict[str, ComponentState | None]:
    """What is measured of each watched component at this moment; None while nobody can tell."""
    moment = Span(now, now + _MOMENT)
    found = timelines(library, settings, components, moment)
    return {component: state_at(timeline, now) for component, timeline in found.items()}


def _known(library: Library, members: Collection[Series], window: Span) -> _Known:
    numbers = [one.number for one in members]
    runs = library.measurements.runs_of(numbers, window.start, window.end)
    versions = library.probes.versions({one.probe for one in members})
    return _Known(library.measurements.first_starts(numbers), runs, versions)


def _watch(probe: Probe | None, members: list[Series], window: Span, known: _Known) -> Watch | None:
    """What one probe saw while it was in force; None when it has not reported yet."""
    starts = [known.starts[one.number] for one in members if one.number in known.starts]
    if not starts:
        return None
    runs = {one.location: known.runs[one.number] for one in members}
    end = window.end if probe is not None else _last_end(members, min(starts))
    panels = _panels(known.versions.get(members[0].probe, ()), starts)
    timeline = joined(
        probe_timeline(runs, piece, panel) for piece, panel in _pieces(panels, window)
    )
    return Watch(Span(min(starts), max(end, min(starts))), timeline)


def _last_end(members: list[Series], otherwise: datetime) -> datetime:
    """Until when a probe that is gone spoke."""
    tails: list[StateRun] = [run for one in members for run in one.fold.tail]
    return max((run.end for run in tails), default=otherwise)


def _panels(versions: Sequence[ProbeVersion], starts: Sequence[datetime]) -> Dated[Panel]:
    """Who decided when. Each time keeps the rule in force then, and the locations known by then.

    Locations that report without being named in the settings count as well.
    """
    rules = [(version.at, version.panel) for version in versions] or [(min(starts), Panel())]
    found = []
    for edge in sorted({since for since, _ in rules} | set(starts)):
        rule = in_force(rules, edge)
        reporting = sum(start <= edge for start in starts)
        found.append((edge, replace(rule, locations=max(rule.locations, reporting, 1))))
    return found


def _pieces(panels: Dated[Panel], window: Span) -> Iterator[tuple[Span, Panel]]:
    """The window, cut where another panel comes into force."""
    inside = [since for since, _ in panels if window.start < since < window.end]
    for start, end in pairwise([window.start, *inside, window.end]):
        yield Span(start, end), in_force(panels, start)
