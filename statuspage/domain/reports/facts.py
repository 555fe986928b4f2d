"""What is counted for a report: numbers and keys, never sentences, in the order of telling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.promises.figure import Verdict
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.vocabulary.states import Impact, Status


@dataclass(frozen=True)
class Awaited:
    """A promise of which nothing was published for the period."""

    sla: str
    title: str


@dataclass(frozen=True)
class TrendPoint:
    """A published figure of a trend: percentages are digits, None where nothing was measured."""

    period: str
    value: str | None
    worst_case: str | None
    share: str | None  # how high it stands in a chart
    target: str
    verdict: Verdict
    definition_version: int
    revision: int


@dataclass(frozen=True)
class Trend:
    """The published figures of one promise over thirteen months, the oldest first."""

    sla: str
    title: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class ReportedIncident:
    """An incident of the period with its three clocks."""

    key: str
    impact: Impact
    status: Status
    components: tuple[str, ...]
    impact_from: datetime
    impact_until: datetime | None  # None while it goes on
    noticed_at: datetime  # the first public word
    resolved_at: datetime | None
    lag: int  # seconds from the start of impact to the first public word
    longest_silence: int | None  # seconds; None while that is not known
    is_measured: bool  # by checks, beyond what was said of it
    cause: Cause | None  # as its postmortem says
    told_first: bool | None  # whether readers heard of it from us first; None: nobody stated it

    @property
    def seconds(self) -> int | None:
        """How long it hurt; None while it goes on."""
        return _seconds(self.impact_from, self.impact_until)


@dataclass(frozen=True)
class ReportedPromise:
    """A promise that was due in the period and was not kept: a next word, or a pledge."""

    kind: str  # "update", or that of a pledge
    key: str
    path: str  # where it stands
    due: datetime
    evidence_at: datetime | None
    state: PromiseState

    @property
    def page(self) -> str:
        """The page that it is told on, whose title names what it is about."""
        return self.path.partition("#")[0]


@dataclass(frozen=True)
class ReportedPromises:
    """What became of the promises that were due in the period, by their states."""

    updates: Mapping[str, int]
    pledges: Mapping[str, int]
    not_kept: tuple[ReportedPromise, ...]  # broken ones first


@dataclass(frozen=True)
class PriorityShare:
    """How many cases of one priority were in time; "" is that of cases without one."""

    priority: str
    good: int
    bad: int
    undecided: int


@dataclass(frozen=True)
class SupportScore:
    """One promise of support in one period, by priority."""

    sla: str
    title: str
    period: str
    shares: tuple[PriorityShare, ...]


@dataclass(frozen=True)
class ReportedRating:
    """How satisfied those were who answered. Of few answers no more is told than that."""

    sla: str
    title: str
    period: str
    n: int | None  # None where they are too few to be told
    satisfied: int | None
    low: str | None  # the 95 % interval, digits; None under 30 answers
    high: str | None


@dataclass(frozen=True)
class ReportedWork:
    """Planned work of the period."""

    key: str
    components: tuple[str, ...]
    announced_at: datetime  # when its window was, as it stood at last
    start: datetime
    end: datetime
    began_at: datetime | None
    ended_at: datetime | None  # None while it goes on, or when it never began
    status: Status

    @property
    def notice(self) -> int:
        """Seconds from the announcement to the start; negative where it came afterwards."""
        return int((self.start - self.announced_at).total_seconds())

    @property
    def overran(self) -> int:
        """Seconds that it went on after its window."""
        return 0 if self.ended_at is None else max(0, _seconds(self.end, self.ended_at) or 0)


@dataclass(frozen=True)
class ReportedMaintenance:
    """Planned work, and the seconds within the period that it was to take and took."""

    planned: int
    took: int
    works: tuple[ReportedWork, ...]


@dataclass(frozen=True)
class ReportedFeedback:
    """How people who asked for something were answered."""

    asked: int  # in the period
    answered: int  # in the period
    in_time: int  # of those that had a promised time
    late: int
    waiting: int  # at its end
    waiting_late: int  # of these, longer than was promised
    median_days: str | None  # to an answer, such as "5/2"
    declined: Mapping[str, int]  # by the kind of reason; "" for none

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.asked or self.answered or self.waiting or self.declined)

    @property
    def median(self) -> Fraction | None:
        """Days to an answer, of those that were given."""
        return None if self.median_days is None else Fraction(self.median_days)


@dataclass(frozen=True)
class ReportedChange:
    """A change of the period."""

    slug: str
    type: str
    at: datetime
    is_breaking: bool


@dataclass(frozen=True)
class FigureCorrection:
    """A figure that was published again in the period, with what stood before."""

    before: FrozenRevision
    after: FrozenRevision


@dataclass(frozen=True)
class ReportCorrection:
    """A report that was published again in the period."""

    period: str
    revision: int
    at: datetime


@dataclass(frozen=True)
class ReportFacts:
    """All that was counted, in the order in which it is told: bad news first."""

    figures: tuple[FrozenRevision, ...]  # missed ones first
    awaited: tuple[Awaited, ...]
    trends: tuple[Trend, ...]
    incidents: tuple[ReportedIncident, ...]  # the worst first
    false_alarms: int
    promises: ReportedPromises
    support: tuple[SupportScore, ...]
    ratings: tuple[ReportedRating, ...]
    maintenance: ReportedMaintenance
    feedback: ReportedFeedback
    changes: tuple[ReportedChange, ...]
    corrected_figures: tuple[FigureCorrection, ...]
    corrected_reports: tuple[ReportCorrection, ...]
    components: Mapping[str, str]  # names by id, of those that are told of

    @property
    def told_first(self) -> int:
        """Of how many incidents readers heard from us before any of them told us."""
        return sum(one.told_first is True for one in self.incidents)

    @property
    def told_later(self) -> int:
        """Of how many incidents readers told us first."""
        return sum(one.told_first is False for one in self.incidents)


def _seconds(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else int((end - start).total_seconds())
