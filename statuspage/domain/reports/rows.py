"""A report as rows, one for each thing told: its CSV, and what revisions are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from statuspage.domain.promises.figure import Figure, published_counts
from statuspage.domain.reports.facts import ReportFacts
from statuspage.domain.reports.keeping import plain


class ReportPart(StrEnum):
    """The parts of a report, in the order in which they are told."""

    FIGURES = "figures"
    AWAITED = "awaited"
    TRENDS = "trends"
    INCIDENTS = "incidents"
    UPDATES = "updates"
    PLEDGES = "pledges"
    NOT_KEPT = "not_kept"
    SUPPORT = "support"
    SATISFACTION = "satisfaction"
    MAINTENANCE = "maintenance"
    WORKS = "works"
    FEEDBACK = "feedback"
    DECLINED = "declined"
    CHANGES = "changes"
    CORRECTED_FIGURES = "corrected_figures"
    CORRECTED_REPORTS = "corrected_reports"


@dataclass(frozen=True)
class ReportRow:
    """One thing that is told. `subject` names what it is of: an incident, a promise and period."""

    part: ReportPart
    subject: str
    name: str
    value: str  # empty where there is none


_KEYS = ("key", "slug", "sla", "title", "period", "shares", "points")


def rows(facts: ReportFacts) -> list[ReportRow]:
    """All that a report counts, in its order."""
    return [
        ReportRow(part, subject, name, _text(value))
        for part, subject, told in _told(facts)
        for name, value in told.items()
    ]


def figure_facts(figure: Figure) -> dict[str, Any]:
    """What is told of a figure: its bounds and its counts as they are published."""
    return {
        "target": figure.target,
        "verdict": figure.verdict,
        "value": figure.value,
        "worst_case": figure.worst_case,
        "best_case": figure.best_case,
        "coverage": figure.coverage,
        "credit": figure.credit,
        **published_counts(figure.counts),
        "definition_version": figure.definition_version,
        "revision": figure.revision,
        "method": figure.method,
    }


def figure_subject(figure: Figure) -> str:
    """What names a figure: the promise, and the period."""
    return f"{figure.id}/{figure.period.name}"


def _told(facts: ReportFacts) -> Iterator[tuple[ReportPart, str, Mapping[str, Any]]]:
    for revision in facts.figures:
        figure = revision.figure
        yield ReportPart.FIGURES, figure_subject(figure), figure_facts(figure)
    for waited in facts.awaited:
        yield ReportPart.AWAITED, waited.sla, {"published": False}
    for trend in facts.trends:
        for point in trend.points:
            yield ReportPart.TRENDS, f"{trend.sla}/{point.period}", _rest(point)
    for incident in facts.incidents:
        seconds = {"seconds": incident.seconds}
        yield ReportPart.INCIDENTS, incident.key, {**_rest(incident), **seconds}
    yield ReportPart.INCIDENTS, "", {"false_alarms": facts.false_alarms}
    yield ReportPart.UPDATES, "", facts.promises.updates
    yield ReportPart.PLEDGES, "", facts.promises.pledges
    for promise in facts.promises.not_kept:
        yield ReportPart.NOT_KEPT, f"{promise.kind}/{promise.key}", _rest(promise)
    for score in facts.support:
        for share in score.shares:
            subject = f"{score.sla}/{score.period}/{share.priority}"
            yield ReportPart.SUPPORT, subject, _rest(share, "priority")
    for rating in facts.ratings:
        yield ReportPart.SATISFACTION, f"{rating.sla}/{rating.period}", _rest(rating)
    sums = facts.maintenance
    yield ReportPart.MAINTENANCE, "", {"planned": sums.planned, "took": sums.took}
    for work in sums.works:
        more = {"notice": work.notice, "overran": work.overran}
        yield ReportPart.WORKS, work.key, {**_rest(work), **more}
    yield ReportPart.FEEDBACK, "", _rest(facts.feedback, "declined")
    for reason, count in facts.feedback.declined.items():
        yield ReportPart.DECLINED, reason, {"declined": count}
    for change in facts.changes:
        yield ReportPart.CHANGES, change.slug, _rest(change)
    yield from _corrections(facts)


def _corrections(facts: ReportFacts) -> Iterator[tuple[ReportPart, str, Mapping[str, Any]]]:
    for one in facts.corrected_figures:
        after = one.after.figure
        told = {
            "at": plain(one.after.at),
            "former_value": one.before.figure.value,
            "value": after.value,
            "former_verdict": one.before.figure.verdict,
            "verdict": after.verdict,
        }
        subject = f"{figure_subject(after)}/{after.revision}"
        yield ReportPart.CORRECTED_FIGURES, subject, told
    for report in facts.corrected_reports:
        subject = f"{report.period}/{report.revision}"
        yield ReportPart.CORRECTED_REPORTS, subject, {"at": plain(report.at)}


def _rest(one: Any, *left: str) -> dict[str, Any]:
    """What is told of a thing besides what names it."""
    return {name: value for name, value in plain(one).items() if name not in (*_KEYS, *left)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def as_table(told: Iterable[ReportRow]) -> list[tuple[str, str, str, str]]:
    """Rows as cells, under HEADER."""
    return [(one.part.value, one.subject, one.name, one.value) for one in told]


HEADER = ("part", "subject", "name", "value")
