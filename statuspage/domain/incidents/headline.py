"""The page's first line: component states blended into one, in the words of Statuspage's pages.

Source of the blend: the public samples described by Statuspage's API v2; see `blend`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind
from statuspage.said import Said, said

_MAJOR = ComponentState.MAJOR_OUTAGE
_PARTIAL = ComponentState.PARTIAL_OUTAGE
_DEGRADED = ComponentState.DEGRADED


@dataclass(frozen=True)
class Headline:
    """`indicator` and `description` are those of API v2; `sentence` is what people read."""

    indicator: Impact
    description: str
    sentence: Said
    known_until: datetime | None = None  # nothing is measured since: all of it was so then


@dataclass(frozen=True)
class LastKnown:
    """How the components were when something was measured last, where nothing is now."""

    at: datetime
    states: Collection[ComponentState]


_OPERATIONAL = Headline(Impact.NONE, "All Systems Operational", said("All systems are working."))
_MAINTENANCE = Headline(
    Impact.MAINTENANCE, "Service Under Maintenance", said("Planned maintenance is under way.")
)
_SOME_DEGRADED = Headline(
    Impact.MINOR,
    "Partially Degraded Service",
    said("Some systems are slower or less reliable than usual."),
)
_ALL_DEGRADED = Headline(
    Impact.MINOR,
    "Degraded System Service",
    said("All systems are slower or less reliable than usual."),
)
_SOME_PARTIAL = Headline(
    Impact.MINOR, "Minor Service Outage", said("Some systems are partly out of service.")
)
_SOME_MAJOR = Headline(
    Impact.MAJOR, "Partial System Outage", said("Some systems are out of service.")
)
_ALL_PARTIAL = Headline(
    Impact.MAJOR, "Partial System Outage", said("All systems are partly out of service.")
)
_ALL_MAJOR = Headline(
    Impact.CRITICAL, "Major System Outage", said("All systems are out of service.")
)

_SOME_SILENT = said("No trouble is known. Some systems are not measured now.")
_ALL_SILENT = said("No trouble is known. Nothing is measured now.")

_BY_IMPACT = {
    Impact.MINOR: Headline(
        Impact.MINOR,
        "Minor Service Outage",
        said("We are working on a problem that touches some of you."),
    ),
    Impact.MAJOR: Headline(
        Impact.MAJOR, "Partial System Outage", said("We are working on a serious problem.")
    ),
    Impact.CRITICAL: Headline(
        Impact.CRITICAL, "Major System Outage", said("We are working on a critical problem.")
    ),
}


def blend(states: Collection[ComponentState]) -> Headline:
    """Fold the states of some components into one."""
    if not states:
        return _OPERATIONAL
    if all(state is _MAJOR for state in states):
        return _ALL_MAJOR
    if _MAJOR in states:
        return _SOME_MAJOR
    if all(state is _PARTIAL for state in states):
        return _ALL_PARTIAL
    if _PARTIAL in states:
        return _SOME_PARTIAL
    if all(state is _DEGRADED for state in states):
        return _ALL_DEGRADED
    if _DEGRADED in states:
        return _SOME_DEGRADED
    if ComponentState.UNDER_MAINTENANCE in states:
        return _MAINTENANCE
    return _OPERATIONAL


def headline(
    states: Collection[ComponentState],
    open_incidents: Iterable[Incident],
    silent: int = 0,
    last: LastKnown | None = None,
) -> Headline:
    """The worse of the blend and the worst open incident: it never reads well above an outage.

    `silent` is how many of the components are watched while nothing is known of them now. Where
    that is so of all that are watched, `last` tells how things were before.
    """
    if last is not None:
        return replace(headline(last.states, open_incidents), known_until=last.at)
    blended = blend(states)
    incidents = [i for i in open_incidents if i.kind is Kind.INCIDENT and i.is_open]
    worst = max((i.impact for i in incidents), key=lambda impact: impact.severity, default=None)
    if worst is not None and worst.severity > blended.indicator.severity:
        return _BY_IMPACT[worst]
    if incidents and blended.indicator is Impact.NONE:
        return Headline(
            Impact.NONE,
            "All Systems Operational",
            said("All systems are working. We are looking into a report."),
        )
    if silent and blended is _OPERATIONAL:
        return replace(blended, sentence=_ALL_SILENT if silent == len(states) else _SOME_SILENT)
    return blended
