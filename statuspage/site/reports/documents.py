"""Reports for programs: JSON, as the API gives it, and CSV; each revision has its own for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from statuspage.domain.reports.rows import HEADER, as_table
from statuspage.domain.reports.rows import rows as rows_of
from statuspage.render import rows
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.promises.periods import CSV, JSON, by_period
from statuspage.site.rendering import as_is
from statuspage.site.reports.answer import answer
from statuspage.site.reports.reading import all_reports, all_revisions, look_ahead, revisions_of


def report_json(context: Context, report: str, revision: str = "") -> Facts:
    """One report as the object of the public API."""
    found = revisions_of(context, report, revision)
    return Facts({"body": answer(found).as_json((", ", ": "))}, found[-1].at)


def report_csv(context: Context, report: str, revision: str = "") -> Facts:
    """The same as rows: part, subject, name, value."""
    found = revisions_of(context, report, revision)[-1]
    return Facts({"body": rows.as_csv(HEADER, as_table(rows_of(found.facts)))}, found.at)


def _documents(
    address: str, all_params: Callable[[Context], Iterable[Params]]
) -> Iterable[PublicPage]:
    for ending, read, sort in ((".json", report_json, JSON), (".csv", report_csv, CSV)):
        yield PublicPage(
            *(f"{address}{ending}", read, as_is, sort, all_params),
            by_year=by_period(all_params, "report"),
            look_ahead=look_ahead,
        )


_ADDRESS = "/reports/{report}"
PAGES = (
    *_documents(f"{_ADDRESS}/{{revision}}", all_revisions),
    *_documents(_ADDRESS, all_reports),
)
