"""A published report as the object of the API, made of its entry of the record alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.reports.difference import differences
from statuspage.domain.reports.facts import ReportFacts
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.reports.rows import figure_facts
from statuspage.site.answers import Answer, LateData
from statuspage.site.api.report_shapes import (
    Awaited,
    FigureCorrection,
    OpeningLetter,
    Report,
    ReportCorrection,
    ReportDifference,
    ReportedChange,
    ReportedFeedback,
    ReportedFigure,
    ReportedIncident,
    ReportedMaintenance,
    ReportedPromises,
    ReportedRating,
    ReportedWork,
    SupportScore,
    Trend,
)

T = TypeVar("T", bound=Answer)


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
