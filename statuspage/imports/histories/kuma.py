"""Uptime Kuma: the incidents and the planned work of its SQLite file (kuma.db, versions 1 and 2).

Source: louislam/uptime-kuma, db/knex_init_db.js and db/knex_migrations. Its times are UTC, but for
those of planned work, which are in the time zone of each. Its JSON backup has monitors alone: no
incidents, and no results.
"""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import Impact
from statuspage.errors import InvalidInput
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.shared import planned
from statuspage.imports.histories.tables import Tables
from statuspage.imports.posts import RawPost
from statuspage.said import Said, said

_TABLES = ("incident", "maintenance", "monitor", "monitor_maintenance", "maintenance_timeslot")
_IMPACTS = {"danger": Impact.MAJOR, "warning": Impact.MINOR}
_UTC = ZoneInfo("UTC")


def read(given: Given) -> Batch:
    """Read kuma.db, a dump of it, or JSON of its tables."""
    tables = Tables(given.place, given.zone_or(_UTC), *_TABLES)
    gathering = Gathering(given.place, given.now)
    names = tables.names("monitor")
    links = tables.by("monitor_maintenance", "maintenance_id")
    for row in tables["incident"]:
        gathering.take(row.line, partial(_incident, row.facts), row.file)
    slots = tables.by("maintenance_timeslot", "maintenance_id")
    for row in tables["maintenance"]:
        key = row.facts.text("id")
        touched = [
            names.get(one.facts.text("monitor_id"), one.facts.text("monitor_id"))
            for one in links.get(key, ())
        ]
        windows = [one.facts for one in slots.get(key, ())] or [row.facts]
        for place, slot in enumerate(windows):
            entry = partial(_work, row.facts, slot, place, touched, given)
            gathering.take(row.line, entry, row.file)
    return gathering.batch()


def _incident(facts: TheirFields) -> RawEntry:
    """It has one text, that was there until it was unpinned; when that was is not kept."""
    style = facts.text("style")
    begun = facts.needed("created_date")
    posts = [RawPost("investigating", facts.text("content"), begun)]
    odd: list[Said] = []
    if not (facts.flag("active") and facts.flag("pin")):
        ended = facts.at("resolved_date", "last_updated_date") or begun
        posts.append(RawPost("resolved", "", max(begun, ended)))
        odd.append(said("it does not say when it was over; taken as over when it was last changed"))
    return RawEntry(
        origin="",
        origin_id=f"incident/{facts.text('id')}",
        title=facts.text("title"),
        impact=_IMPACTS.get(style, Impact.NONE),
        components=(),
        posts=posts,
        odd=odd,
    )


def _work(
    facts: TheirFields, slot: TheirFields, place: int, touched: list[str], given: Given
) -> RawEntry:
    strategy = facts.text("strategy") or "single"
    if slot is facts and strategy not in ("single", "manual"):
        text = said(
            "It repeats ({strategy}), and its single times are not kept; repeat it here with "
            "`statuspage maintenance schedule`.",
            strategy=strategy,
        )
        raise InvalidInput({"strategy": text})
    zone = given.stated_zone or _zone(facts, slot)
    times = TheirFields(slot.values, zone)
    return planned(
        f"maintenance/{facts.text('id')}" + (f"/{place}" if place else ""),
        facts.text("title"),
        facts.text("description"),
        touched,
        None,
        Window(times.at("start_date"), times.at("end_date")),
        given.now,
        odd=[said("it does not say when it was announced; taken as announced when it began")],
    )


def _zone(facts: TheirFields, slot: TheirFields) -> ZoneInfo:
    """Slots of version 1 are UTC; a work of its own is in its zone."""
    name = facts.text("timezone") if slot is facts else ""
    try:
        return ZoneInfo(name) if name and not name.startswith("SAME_AS") else _UTC
    except (ValueError, OSError, KeyError):
        return _UTC
