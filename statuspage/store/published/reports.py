"""Reports as they were published, with the revisions of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from statuspage.domain.reports.facts import ReportFacts
from statuspage.domain.reports.keeping import dumped, given_back, loaded, plain
from statuspage.domain.reports.report import OpeningLetter, PeriodReport, ReportHead
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period
from statuspage.store.tables.reports import Report as Row


def heads() -> list[ReportHead]:
    """What lists say of every report and every revision, by period."""
    rows = Row.select(Row.head).order_by(Row.period, Row.revision)
    return [given_back(ReportHead, row.head) for row in rows]


def revisions(periods: Collection[str]) -> Mapping[str, list[PeriodReport]]:
    """Every revision of each of some reports, the oldest first; absent where none is published."""
    found: dict[str, list[PeriodReport]] = defaultdict(list)
    rows = Row.select().where(Row.period.in_(list(periods)))
    for row in rows.order_by(Row.period, Row.revision):
        found[row.period].append(_fact(row))
    return dict(found)


def put(report: PeriodReport) -> None:
    """Publish a revision, or have a published one say so from now on."""
    span = report.period.span
    Row.put(
        {
            "period": report.period.name,
            "revision": report.revision,
            "at": report.at,
            "start": span.start,
            "end": span.end,
            "zone": report.zone,
            "size": report.size,
            "method": report.method,
            "version": report.version,
            "head": plain(report.head),
            "facts": dumped(report.facts),
            "names": dict(report.names),
            "letter": report.letter.body,
            "letter_html": report.letter.html,
            "author": report.letter.author,
            "reason": report.reason,
            "erased": report.erased,
        }
    )


def _fact(row: Row) -> PeriodReport:
    return PeriodReport(
        period=Period(row.period, Span(row.start, row.end)),
        revision=row.revision,
        at=row.at,
        zone=row.zone,
        size=row.size,
        method=row.method,
        version=row.version,
        facts=loaded(ReportFacts, row.facts),
        names=row.names,
        letter=OpeningLetter(row.letter, row.letter_html, row.author),
        reason=row.reason,
        erased=row.erased,
    )
