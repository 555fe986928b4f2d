"""The answers of the API: readers make them, and openapi.json describes them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from statuspage.config import Window
from statuspage.config.kinds.calendar import Weekday
from statuspage.domain.measured.days import Level
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.measured.satisfaction import Disclosure
from statuspage.domain.measured.satisfaction import Survey as SurveyKind
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.site.answers import Answer, At, Figure, Indicator

BASE = "/api/v1"


class SlaVersion(Answer):
    """What a promise said from a time on."""

    version: int
    at: At
    withdrawn: bool
    promise: str
    definition: dict[str, Any] = Field(description="Its keys as in config.toml.")


class Sla(Answer):
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


class Survey(Answer):
    """Ratings so far in the running period; what too few answers must not tell is left out."""

    kind: SurveyKind
    shown: Disclosure
    suppressed: bool
    answers: int | None
    counts: list[int] | None = None  # of each score, the lowest first
    percent: str | None = None
    low: str | None = None
    high: str | None = None
    mean: str | None = None
    score: str | None = None
    margin: str | None = None


class CalendarVersion(Answer):
    """The business hours of requests that came in from a time on; `id` is null round the clock.

    The rows of a period's CSV name `version`. Days that are not named are closed. Due is the first
    instant at which the desk was open for as long as was promised, without the time of waiting; a
    request that still waits is taken as answered now.
    """

    id: str | None
    version: int
    at: At
    timezone: str
    hours: dict[Weekday, list[str]]  # such as 09:00-17:00, on the wall in that zone
    holidays: list[date]


class Failure(Answer):
    """An outage that an incident declares or checks measure; null is what did not happen yet.

    `noticed` is our first word from then on: where we had spoken before, it is `from`.
    """

    from_: At
    noticed: At | None
    to: At | None
    incident: str | None


class Failures(Answer):
    """The failures of the days before `as_of`; one that began earlier only takes up time in it."""

    as_of: At
    days: int
    outages: list[Failure]


class LatencySlot(Answer):
    """How many answers fell into each bucket, and checks that were given up, by how long they took.

    Bucket i holds over g^(i-1) up to g^i milliseconds, g = 101/99, and is shown as 2 g^i / (g + 1),
    rounded up; bucket -1 is 0 ms. A percentile is the bucket at rank ceil(q n) of all of them, "at
    least" from the first bucket with a timeout on.
    """

    from_: At
    answers: dict[int, int]
    timeouts: dict[int, int]


class Latencies(Answer):
    """The hours and the local days that the page of a component shows, the oldest first."""

    as_of: At
    timezone: str
    hours: list[LatencySlot]
    days: list[LatencySlot]


class SlaDetail(Sla):
    """A promise with its versions and the periods that can be asked for, the newest first."""

    versions: list[SlaVersion]
    periods: list[str]
    surveys: list[Survey]
    calendars: list[CalendarVersion]
    failures: Failures | None


class Slas(Answer):
    """Every promise in force."""

    slas: list[Sla]


class ListedComponent(Answer):
    """A component of a group as it is now; `uptime` is of 90 days."""

    id: str
    name: str
    url: str
    state: ComponentState
    uptime: str | None


class Group(Answer):
    """Components under one name: the mean of their 90 days and, beside it, the worst of them."""

    id: str | None
    name: str | None
    mean: str | None
    worst: str | None
    coverage: str | None
    components: list[ListedComponent]


class Components(Answer):
    """Every component that is listed, by group; those without one stand first."""

    as_of: At
    groups: list[Group]


class ComponentDay(Answer):
    """A local day of a component; seconds of its worst state, and of time nobody measured."""

    date: date
    level: Level
    worst: ComponentState
    worst_seconds: int
    unknown_seconds: int


class Stretch(Answer):
    """Time of a component in which nobody could tell how it was."""

    from_: At
    to: At


class Run(Stretch):
    """A state that an incident declared or, without one, that probes measured."""

    state: ComponentState
    incident: str | None


class NewestCheck(Answer):
    """What a probe saw last from one location; `reason` says in plain words why it is not up."""

    location: str | None
    at: At | None
    state: ProbeState | None
    latency_ms: int | None
    reason: str | None


class Probe(Answer):
    """What watches a component, every how many seconds, and what it saw last."""

    id: str
    type: str
    interval: int | None
    newest: list[NewestCheck]


class Assignment(Answer):
    """What one location checks. A value such as "env:NAME" is looked up where it is checked.

    `connectivity` has addresses that tell a failed target from a lost connection.
    """

    location: str
    connectivity: list[str]
    probes: list[dict[str, Any]] = Field(description="Their keys as in config.toml.")


class Component(Answer):
    """A component now and over 90 days. `state` is the worse of `declared` and `measured`.

    `uptime` and `days` are counted from `runs` and `unknown` up to `as_of`; where nothing is said
    it was operational. `uptime_unweighted` has the digits if every impaired minute counts, where
    that is another share.
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
    as_of: At
    timezone: str
    uptime: str | None
    uptime_coverage: str | None
    uptime_unweighted: str | None
    days: list[ComponentDay]
    runs: list[Run]
    unknown: list[Stretch]
    probes: list[Probe]
    failures: Failures | None


class Taken(Answer):
    """How many rows were taken: all of them."""

    taken: int


class Heard(Answer):
    """A call came in."""

    probe: str
    at: At


class HeardVoice(Answer):
    """What somebody said was heard. `page` is for them alone: it shows what becomes of it."""

    page: str
    state: Literal["held", "heard"]
    outcome: str | None = None
    similar: tuple[str, ...] = ()


class ProblemError(Answer):
    """One fault. `line` counts from 1; in an array it is the place in it."""

    line: int | None = None
    field: str | None = None
    detail: str


class Problem(Answer):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError] | None = None
