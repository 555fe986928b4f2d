"""The shapes of answers, for openapi.json; tests hold every answer against them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from statuspage.config import Window
from statuspage.config.values import Model
from statuspage.domain.measured.days import Level
from statuspage.domain.measured.satisfaction import Disclosure
from statuspage.domain.measured.satisfaction import Survey as SurveyKind
from statuspage.domain.promises.figure import Verdict
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.figures.indicators import INDICATORS
from statuspage.site.api.proof_shapes import CalendarVersion, Failures

BASE = "/api/v1"

Number = int | float
Indicator = Annotated[str, WithJsonSchema({"enum": list(INDICATORS), "type": "string"})]


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
    definition: dict[str, Any] = Field(description="Its keys as in config.toml.")


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


class Survey(Model):
    """Ratings so far in the running period; what too few answers must not tell is left out."""

    kind: SurveyKind
    shown: Disclosure
    answers: int | str
    counts: list[int] | None = None  # of each score, the lowest first
    percent: str | None = None
    low: str | None = None
    high: str | None = None
    mean: str | None = None
    score: str | None = None
    margin: str | None = None


class SlaDetail(Sla):
    """A promise with its versions and the periods that can be asked for, the newest first."""

    versions: list[SlaVersion]
    periods: list[str]
    surveys: list[Survey]
    calendars: list[CalendarVersion]
    failures: Failures | None


class Slas(Model):
    """Every promise in force."""

    slas: list[Sla]


class ListedComponent(Model):
    """A component of a group as it is now; `uptime` is of 90 days."""

    id: str
    name: str
    url: str
    state: ComponentState
    uptime: str | None


class Group(Model):
    """Components under one name: the mean of their 90 days and, beside it, the worst of them."""

    id: str | None
    name: str | None
    mean: str | None
    worst: str | None
    coverage: str | None
    components: list[ListedComponent]


class Components(Model):
    """Every component that is listed, by group; those without one stand first."""

    as_of: datetime
    groups: list[Group]


class ComponentDay(Model):
    """A local day of a component; seconds of its worst state, and of time nobody measured."""

    date: date
    level: Level
    worst: ComponentState
    worst_seconds: int
    unknown_seconds: int


class Stretch(Model):
    """Time of a component in which nobody could tell how it was."""

    from_: datetime = Field(alias="from")
    to: datetime


class Run(Stretch):
    """A state that an incident declared or, without one, that probes measured."""

    state: ComponentState
    incident: str | None


class Probe(Model):
    """What watches a component, and every how many seconds."""

    id: str
    type: str
    interval: int | None


class Component(Model):
    """A component now and over 90 days. `state` is the worse of `declared` and `measured`.

    `uptime` and `days` are counted from `runs` and `unknown` up to `as_of`; where nothing is said
    it was operational.
    """

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
    as_of: datetime
    timezone: str
    uptime: str | None
    uptime_coverage: str | None
    days: list[ComponentDay]
    runs: list[Run]
    unknown: list[Stretch]
    probes: list[Probe]
    failures: Failures | None


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
