"""What pages show of a subject beside the facts: states, bars and figures already worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.days import Day
from statuspage.domain.figure import Figure
from statuspage.domain.site import Component, Group
from statuspage.domain.sla import SlaVersion
from statuspage.domain.states import ComponentState
from statuspage.domain.window import Period


@dataclass(frozen=True)
class ComponentView:
    """A component with its present state, day bars (oldest first) and share of good time."""

    component: Component
    state: ComponentState
    days: Sequence[Day]
    uptime: str  # a percentage without its sign, or "" when there is nothing to say yet
    measured_days: int  # how many days the figure covers


@dataclass(frozen=True)
class GroupView:
    """Some components under a heading; `group` is None for those without one."""

    group: Group | None
    components: Sequence[ComponentView]


@dataclass(frozen=True)
class SlaView:
    """An SLA with its figure for one period."""

    version: SlaVersion
    promise: str  # in plain words
    components: Sequence[Component]
    period: Period
    figure: Figure


@dataclass(frozen=True)
class Month:
    """A month of the history; `path` leads to its page."""

    name: str  # "2026-07"
    start: datetime

    @property
    def path(self) -> str:
        return f"/history/{self.name}"
