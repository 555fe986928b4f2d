"""The documents of reports: the list, and each as its page is published."""

from __future__ import annotations

from statuspage.domain.promises.figure import Verdict
from statuspage.said import said
from statuspage.site.api.reading import document, reading
from statuspage.site.api.report_shapes import ListedReport, Report, Reports
from statuspage.site.page import Context, Facts
from statuspage.site.reports.documents import report_json
from statuspage.site.reports.reading import all_reports, all_revisions, look_ahead, newest


def report_list(context: Context) -> Facts:
    """Every report there is, the last period first."""
    found = newest(context)
    listed = [
        ListedReport(
            period=one.period,
            kind=one.kind,
            url=context.site.address(one.path),
            revision=one.revision,
            published_at=one.at,
            verdicts={Verdict(name): count for name, count in one.verdicts.items()},
            incidents=one.incidents,
            not_kept=one.not_kept,
        )
        for one in found
    ]
    return document(Reports(reports=listed), max((one.at for one in found), default=context.now))


_TOLD = said("A report as it was published: figures, incidents, promises, with their difference.")

READINGS = (
    reading("/reports", report_list, said("Every report, the last period first."), Reports),
    reading("/reports/{report}", report_json, _TOLD, Report, all_reports, look_ahead=look_ahead),
    reading(
        "/reports/{report}/{revision}",
        report_json,
        said("One revision of a report, as it was published for good."),
        Report,
        all_revisions,
        look_ahead=look_ahead,
    ),
)
