"""openstatus: what its API v1 prints, and its database.

Source: openstatusHQ/openstatus, apps/server/src/routes/v1 (status_report, status_report_update,
maintenance) and packages/db/src/schema; the database keeps times as seconds since 1970.
"""

from __future__ import annotations

from functools import partial

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import Impact
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.shared import planned
from statuspage.imports.histories.tables import Tables
from statuspage.imports.posts import RawPost
from statuspage.said import said

_UPDATES = "status_report_update"
_TO_REPORT, _TO_WORK = "status_report_to_monitors", "maintenance_to_monitor"
_TABLES = ("status_report", _UPDATES, "maintenance", "monitor", _TO_REPORT, _TO_WORK)


def read(given: Given) -> Batch:
    """Read its SQLite file, or saved JSON of status_report, status_report_update, maintenance."""
    tables = Tables(given.place, given.zone_or(given.zone), *_TABLES)
    gathering = Gathering(given.place, given.now)
    updates = tables.by(_UPDATES, "status_report_id", "statusReportId")
    reports, works = (
        tables.by(_TO_REPORT, "status_report_id"),
        tables.by(_TO_WORK, "maintenance_id"),
    )
    names = tables.names("monitor")

    def monitors(facts: TheirFields, links: list[TheirFields]) -> list[str]:
        linked = [one.text("monitor_id", "monitorId") for one in links]
        return [names.get(one, one) for one in [*facts.words("monitorIds"), *linked]]

    for row in tables["status_report"]:
        key = row.facts.text("id")
        posts = [one.facts for one in updates.get(key, ())]
        touched = monitors(row.facts, [one.facts for one in reports.get(key, ())])
        gathering.take(row.line, partial(_report, row.facts, posts, touched), row.file)
    for row in tables["maintenance"]:
        links = [one.facts for one in works.get(row.facts.text("id"), ())]
        touched = monitors(row.facts, links)
        gathering.take(row.line, partial(_work, row.facts, touched, given), row.file)
    return gathering.batch()


def _report(facts: TheirFields, updates: list[TheirFields], touched: list[str]) -> RawEntry:
    odd = [said("its impact is not told; taken as none")] if touched else []
    return RawEntry(
        origin="",
        origin_id=f"report/{facts.text('id')}",
        title=facts.text("title"),
        impact=Impact.NONE,
        components=touched,
        posts=[
            RawPost(one.text("status"), one.text("message"), one.needed("date", "createdAt"))
            for one in updates
        ],
        odd=odd,
    )


def _work(facts: TheirFields, touched: list[str], given: Given) -> RawEntry:
    return planned(
        f"maintenance/{facts.text('id')}",
        facts.text("title"),
        facts.text("message"),
        touched,
        facts.at("created_at", "createdAt"),
        Window(facts.at("from"), facts.at("to")),
        given.now,
    )
