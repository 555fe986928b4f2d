"""The vocabulary: states of components, incidents and maintenances, in the field's standard words.

Values are those of Statuspage's public API (version 2); `false_alarm` and `cancelled` are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from statuspage.said import Said, said


class ComponentState(StrEnum):
    """How a component is. Ordered from good to bad by `severity`."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    DEGRADED = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def severity(self) -> int:
        return _SEVERITY[self]

    @property
    def label(self) -> Said:
        return _COMPONENT_LABELS[self][0]

    @property
    def small(self) -> Said:
        """The label in the middle of a sentence."""
        return _COMPONENT_LABELS[self][1]


_SEVERITY = {state: rank for rank, state in enumerate(ComponentState)}
_COMPONENT_LABELS = {
    ComponentState.OPERATIONAL: (said("Operational"), said("operational")),
    ComponentState.UNDER_MAINTENANCE: (said("Under maintenance"), said("under maintenance")),
    ComponentState.DEGRADED: (said("Degraded performance"), said("degraded performance")),
    ComponentState.PARTIAL_OUTAGE: (said("Partial outage"), said("partial outage")),
    ComponentState.MAJOR_OUTAGE: (said("Major outage"), said("major outage")),
}

DEFAULT_WEIGHTS: dict[ComponentState, Fraction] = {
    ComponentState.OPERATIONAL: Fraction(0),
    ComponentState.UNDER_MAINTENANCE: Fraction(0),
    ComponentState.DEGRADED: Fraction(0),
    ComponentState.PARTIAL_OUTAGE: Fraction(3, 10),
    ComponentState.MAJOR_OUTAGE: Fraction(1),
}


IMPAIRED = (
    ComponentState.DEGRADED,
    ComponentState.PARTIAL_OUTAGE,
    ComponentState.MAJOR_OUTAGE,
)


def unweighted(weights: Mapping[ComponentState, Fraction]) -> dict[ComponentState, Fraction]:
    """The same with every impaired second counted whole.

    Source: numbers.md, "Availability from incidents": it stands beside every weighted figure.
    """
    return {state: Fraction(bool(weight) or state in IMPAIRED) for state, weight in weights.items()}


def worst(states: Iterable[ComponentState]) -> ComponentState:
    """The worst of some states; operational when there is none."""
    return max(states, key=lambda state: state.severity, default=ComponentState.OPERATIONAL)


class Status(StrEnum):
    """Where an incident or a maintenance stands in its life."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"
    FALSE_ALARM = "false_alarm"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Said:
        return _STATUS_LABELS[self][0]

    @property
    def small(self) -> Said:
        """The label in the middle of a sentence."""
        return _STATUS_LABELS[self][1]

    @property
    def is_open(self) -> bool:
        """Still going on, or still to come."""
        return self not in CLOSED


_STATUS_LABELS = {
    Status.INVESTIGATING: (said("Investigating"), said("investigating")),
    Status.IDENTIFIED: (said("Identified"), said("identified")),
    Status.MONITORING: (said("Monitoring"), said("monitoring")),
    Status.RESOLVED: (said("Resolved"), said("resolved")),
    Status.POSTMORTEM: (said("Postmortem"), said("postmortem")),
    Status.FALSE_ALARM: (said("False alarm"), said("false alarm")),
    Status.SCHEDULED: (said("Scheduled"), said("scheduled")),
    Status.IN_PROGRESS: (said("In progress"), said("in progress")),
    Status.VERIFYING: (said("Verifying"), said("verifying")),
    Status.COMPLETED: (said("Completed"), said("completed")),
    Status.CANCELLED: (said("Cancelled"), said("cancelled")),
}
CLOSED = frozenset(
    {Status.RESOLVED, Status.POSTMORTEM, Status.FALSE_ALARM, Status.COMPLETED, Status.CANCELLED}
)


class Kind(StrEnum):
    """An unplanned incident, or planned work."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"


class Impact(StrEnum):
    """How bad an incident is for the people who use the service."""

    NONE = "none"
    MAINTENANCE = "maintenance"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def severity(self) -> int:
        return _IMPACT_SEVERITY[self]

    @property
    def label(self) -> Said:
        return _IMPACT_LABELS[self]


_IMPACT_SEVERITY = {impact: rank for rank, impact in enumerate(Impact)}
_IMPACT_LABELS = {
    Impact.NONE: said("No impact"),
    Impact.MAINTENANCE: said("Maintenance"),
    Impact.MINOR: said("Minor impact"),
    Impact.MAJOR: said("Major impact"),
    Impact.CRITICAL: said("Critical impact"),
}
