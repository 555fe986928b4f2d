"""Cachet: its API (versions 1 to 3) as saved JSON, a dump of its database, or its SQLite file.

Source: cachethq/cachet, 2.x (docs of /api/v1/incidents, /components, /schedules) and cachethq/core,
src/Http/Resources. Incidents: 0 scheduled, 1 investigating, 2 identified, 3 watching, 4 fixed;
components: 1 operational, 2 performance issues, 3 partial outage, 4 major outage, 5 (of version 3)
under maintenance. Times are those of the installation, so `--timezone` says where they are from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.shared import impact_of, planned
from statuspage.imports.histories.tables import TableRow, Tables
from statuspage.imports.posts import RawPost
from statuspage.said import said

_TABLES = (
    *("incidents", "incident_updates", "updates", "components", "incident_components"),
    *("schedules", "schedule_components"),
)
_LABELS = ("scheduled", "investigating", "identified", "monitoring", "resolved")
_STATES = {
    1: ComponentState.OPERATIONAL,
    2: ComponentState.DEGRADED,
    3: ComponentState.PARTIAL_OUTAGE,
    4: ComponentState.MAJOR_OUTAGE,
    5: ComponentState.UNDER_MAINTENANCE,
}
_PREFIX = "chq_"


def read(given: Given) -> Batch:
    """Read saved JSON, a dump of SQL, or the SQLite file."""
    tables = Tables(given.place, given.zone_or(given.zone), *_TABLES, prefix=_PREFIX)
    gathering = Gathering(given.place, given.now)
    updates = tables.by("incident_updates", "incident_id")
    for one in tables["updates"]:
        if "schedule" not in one.facts.text("updateable_type").lower():
            updates.setdefault(one.facts.text("updateable_id", "incident_id"), []).append(one)
    names = tables.names("components")
    links = tables.by("incident_components", "incident_id")
    for row in tables["incidents"]:
        key = row.facts.text("id")
        if why := _hidden(row):
            gathering.note(row.file, row.line, said("It is {why} there; left out.", why=why))
            continue
        own = [one.facts for one in updates.get(key, ())] or row.facts.several("updates")
        linked = [one.facts for one in links.get(key, ())]
        entry = partial(_incident, row.facts, own, linked, names, given)
        gathering.take(row.line, entry, row.file)
    works = tables.by("schedule_components", "schedule_id")
    for row in tables["schedules"]:
        linked = [one.facts for one in works.get(row.facts.text("id"), ())]
        gathering.take(row.line, partial(_schedule, row.facts, linked, names, given), row.file)
    return gathering.batch()


def _hidden(row: TableRow) -> Any:
    if row.facts.text("deleted_at"):
        return said("deleted")
    visible = row.facts.values.get("visible")
    # 0 is for staff alone in all versions; of version 3, 1 is public as well
    return said("hidden") if visible is not None and not row.facts.flag("visible") else None


def _status(facts: TheirFields) -> int | None:
    """The number of a state, alone or in an object."""
    value = facts.values.get("status")
    value = value.get("value") if isinstance(value, Mapping) else value
    return int(str(value)) if str(value).isdecimal() else None


def _label(facts: TheirFields) -> str:
    number = _status(facts)
    return _LABELS[number] if number is not None and number < len(_LABELS) else "update"


def _touched(
    facts: TheirFields, linked: list[TheirFields], names: dict[str, str]
) -> tuple[list[str], list[ComponentState]]:
    """Its components by name, and what it said of them."""
    several = [*linked, *facts.several("components")]
    found = [one.text("name") or names.get(one.text("component_id", "id"), "") for one in several]
    ids = [*facts.words("components_ids"), facts.text("component_id")]
    found += [names.get(one, one) for one in ids if one not in ("", "0")]
    numbers = [_status(one) or 0 for one in several]
    numbers.append(int(facts.text("component_status") or 0))
    told = [_STATES[one] for one in numbers if one in _STATES]
    return [*dict.fromkeys(filter(None, found))], told


def _incident(
    facts: TheirFields,
    updates: list[TheirFields],
    linked: list[TheirFields],
    names: dict[str, str],
    given: Given,
) -> RawEntry:
    touched, told = _touched(facts, linked, names)
    begun = facts.at("occurred", "occurred_at") or facts.needed("created", "created_at")
    start = facts.at("scheduled_at")
    label = _label(facts)
    if start is not None and label == "scheduled":
        return _work(facts, Window(start, facts.at("completed_at") or start), touched, given)
    later = [
        RawPost(_label(one), one.text("message"), one.needed("created", "created_at"))
        for one in updates
    ]
    # The status of an incident is that of its last word, and of its first where it is the only one.
    first = "investigating" if later or label == "scheduled" else label
    posts = [RawPost(first, facts.text("message"), begun), *later]
    odd = [] if told or not touched else [said("its impact is not told; taken as none")]
    if not later and label == "resolved":
        changed = facts.at("updated", "updated_at") or begun
        posts = [
            RawPost("investigating", facts.text("message"), begun),
            RawPost("resolved", "", max(changed, begun)),
        ]
        odd.append(said("it says only that it is over; taken as over when it was last changed"))
    return RawEntry(
        origin=facts.text("permalink"),
        origin_id=f"incident/{facts.text('id')}",
        title=facts.text("name"),
        impact=impact_of("", told),
        components=touched,
        posts=posts,
        odd=odd,
    )


def _schedule(
    facts: TheirFields, linked: list[TheirFields], names: dict[str, str], given: Given
) -> RawEntry:
    touched, _ = _touched(facts, linked, names)
    start = facts.at("scheduled", "scheduled_at")
    end = facts.at("completed", "completed_at")
    return _work(facts, Window(start, end or start), touched, given)


def _work(facts: TheirFields, window: Window, touched: list[str], given: Given) -> RawEntry:
    announced = facts.at("published", "created", "created_at")
    is_sure = window.start != window.end
    odd = [] if is_sure else [said("it does not say when it was over; taken as over when it began")]
    found = planned(
        f"schedule/{facts.text('id')}",
        facts.text("name"),
        facts.text("message"),
        touched,
        announced,
        window,
        given.now,
        odd=odd,
    )
    return found if is_sure else replace(found, window=Window(window.start))
