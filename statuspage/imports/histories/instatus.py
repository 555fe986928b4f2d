"""Instatus: what its API prints (api.instatus.com/v1/PAGE/incidents and /maintenances).

Source: instatus.com/help/api: incidents have `updates` with status INVESTIGATING, IDENTIFIED,
MONITORING, RESOLVED; maintenances `start`, `duration` in minutes and updates with NOTSTARTEDYET,
INPROGRESS, VERIFYING, COMPLETED. Components have a status such as MAJOROUTAGE.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from statuspage.domain.incidents.imported import UNSTATED, Batch, Window
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.shared import as_scheduled, impact_of
from statuspage.imports.histories.tables import Tables
from statuspage.imports.posts import RawPost

_LABELS = {"NOTSTARTEDYET": "scheduled", "INPROGRESS": "in progress"}
_STATES = {
    "OPERATIONAL": ComponentState.OPERATIONAL,
    "DEGRADEDPERFORMANCE": ComponentState.DEGRADED,
    "PARTIALOUTAGE": ComponentState.PARTIAL_OUTAGE,
    "MAJOROUTAGE": ComponentState.MAJOR_OUTAGE,
    "UNDERMAINTENANCE": ComponentState.UNDER_MAINTENANCE,
}


def read(given: Given) -> Batch:
    """Read saved JSON of the API: a file, or a folder of them."""
    tables = Tables(
        given.place, given.zone_or(given.zone), "incidents", "maintenances", "components"
    )
    gathering = Gathering(given.place, given.now)
    names = tables.names("components")
    for table in ("incidents", "maintenances"):
        for row in tables[table]:
            entry = partial(_entry, row.facts, names, is_planned=table == "maintenances")
            gathering.take(row.line, entry, row.file)
    return gathering.batch()


def _entry(facts: TheirFields, names: dict[str, str], *, is_planned: bool) -> RawEntry:
    start = facts.at("start", "started", "createdAt")
    end = facts.at("end", "resolved")
    minutes = facts.text("duration")
    if is_planned and start and not end and minutes.isdecimal():
        end = start + timedelta(minutes=int(minutes))
    posts = [
        RawPost(
            _LABELS.get(one.text("status"), one.text("status")),
            one.text("message"),
            one.needed("started", "createdAt", "date"),
        )
        for one in facts.several("updates")
    ]
    touched = facts.several("components", "affectedComponents")
    told = [_STATES[one.text("status")] for one in touched if one.text("status") in _STATES]
    return RawEntry(
        origin=facts.text("url"),
        origin_id=facts.text("id"),
        title=facts.text("name"),
        impact=Impact.MAINTENANCE if is_planned else impact_of(facts.text("impact"), told),
        components=[one.text("name") or names.get(one.text("id"), "") for one in touched],
        posts=as_scheduled(posts, start) if is_planned else posts,
        window=Window(start, end) if is_planned else UNSTATED,
        ended_at=None if is_planned else facts.at("resolved"),
    )
