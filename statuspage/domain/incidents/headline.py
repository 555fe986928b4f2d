"""The page's first line: what does not work, counted; beside it the words of Statuspage's pages.

Source of the blend: the public samples described by Statuspage's API v2; see `blend`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from statuspage.domain.incidents.gravity import gravity
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import IMPAIRED, ComponentState, Impact, Kind, worst
from statuspage.said import Said, counted, said

_MAJOR = ComponentState.MAJOR_OUTAGE
_PARTIAL = ComponentState.PARTIAL_OUTAGE
_DEGRADED = ComponentState.DEGRADED
_PLANNED = ComponentState.UNDER_MAINTENANCE
_OF_ONE = {
    _DEGRADED: said("{component} is slower or less reliable than usual."),
    _PARTIAL: said("{component} is partly out of service."),
    _MAJOR: said("{component} is down."),
}


class Blend(NamedTuple):
    """Component states folded into one, as API v2 says it."""

    indicator: Impact
    description: str


@dataclass(frozen=True)
class Headline:
    """`indicator` and `description` are those of API v2; the rest is what people read."""

    indicator: Impact
    description: str
    sentence: Said
    worst: ComponentState = ComponentState.OPERATIONAL  # the mark that fits the sentence
    counts: Sequence[Said] = ()  # how many incidents are open, how many parts work
    known_until: datetime | None = None  # nothing is measured since: all of it was so then


@dataclass(frozen=True)
class LastKnown:
    """How the components were when something was measured last, where nothing is now."""

    at: datetime
    parts: Sequence[tuple[Said | str, ComponentState]]


_OPERATIONAL = Blend(Impact.NONE, "All Systems Operational")
_MAINTENANCE = Blend(Impact.MAINTENANCE, "Service Under Maintenance")
_SOME_DEGRADED = Blend(Impact.MINOR, "Partially Degraded Service")
_ALL_DEGRADED = Blend(Impact.MINOR, "Degraded System Service")
_SOME_PARTIAL = Blend(Impact.MINOR, "Minor Service Outage")
_PARTIAL_OUTAGE = Blend(Impact.MAJOR, "Partial System Outage")
_ALL_MAJOR = Blend(Impact.CRITICAL, "Major System Outage")
_BY_IMPACT = {
    Impact.MINOR: _SOME_PARTIAL,
    Impact.MAJOR: _PARTIAL_OUTAGE,
    Impact.CRITICAL: _ALL_MAJOR,
}

_ALL_WORK = said("All systems are working.")
_REPORTED = said("All systems are working. We are looking into a report.")
_SOME_SILENT = said("No trouble is known. Some systems are not measured now.")
_ALL_SILENT = said("No trouble is known. Nothing is measured now.")
_UNDER_WAY = said("Planned maintenance is under way.")
_WITHOUT_PARTS = {
    _DEGRADED: said("We are working on a problem that affects some of you."),
    _PARTIAL: said("We are working on a serious problem."),
    _MAJOR: said("We are working on a critical problem."),
}


def blend(states: Collection[ComponentState]) -> Blend:
    """Fold the states of some components into one."""
    if not states:
        return _OPERATIONAL
    if all(state is _MAJOR for state in states):
        return _ALL_MAJOR
    if _MAJOR in states or all(state is _PARTIAL for state in states):
        return _PARTIAL_OUTAGE
    if _PARTIAL in states:
        return _SOME_PARTIAL
    if all(state is _DEGRADED for state in states):
        return _ALL_DEGRADED
    if _DEGRADED in states:
        return _SOME_DEGRADED
    return _MAINTENANCE if ComponentState.UNDER_MAINTENANCE in states else _OPERATIONAL


def headline(
    parts: Sequence[tuple[Said | str, ComponentState]],
    open_incidents: Iterable[Incident],
    silent: int = 0,
    last: LastKnown | None = None,
) -> Headline:
    """The worse of the blend and the worst open incident: it never reads well above an outage.

    `parts` are the names of the components with their states; `silent` is how many of them are
    watched while nothing is known of them now. Where that is so of all that are watched, `last`
    tells how things were before.
    """
    if last is not None:
        return replace(headline(last.parts, open_incidents), known_until=last.at)
    states = [state for _, state in parts]
    incidents = [i for i in open_incidents if i.kind is Kind.INCIDENT and i.is_open]
    indicator = max(
        [blend(states), *(_BY_IMPACT[i.impact] for i in incidents if i.impact in _BY_IMPACT)],
        key=lambda one: one.indicator.severity,
    )
    without_parts = worst(gravity(i) for i in incidents if not i.declared)
    found = worst([*states, without_parts])
    if without_parts.severity > worst(states).severity:
        sentence = _WITHOUT_PARTS[without_parts]
    elif found in IMPAIRED:
        sentence = _trouble(parts)
    elif incidents and found is ComponentState.OPERATIONAL:
        sentence = _REPORTED
    elif silent and found is ComponentState.OPERATIONAL:
        sentence = _ALL_SILENT if silent == len(states) else _SOME_SILENT
    else:
        is_planned = found is ComponentState.UNDER_MAINTENANCE
        sentence = _planned(parts, silent) if is_planned else _ALL_WORK
    return Headline(*indicator, sentence, found, tuple(_counts(states, found, len(incidents))))


def _planned(parts: Sequence[tuple[Said | str, ComponentState]], silent: int) -> Said:
    """What is worked on, and that all else works; not that where some of it tells nothing."""
    chosen = [name for name, state in parts if state is _PLANNED]
    if len(chosen) == len(parts):
        return _UNDER_WAY
    if len(chosen) == 1 and silent:
        return said("{component} is under maintenance. No trouble is known.", component=chosen[0])
    if len(chosen) == 1:
        return said("{component} is under maintenance. All else works.", component=chosen[0])
    if silent:
        return counted(
            "{count} part is under maintenance. No trouble is known.",
            "{count} parts are under maintenance. No trouble is known.",
            len(chosen),
        )
    return counted(
        "{count} part is under maintenance. All else works.",
        "{count} parts are under maintenance. All else works.",
        len(chosen),
    )


def _trouble(parts: Sequence[tuple[Said | str, ComponentState]]) -> Said:
    """What does not work: by its name when it is one part, else how many."""
    troubled = [(name, state) for name, state in parts if state in IMPAIRED]
    if len(troubled) == 1:
        [(name, state)] = troubled
        return replace(_OF_ONE[state], params={"component": name})
    down = sum(state is _MAJOR for _, state in troubled)
    rest = len(troubled) - down
    if all(state is _DEGRADED for _, state in troubled):
        return counted(
            "{count} part is slower or less reliable than usual.",
            "{count} parts are slower or less reliable than usual.",
            rest,
        )
    if not rest:
        return counted("{count} part is down.", "{count} parts are down.", down)
    is_slow = any(state is _DEGRADED for _, state in troubled)  # which works, only not well
    if not down:
        return (
            counted("{count} part has problems.", "{count} parts have problems.", rest)
            if is_slow
            else counted(
                "{count} part works only in part.", "{count} parts work only in part.", rest
            )
        )
    return said(
        "{down}, {others}.",
        down=counted("{count} part is down", "{count} parts are down", down),
        others=counted("{count} has problems", "{count} have problems", rest)
        if is_slow
        else counted("{count} works only in part", "{count} work only in part", rest),
    )


def _counts(
    states: Sequence[ComponentState], found: ComponentState, incidents: int
) -> Iterator[Said]:
    """How many incidents are open, how much is worked on, and how much works as usual."""
    if incidents:
        yield counted("{count} incident is open.", "{count} incidents are open.", incidents)
    if found is _PLANNED:
        return  # the sentence says the rest
    planned = states.count(_PLANNED)
    if planned:
        yield counted(
            "{count} part is under maintenance.", "{count} parts are under maintenance.", planned
        )
    working = sum(state is ComponentState.OPERATIONAL for state in states)
    if working < len(states):
        yield said(
            "{working} of {parts} work as usual.",
            working=working,
            parts=counted("{count} part", "{count} parts", len(states)),
        )
