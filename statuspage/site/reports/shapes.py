"""Reports as objects: the facts of an entry of the record, and nothing that is read beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ConfigDict

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.promises.figure import Verdict
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.reports.difference import ReportFate, differences
from statuspage.domain.reports.facts import ReportFacts
from statuspage.domain.reports.period import ReportKind
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.reports.rows import ReportPart, figure_facts
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.site.answers import Answer, At, LateData, Number

T = TypeVar("T", bound=Answer)


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


def answer(revisions: Sequence[PeriodReport]) -> Report:
    """The last of some revisions as an object, with its difference to the one before."""
    report = revisions[-1]
    facts, span = report.facts, report.period.span
    changed = differences(revisions[-2], report) if len(revisions) > 1 else []
    letter = report.letter
    return Report(
        period=report.period.name,
        kind=report.kind,
        from_=span.start,
        to=span.end,
        timezone=report.zone,
        revision=report.revision,
        published_at=report.at,
        record_size=report.size,
        method=report.method,
        version=report.version,
        reason=report.reason or None,
        letter=OpeningLetter(body=letter.body, author=letter.author) if letter.body else None,
        figures=[_figure(one) for one in facts.figures],
        awaited=[Awaited.model_validate(one) for one in facts.awaited],
        trends=[Trend.model_validate(one) for one in facts.trends],
        **_happened(report, facts),
        support=[SupportScore.model_validate(one) for one in facts.support],
        satisfaction=[ReportedRating.model_validate(one) for one in facts.ratings],
        feedback=ReportedFeedback.model_validate(facts.feedback),
        corrected_figures=[
            FigureCorrection(before=_figure(one.before), after=_figure(one.after))
            for one in facts.corrected_figures
        ],
        corrected_reports=[ReportCorrection.model_validate(one) for one in facts.corrected_reports],
        components=dict(facts.components),
        differences=[ReportDifference.model_validate(one) for one in changed],
    )


def _happened(report: PeriodReport, facts: ReportFacts) -> dict[str, Any]:
    """What bears titles, which stand beside the facts."""
    incidents = [ReportedIncident.model_validate(one) for one in facts.incidents]
    works = [ReportedWork.model_validate(one) for one in facts.maintenance.works]
    changes = [ReportedChange.model_validate(one) for one in facts.changes]
    sums = facts.maintenance
    return {
        "incidents": [_titled(report, one, f"/incidents/{one.key}") for one in incidents],
        "false_alarms": facts.false_alarms,
        "promises": ReportedPromises.model_validate(facts.promises),
        "maintenance": ReportedMaintenance(
            planned=sums.planned,
            took=sums.took,
            works=[_titled(report, one, f"/incidents/{one.key}") for one in works],
        ),
        "changes": [_titled(report, one, f"/changelog/{one.slug}") for one in changes],
    }


def _titled(report: PeriodReport, one: T, path: str) -> T:
    return one.model_copy(update={"title": report.names.get(path)})


def _figure(revision: FrozenRevision) -> ReportedFigure:
    figure = revision.figure
    return ReportedFigure(
        sla=figure.id,
        title=figure.title,
        indicator=figure.indicator,
        period=figure.period.name,
        from_=figure.period.span.start,
        to=figure.period.span.end,
        **figure_facts(figure),
        published_at=revision.at,
        late_data=[LateData(**vars(one)) for one in revision.late],
    )
