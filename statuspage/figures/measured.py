"""What probes saw of components, as timelines: runs of states, and the time nobody was looking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, pairwise

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
from statuspage.domain.measured.samples import ProbeState, Series, StateRun
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.states import ComponentState

_MOMENT = timedelta(seconds=1)
_HEARD = timedelta(days=7)
"""So long after its last word a location that no settings name still counts for the quorum."""


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
    unknown, as is time after a probe was taken out of the settings, and all time since a probe
    was configured in which it did not report.
    """
    seen = _asked(library, settings, components, window)
    return {
        component: library.once(
            ("timeline", component, window),
            partial(_timeline, by_probe, seen.configured, window, seen.known),
        )
        for component, by_probe in seen.series.items()
    }


@dataclass(frozen=True)
class _Seen:
    """What was asked of some components: their series by probe, and what is known of these."""

    series: Mapping[str, Mapping[str, list[Series]]]
    configured: Collection[str]
    known: _Known


def _asked(
    library: Library, settings: Settings, components: Collection[str], window: Span
) -> _Seen:
    configured = {probe.id: probe for probe in settings.probes if probe.component in components}
    series: dict[str, dict[str, list[Series]]] = defaultdict(lambda: defaultdict(list))
    for probe in configured.values():
        series[probe.component][probe.id] = []
    watched = library.measurements.series_on(components)
    watching = [one for some in watched.values() for one in some]
    for found in watching:
        series[found.component][found.probe].append(found)
    return _Seen(series, configured, _known(library, watching, configured, window))


def _timeline(
    by_probe: Mapping[str, list[Series]], configured: Collection[str], window: Span, known: _Known
) -> Timeline:
    """What the probes of one component saw together."""
    watches = (
        _watch(probe, probe in configured, members, window, known)
        for probe, members in by_probe.items()
    )
    return component_timeline([watch for watch in watches if watch is not None], window)


def timeline_of(library: Library, probe: Probe, members: list[Series], window: Span) -> Timeline:
    """What one probe saw over a window, from its series. All of it is unknown without results."""
    known = _known(library, members, [probe.id], window)
    watch = _watch(probe.id, True, members, window, known)
    return Timeline(unknown=[window]) if watch is None else watch.timeline


def states_now(
    library: Library, settings: Settings, components: Collection[str], now: datetime
) -> dict[str, ComponentState | None]:
    """What is measured of each watched component at this moment; None while nobody can tell.

    A failure that waits for its confirmation changes nothing of the present state yet.
    """
    moment = Span(now, now + _MOMENT)
    seen = _asked(library, settings, components, moment)
    members = [one for some in seen.series.values() for two in some.values() for one in two]
    runs = {one.number: _before_confirmation(one, seen.known.runs[one.number]) for one in members}
    known = replace(seen.known, runs=runs)
    return {
        component: library.once(
            ("state", component, now),
            partial(_state, by_probe, seen.configured, moment, known),
        )
        for component, by_probe in seen.series.items()
    }


def _state(
    by_probe: Mapping[str, list[Series]], configured: Collection[str], moment: Span, known: _Known
) -> ComponentState | None:
    """What the probes of one component see together."""
    return state_at(_timeline(by_probe, configured, moment, known), moment.start)


def _before_confirmation(one: Series, runs: Sequence[StateRun]) -> Sequence[StateRun]:
    """Runs of a moment, one that waits for its confirmation in the state that stood before it."""
    before = ProbeState.DEGRADED if one.fold.is_slow else ProbeState.UP
    return [
        run if run.is_confirmed else replace(run, state=before, is_confirmed=True) for run in runs
    ]


def look_ahead(
    library: Library, settings: Settings, components: Collection[str], window: Span
) -> None:
    """Ask at once what timelines of each of some components will ask."""
    watched = library.measurements.series_on(components)
    watching = [one for some in watched.values() for one in some]
    configured = [probe.id for probe in settings.probes if probe.component in components]
    _known(library, watching, configured, window)


def _known(
    library: Library, members: Collection[Series], configured: Iterable[str], window: Span
) -> _Known:
    numbers = [one.number for one in members]
    runs = library.measurements.runs_of(numbers, window.start - _HEARD, window.end)
    versions = library.probes.versions({*configured, *(one.probe for one in members)})
    return _Known(library.measurements.first_starts(numbers), runs, versions)


def _watch(
    probe: str, is_configured: bool, members: list[Series], window: Span, known: _Known
) -> Watch | None:
    """What one probe saw while it was in force; None where nothing says that it ever was."""
    starts = [known.starts[one.number] for one in members if one.number in known.starts]
    versions = known.versions.get(probe, ())
    if is_configured:
        starts += [version.at for version in versions[:1]]
    if not starts:
        return None
    runs = {one.location: known.runs[one.number] for one in members}
    end = window.end if is_configured else _last_end(members, min(starts))
    panels = _panels(versions, runs, window)
    timeline = joined(
        probe_timeline(runs, piece, panel) for piece, panel in _pieces(panels, window)
    )
    return Watch(Span(min(starts), max(end, min(starts))), timeline)


def _last_end(members: list[Series], otherwise: datetime) -> datetime:
    """Until when a probe that is gone spoke."""
    tails: list[StateRun] = [run for one in members for run in one.fold.tail]
    return max((run.end for run in tails), default=otherwise)


def _panels(
    versions: Sequence[ProbeVersion], runs: Mapping[str, Sequence[StateRun]], window: Span
) -> Dated[Panel]:
    """Who decided when. Each time keeps the rule in force then, and the locations that count then.

    Beside those that the settings name these are the ones that have reported lately.
    """
    rules = [(version.at, version.panel) for version in versions] or [(window.start, Panel())]
    heard = {
        location: union(Span(run.start, run.end + _HEARD) for run in some)
        for location, some in runs.items()
    }
    edges = chain.from_iterable((one.start, one.end) for some in heard.values() for one in some)
    found = []
    for edge in sorted({window.start, *(since for since, _ in rules), *edges}):
        lately = {
            location
            for location, some in heard.items()
            if any(one.start <= edge < one.end for one in some)
        }
        found.append((edge, _sized(in_force(rules, edge), lately)))
    return found


def _sized(rule: Panel, lately: Collection[str]) -> Panel:
    """A rule with the number of locations that count."""
    if rule.names:
        return replace(rule, locations=len({*rule.names, *lately}))
    return replace(rule, locations=max(rule.locations, len(lately), 1))


def _pieces(panels: Dated[Panel], window: Span) -> Iterator[tuple[Span, Panel]]:
    """The window, cut where another panel comes into force."""
    inside = [since for since, _ in panels if window.start < since < window.end]
    for start, end in pairwise([window.start, *inside, window.end]):
        yield Span(start, end), in_force(panels, start)
