"""State runs of several locations to one probe, and of several probes to one component.

Source: numbers.md, "Availability from probe results": quorum, vote, ties, and the worst probe at
each instant. Yields timelines; how their seconds count is said in `availability`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Literal

from statuspage.domain.measured.availability import Timeline
from statuspage.domain.measured.samples import ProbeState, StateRun
from statuspage.domain.vocabulary.spans import Span, steps, subtract, union
from statuspage.domain.vocabulary.states import ComponentState, worst

Vote = Literal["majority", "partial"]

OUTAGES = (ComponentState.PARTIAL_OUTAGE, ComponentState.MAJOR_OUTAGE)
"""The states in which something fails, and is not just slow or under planned work."""


class _Unheard(Enum):
    """What is said of time in which too few locations report."""

    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Panel:
    """How the locations of a probe decide together.

    "partial" makes it a partial outage when some but not a majority are down; "majority" makes that
    count as up, and a tie unknown: nobody knows which half is right. Each location confirms its
    failures by itself.
    """

    locations: int = 1  # how many are asked
    quorum: int | None = None  # how many must report; None: more than half
    vote: Vote = "majority"
    names: tuple[str, ...] = ()  # of the locations in the settings, where they were kept

    @property
    def needed(self) -> int:
        return self.locations // 2 + 1 if self.quorum is None else self.quorum


@dataclass(frozen=True)
class Watch:
    """What one probe saw of its component while it was in force."""

    in_force: Span
    timeline: Timeline


def probe_timeline(
    by_location: Mapping[str, Iterable[StateRun]], window: Span, panel: Panel = Panel()
) -> Timeline:
    """One probe over a window, from the runs of each of its locations.

    A majority is more than half of the locations that report at that instant; a location without a
    run then, or with one that is unknown or not confirmed, does not report.
    """
    marks = [
        (Span(run.start, run.end), (location, run.counted))
        for location, runs in by_location.items()
        for run in runs
        if run.counted is not ProbeState.UNKNOWN
    ]
    found: dict[ComponentState | _Unheard, list[Span]] = {}
    for step in steps(marks, window):
        verdict = _decide([state for _, state in step.tags], panel)
        found.setdefault(verdict, []).append(step.span)
    return Timeline(
        runs=[
            (span, state)
            for state, spans in found.items()
            if isinstance(state, ComponentState) and state is not ComponentState.OPERATIONAL
            for span in union(spans)
        ],
        unknown=union(found.get(_Unheard.UNKNOWN, [])),
    )


def joined(pieces: Iterable[Timeline]) -> Timeline:
    """Timelines of one thing, each of another piece of time, as one; what touches is one run."""
    states: dict[ComponentState, list[Span]] = {}
    unknown: list[Span] = []
    for piece in pieces:
        unknown += piece.unknown
        for span, state in piece.runs:
            states.setdefault(state, []).append(span)
    return Timeline(
        [(span, state) for state, spans in states.items() for span in union(spans)], union(unknown)
    )


def _decide(states: Sequence[ProbeState], panel: Panel) -> ComponentState | _Unheard:
    if len(states) < max(panel.needed, 1):
        return _Unheard.UNKNOWN
    down = states.count(ProbeState.DOWN)
    if 2 * down > len(states):
        return ComponentState.MAJOR_OUTAGE
    if down and panel.vote == "partial":
        return ComponentState.PARTIAL_OUTAGE
    troubled = down + states.count(ProbeState.DEGRADED)
    if len(states) in (2 * down, 2 * troubled) and panel.vote == "majority":
        return _Unheard.UNKNOWN
    return ComponentState.DEGRADED if 2 * troubled > len(states) else ComponentState.OPERATIONAL


def component_timeline(watches: Sequence[Watch], window: Span) -> Timeline:
    """One component over a window, as bad as its worst probe at each instant.

    Unknown time of one probe stays unknown beside another that is up, and is bad beside one that is
    down. A probe says nothing of the time before it was set up or after it was taken away; where
    none is in force the component is unknown.
    """
    runs: list[tuple[Span, ComponentState]] = []
    unknown = subtract([window], [watch.in_force for watch in watches])
    for watch in watches:
        reach = watch.in_force.clip(window)
        if reach is not None:
            pieces = ((span.clip(reach), state) for span, state in watch.timeline.runs)
            runs += [(span, state) for span, state in pieces if span is not None]
            unknown += [gap for span in watch.timeline.unknown if (gap := span.clip(reach))]
    return Timeline(runs=sorted(runs), unknown=union(unknown))


def state_at(timeline: Timeline, instant: datetime) -> ComponentState | None:
    """The worst known state at an instant; None when only the lack of knowledge is in force."""
    states = [state for span, state in timeline.runs if span.start <= instant < span.end]
    is_unknown = any(span.start <= instant < span.end for span in timeline.unknown)
    return None if is_unknown and not states else worst(states)


def outages(timeline: Timeline) -> list[Span]:
    """The stretches, in order, in which a timeline tells of a partial or a major outage."""
    return union(span for span, state in timeline.runs if state in OUTAGES)


def without_short_outages(timeline: Timeline, min_run: timedelta) -> Timeline:
    """Leave out the outages that are shorter than an SLA's `min_run`; their time counts as up.

    Give whole outages: one that the window has cut looks shorter than it was.
    """
    short = [span for span in outages(timeline) if span.end - span.start < min_run]
    runs = [
        (part, state)
        for span, state in timeline.runs
        for part in (subtract([span], short) if state in OUTAGES else [span])
    ]
    return Timeline(runs, timeline.unknown, timeline.excluded)
