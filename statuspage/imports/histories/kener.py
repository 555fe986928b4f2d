"""Kener: its SQLite file (kener.sqlite.db, versions 3 and 4), or what its API v4 prints.

Source: rajnandan1/kener, migrations/ and src/routes/(api)/api/v4. Its own times are seconds since
1970; an incident has comments, each with the state it was in then.
"""

from __future__ import annotations

from functools import partial

from statuspage.domain.incidents.imported import UNSTATED, Batch, Window
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.shared import impact_of, planned
from statuspage.imports.histories.tables import TableRow, Tables
from statuspage.imports.posts import RawPost
from statuspage.said import said

_TABLES = (
    *("incidents", "incident_comments", "incident_monitors", "monitors", "maintenances"),
    *("maintenances_events", "maintenance_monitors", "comments", "events"),
)
_STATES = {
    "DOWN": ComponentState.MAJOR_OUTAGE,
    "DEGRADED": ComponentState.DEGRADED,
    "MAINTENANCE": ComponentState.UNDER_MAINTENANCE,
}


def read(given: Given) -> Batch:
    """Read its SQLite file, a dump, or saved JSON of its API."""
    tables = Tables(given.place, given.zone_or(given.zone), *_TABLES)
    gathering = Gathering(given.place, given.now)
    names = tables.names("monitors", "tag")
    comments = tables.by("incident_comments", "incident_id") | tables.by("comments", "incident_id")
    touched = tables.by("incident_monitors", "incident_id")
    for row in tables["incidents"]:
        key = row.facts.text("id")
        monitors = [one.facts for one in touched.get(key, ())] or row.facts.several("monitors")
        kept = [one.facts for one in comments.get(key, ())] or row.facts.several("comments")
        if row.facts.text("incident_type").upper() == "MAINTENANCE":
            entry = partial(_old_work, row.facts, kept, _named(monitors, names), given)
        else:
            entry = partial(_incident, row.facts, kept, monitors, names)
        gathering.take(row.line, entry, row.file)
    _works(tables, names, given, gathering)
    return gathering.batch()


def _named(monitors: list[TheirFields], names: dict[str, str]) -> list[str]:
    tags = [one.text("monitor_tag", "tag") for one in monitors]
    return [names.get(one, one) for one in tags]


def _incident(
    facts: TheirFields,
    comments: list[TheirFields],
    monitors: list[TheirFields],
    names: dict[str, str],
) -> RawEntry:
    begun = facts.needed("start_date_time")
    ended = facts.at("end_date_time")
    posts = [
        RawPost(one.text("state") or "update", one.text("comment"), one.needed("commented_at"))
        for one in comments
        if one.text("status").upper() != "INACTIVE" and one.text("status").upper() != "DELETED"
    ]
    if not posts:
        posts = [RawPost("investigating", "", begun)]
    told = [
        _STATES[one.text("monitor_impact", "impact").upper()]
        for one in monitors
        if one.text("monitor_impact", "impact").upper() in _STATES
    ]
    return RawEntry(
        origin=facts.text("url"),
        origin_id=f"incident/{facts.text('id')}",
        title=facts.text("title"),
        impact=impact_of("", told),
        components=_named(monitors, names),
        posts=posts,
        window=Window(begun, ended) if ended else UNSTATED,
        ended_at=ended,
    )


def _old_work(
    facts: TheirFields, comments: list[TheirFields], touched: list[str], given: Given
) -> RawEntry:
    """Planned work of version 3, which kept it as an incident."""
    window = Window(facts.at("start_date_time"), facts.at("end_date_time"))
    words = "\n\n".join(one.text("comment") for one in comments)
    return _planned(facts, facts.text("id"), words, window, touched, given)


def _works(tables: Tables, names: dict[str, str], given: Given, gathering: Gathering) -> None:
    """Planned work of version 4: each time that it took place is one."""
    works: dict[str, TableRow] = {one.facts.text("id"): one for one in tables["maintenances"]}
    links = tables.by("maintenance_monitors", "maintenance_id")
    for row in [*tables["maintenances_events"], *tables["events"]]:
        key = row.facts.text("maintenance_id")
        about = works[key].facts if key in works else row.facts
        monitors = [one.facts for one in links.get(key, ())] or row.facts.several("monitors")
        window = Window(
            row.facts.at("start_date_time", "event_start_date_time"),
            row.facts.at("end_date_time", "event_end_date_time"),
        )
        if row.facts.text("status", "event_status").upper() in ("CANCELLED", "CANCELED"):
            gathering.note(row.file, row.line, said("It was cancelled there; left out."))
            continue
        words = about.text("description", "maintenance_description")
        number = f"{key}/{row.facts.text('id', 'event_id')}"
        entry = partial(_planned, about, number, words, window, _named(monitors, names), given)
        gathering.take(row.line, entry, row.file)


def _planned(
    facts: TheirFields,
    key: str,
    words: str,
    window: Window,
    touched: list[str],
    given: Given,
) -> RawEntry:
    return planned(
        f"maintenance/{key}",
        facts.text("title", "maintenance_title"),
        words,
        touched,
        facts.at("created_at"),
        window,
        given.now,
        origin=facts.text("url"),
    )
