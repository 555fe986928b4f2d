"""How grave an entry that goes on is for readers: what it declares, and what stands first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, worst

_BY_IMPACT = {
    Impact.MINOR: ComponentState.DEGRADED,
    Impact.MAJOR: ComponentState.PARTIAL_OUTAGE,
    Impact.CRITICAL: ComponentState.MAJOR_OUTAGE,
    Impact.MAINTENANCE: ComponentState.UNDER_MAINTENANCE,
}


def gravity(incident: Incident) -> ComponentState:
    """The worst state it declares; of one that names no component, what its impact amounts to."""
    if incident.kind is Kind.MAINTENANCE:
        return ComponentState.UNDER_MAINTENANCE
    return gravity_of(incident.declared, incident.impact)


def gravity_of(declared: Mapping[str, ComponentState], impact: Impact) -> ComponentState:
    """The worst of the states that an incident declares; without any, what its impact says."""
    if not declared:
        return _BY_IMPACT.get(impact, ComponentState.OPERATIONAL)
    return worst(declared.values())


def gravest_first(incidents: Iterable[Incident], now: datetime) -> list[Incident]:
    """By gravity, then how many components are touched, an overdue word, and age."""

    def rank(incident: Incident) -> tuple[int, int, bool, datetime]:
        touched = sum(
            state is not ComponentState.OPERATIONAL for state in incident.declared.values()
        )
        is_on_time = incident.first_due is None or incident.first_due >= now
        return -gravity(incident).severity, -touched, is_on_time, incident.started_at

    return sorted(incidents, key=rank)
