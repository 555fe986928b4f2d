"""What probes saw of components, as timelines: runs of states, and the time nobody was looking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from statuspage.config import Probe, Settings
from statuspage.domain.availability import Timeline
from statuspage.domain.locations import Panel, Watch, component_timeline, probe_timeline, state_at
from statuspage.domain.samples import StateRun
from statuspage.domain.spans import Span
from statuspage.domain.states import ComponentState
from statuspage.store import measurements
from statuspage.store.measurements import Series

_MOMENT = timedelta(seconds=1)


def timelines(settings: Settings, components: Collection[str], window: Span) -> dict[str, Timeline]:
    """The measured timeline of each of some components over a window.

    A component that no probe watches or ever watched is absent. Time before its first result is
    unknown, as is time after a probe was taken out of the settings.
    """
    configured = {probe.id: probe for probe in settings.probes if probe.component in components}
    series: dict[str, dict[str, list[Series]]] = defaultdict(lambda: defaultdict(list))
    for probe in configured.values():
        series[probe.component][probe.id] = []
    for found in measurements.series_on(components):
        series[found.component][found.probe].append(found)
    return {
        component: component_timeline(
            [
                watch
                for probe, members in probes.items()
                if (watch := _watch(configured.get(probe), members, window)) is not None
            ],
            window,
        )
        for component, probes in series.items()
    }


def timeline_of(probe: Probe, members: list[Series], window: Span) -> Timeline:
    """What one probe saw over a window, from its series. All of it is unknown without results."""
    watch = _watch(probe, members, window)
    return Timeline(unknown=[window]) if watch is None else watch.timeline


def states_now(
    settings: Settings, components: Collection[str], now: datetime
) -> dict[str, ComponentState | None]:
    """What is measured of each watched component at this moment; None while nobody can tell."""
    moment = Span(now, now + _MOMENT)
    found = timelines(settings, components, moment)
    return {component: state_at(timeline, now) for component, timeline in found.items()}


def _watch(probe: Probe | None, members: list[Series], window: Span) -> Watch | None:
    """What one probe saw while it was in force; None when it has not reported yet."""
    starts = [start for one in members if (start := measurements.first_start(one.number))]
    if not starts:
        return None
    runs = {
        one.location: measurements.runs_between(one.number, window.start, window.end)
        for one in members
    }
    end = window.end if probe is not None else _last_end(members, min(starts))
    in_force = Span(min(starts), max(end, min(starts)))
    return Watch(in_force, probe_timeline(runs, window, _panel(probe, len(members))))


def _last_end(members: list[Series], otherwise: datetime) -> datetime:
    """Until when a probe that is gone spoke."""
    tails: list[StateRun] = [run for one in members for run in one.fold.tail]
    return max((run.end for run in tails), default=otherwise)


def _panel(probe: Probe | None, locations: int) -> Panel:
    if probe is None:
        return Panel(max(locations, 1))
    # Locations that report without being named in the settings count as well.
    return Panel(max(len(probe.locations), locations, 1), probe.quorum, probe.vote)
