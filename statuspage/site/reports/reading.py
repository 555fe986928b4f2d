"""Which report an address names, and which there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from statuspage.domain.reports.report import PeriodReport, ReportHead, newest_heads
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.page import Context, Params


def revisions_of(context: Context, period: str, revision: str = "") -> Sequence[PeriodReport]:
    """The revisions of a report up to the one that is named, or all of them. Raises NotFound."""
    found = context.library.reports.revisions([period]).get(period, ())
    places = {str(one.revision): place for place, one in enumerate(found, 1)}
    chosen = found[: places.get(revision, 0)] if revision else found
    if not chosen:
        raise NotFound(said("There is no report '{name}'.", name=f"{period}/{revision}".strip("/")))
    return chosen


def newest(context: Context) -> list[ReportHead]:
    """The newest revision of each report, the last period first."""
    return newest_heads(context.library.reports.heads())


def all_reports(context: Context) -> Iterable[Params]:
    """The parameters of each report's address."""
    return [{"report": one.period} for one in newest(context)]


def all_revisions(context: Context) -> Iterable[Params]:
    """The same of each revision."""
    return [
        {"report": one.period, "revision": str(one.revision)}
        for one in context.library.reports.heads()
    ]


def look_ahead(context: Context, asked: Sequence[Params]) -> None:
    """Read at once what several addresses are about."""
    context.library.reports.revisions({params["report"] for params in asked})
