"""The shapes of answers, for openapi.json; tests hold every answer against them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from statuspage.config import Indicator, Window
from statuspage.config.values import Model
from statuspage.domain.days import Level
from statuspage.domain.figure import Verdict
from statuspage.domain.states import ComponentState

BASE = "/api/v1"

Number = int | float


class Budget(Model):
    """The error budget, in the unit of the counts."""

    allowed: int
    used: Number
    remaining: Number
    used_percent: str | None


class Figure(Model):
    """One objective in one period. Percentages are digits, rounded never in our favour.

    good + bad + unknown + excluded + future = total; seconds for availability, else events.
    """

    id: str
    title: str
    indicator: Indicator
    period: str
    from_: datetime = Field(alias="from")
    to: datetime
    target: str
    unit: Literal["percent"]
    verdict: Verdict
    value: str | None
    raw_value: str | None
    best_case: str | None
    worst_case: str | None
    coverage: str | None
    as_of: datetime
    good: Number
    bad: Number
    unknown: Number
    excluded: Number
    future: Number
    total: Number
    budget: Budget
    credit: str
    provisional: bool
    definition_version: int
    revision: int
    rule: str


class SlaVersion(Model):
    """What a promise said from a time on."""

    version: int
    at: datetime
    withdrawn: bool
    promise: str


class Sla(Model):
    """A promise with its figure so far in the running period."""

    id: str
    title: str
    promise: str
    indicator: Indicator
    target: str
    window: Window
    timezone: str
    components: list[str]
    withdrawn: bool
    url: str
    current: Figure


class SlaDetail(Sla):
    """A promise with its versions and the periods that can be asked for, the newest first."""

    versions: list[SlaVersion]
    periods: list[str]


class Slas(Model):
    """Every promise in force."""

    slas: list[Sla]


class ComponentDay(Model):
    """A local day of a component; seconds of its worst state, and of time nobody measured."""

    date: date
    level: Level
    worst: ComponentState
    worst_seconds: int
    unknown_seconds: int


class Component(Model):
    """A component now and over 90 days. `state` is the worse of `declared` and `measured`."""

    id: str
    name: str
    description: str
    group: str | None
    url: str
    state: ComponentState
    declared: ComponentState
    measured: ComponentState | None
    watched: bool
    withdrawn: bool
    uptime: str | None
    days: list[ComponentDay]


class Taken(Model):
    """How many rows were taken: all of them."""

    taken: int


class Heard(Model):
    """A call came in."""

    probe: str
    at: datetime


class ProblemError(Model):
    """One fault. `line` counts from 1; in an array it is the place in it."""

    line: int | None = None
    field: str | None = None
    detail: str


class Problem(Model):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError] | None = None
