"""Reports as objects: the facts of an entry of the record, and nothing that is read beside it."""

from __future__ import annotations

from pydantic import ConfigDict

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.promises.figure import Verdict
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.reports.difference import ReportFate
from statuspage.domain.reports.period import ReportKind
from statuspage.domain.reports.rows import ReportPart
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.site.answers import Answer, At, LateData, Number


class _OfFacts(Answer):
    """An object whose parts are those of a fact, by the same names."""

    model_config = ConfigDict(from_attributes=True)


class ReportedFigure(_OfFacts):
    """A published figure of the period. Percentages are digits; counts as in the figure itself."""

    sla: str
    title: str
    indicator: str
    period: str
    from_: At
    to: At
    target: str
    verdict: Verdict
    value: str | None
    worst_case: str | None
    best_case: str | None
    coverage: str | None
    credit: str | None
    good: Number
    bad: Number
    unknown: Number
    excluded: Number
    future: Number
    total: Number
    definition_version: int
    revision: int
    method: int
    published_at: At
    late_data: list[LateData]


class Awaited(_OfFacts):
    """A promise of which no figure was published for the period."""

    sla: str
    title: str


class TrendPoint(_OfFacts):
    """A published figure of a trend."""

    period: str
    value: str | None
    worst_case: str | None
    share: str | None
    target: str
    verdict: Verdict
    definition_version: int
    revision: int


class Trend(_OfFacts):
    """The published figures of one promise over thirteen months, the oldest first."""

    sla: str
    title: str
    points: list[TrendPoint]


class ReportedIncident(_OfFacts):
    """An incident with its three clocks; times in seconds, null while they are not known.

    `lag` runs from the start of the impact to the first public word. `title` is null once it was
    erased.
    """

    key: str
    title: str | None = None
    impact: Impact
    status: Status
    components: list[str]
    impact_from: At
    impact_until: At | None
    seconds: int | None
    noticed_at: At
    resolved_at: At | None
    lag: int
    longest_silence: int | None
    is_measured: bool
    cause: Cause | None
    told_first: bool | None


class ReportedPromise(_OfFacts):
    """A promise that was due in the period and not kept."""

    kind: str
    key: str
    path: str
    due: At
    evidence_at: At | None
    state: PromiseState


class ReportedPromises(_OfFacts):
    """What became of the promises that were due in the period."""

    updates: dict[PromiseState, int]
    pledges: dict[PromiseState, int]
    not_kept: list[ReportedPromise]


class PriorityShare(_OfFacts):
    """How many requests of one priority were in time; "" is that of requests without one."""

    priority: str
    good: int
    bad: int
    undecided: int


class SupportScore(_OfFacts):
    """One promise of support in one period, by priority."""

    sla: str
    title: str
    period: str
    shares: list[PriorityShare]


class ReportedRating(_OfFacts):
    """How satisfied those were who answered; all null where there are too few to be told."""

    sla: str
    title: str
    period: str
    n: int | None
    satisfied: int | None
    low: str | None
    high: str | None


class ReportedWork(_OfFacts):
    """Planned work; `notice` and `overran` are seconds."""

    key: str
    title: str | None = None
    components: list[str]
    announced_at: At
    start: At
    end: At
    began_at: At | None
    ended_at: At | None
    status: Status
    notice: int
    overran: int


class ReportedMaintenance(_OfFacts):
    """Planned work, and the seconds within the period that it was to take and took."""

    planned: int
    took: int
    works: list[ReportedWork]


class ReportedFeedback(_OfFacts):
    """How people who asked for something were answered; `declined` by the kind of reason."""

    asked: int
    answered: int
    in_time: int
    late: int
    waiting: int
    waiting_late: int
    median_days: str | None
    declined: dict[str, int]


class ReportedChange(_OfFacts):
    """A change of the period."""

    slug: str
    title: str | None = None
    type: str
    at: At
    is_breaking: bool


class FigureCorrection(Answer):
    """A figure of any period that was published again in this one."""

    before: ReportedFigure
    after: ReportedFigure


class ReportCorrection(_OfFacts):
    """A report that was published again in the period."""

    period: str
    revision: int
    at: At


class ChangedValue(_OfFacts):
    """A part that reads otherwise now."""

    name: str
    before: str
    after: str


class ReportDifference(_OfFacts):
    """What became of one thing since the revision before; parts and names are those of the CSV."""

    part: ReportPart
    subject: str
    fate: ReportFate
    values: list[ChangedValue]


class OpeningLetter(Answer):
    """What staff say first, in Markdown."""

    body: str
    author: str


class Report(Answer):
    """A report as it was published; nothing of it changes but by a further revision."""

    period: str
    kind: ReportKind
    from_: At
    to: At
    timezone: str
    revision: int
    published_at: At
    record_size: int
    method: int
    version: str
    reason: str | None
    letter: OpeningLetter | None
    figures: list[ReportedFigure]
    awaited: list[Awaited]
    trends: list[Trend]
    incidents: list[ReportedIncident]
    false_alarms: int
    promises: ReportedPromises
    support: list[SupportScore]
    satisfaction: list[ReportedRating]
    maintenance: ReportedMaintenance
    feedback: ReportedFeedback
    changes: list[ReportedChange]
    corrected_figures: list[FigureCorrection]
    corrected_reports: list[ReportCorrection]
    components: dict[str, str]
    differences: list[ReportDifference]


class ListedReport(_OfFacts):
    """A report in the list: the verdicts of its figures, and how much it has to tell."""

    period: str
    kind: ReportKind
    url: str
    revision: int
    published_at: At
    verdicts: dict[Verdict, int]
    incidents: int
    not_kept: int


class Reports(Answer):
    """The newest revision of each report, the last period first."""

    reports: list[ListedReport]
