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
class Uptime:
    """The share of good time over the days shown."""

    words: str  # "99.95%", or that no failure was seen in what was measured
    coverage: str  # the share of time that is known, as "75%"; "" when all of it is
    days: int  # how many days are known


@dataclass(frozen=True)
class ComponentView:
    """A component with its present state, day bars (oldest first) and share of good time.

    `state` is the worse of what is measured and what staff declare.
    """

    component: Component
    state: ComponentState
    declared: ComponentState
    measured: ComponentState | None  # None: nobody can tell at the moment
    is_watched: bool  # by a probe
    days: Sequence[Day]
    uptime: Uptime | None  # None while there is nothing to say yet


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
