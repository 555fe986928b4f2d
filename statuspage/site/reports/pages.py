"""Reports for people: the list, and each as it was published, with what a revision changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.reports.difference import differences, retitled
from statuspage.domain.reports.report import PeriodReport
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.periods import by_period
from statuspage.site.rendering import template
from statuspage.site.reports.reading import (
    all_reports,
    all_revisions,
    look_ahead,
    newest,
    revisions_of,
)


def reports(context: Context) -> Facts:
    """Every report there is."""
    found = newest(context)
    added = (one.added_at for one in context.library.components.known())
    begun = min(added, default=context.now)
    return Facts({"reports": found}, max((one.at for one in found), default=begun))


def one_report(context: Context, report: str, revision: str = "") -> Facts:
    """One report, bad news first."""
    every = revisions_of(context, report)
    chosen = revisions_of(context, report, revision)
    found = chosen[-1]
    subject = REPORT.subject(report, str(found.revision))
    values = {
        **facts_of(chosen[-2] if len(chosen) > 1 else None, found),
        "revisions": every,
        "on_record": context.library.record.marks([subject]).get(subject),
        **_beside(context, report),
    }
    return Facts(values, every[-1].at)


def facts_of(before: PeriodReport | None, found: PeriodReport) -> Mapping[str, Any]:
    """All that the page of a report tells, from its entry of the record and the one before."""
    return {
        "report": found,
        "zone": ZoneInfo(found.zone),
        "changed": [] if before is None else differences(before, found),
        "retitled": [] if before is None else retitled(before, found),
        "before": before,
    }


def _beside(context: Context, period: str) -> Mapping[str, Any]:
    """The reports of the same length before and after it."""
    heads = newest(context)
    kind = next(one.kind for one in heads if one.period == period)
    alike = [one.period for one in heads if one.kind is kind]
    place = alike.index(period)
    return {
        "previous": alike[place + 1] if place + 1 < len(alike) else None,
        "following": alike[place - 1] if place else None,
    }


_ADDRESS = "/reports/{report}"
PAGES = (
    PublicPage("/reports", reports, template("reports/list.html"), in_sitemap=True),
    PublicPage(
        _ADDRESS,
        one_report,
        template("reports/report.html"),
        all_params=all_reports,
        by_year=by_period(all_reports, "report"),
        in_sitemap=True,
        look_ahead=look_ahead,
    ),
    PublicPage(
        f"{_ADDRESS}/{{revision}}",
        one_report,
        template("reports/report.html"),
        all_params=all_revisions,
        by_year=by_period(all_revisions, "report"),
        look_ahead=look_ahead,
    ),
)
