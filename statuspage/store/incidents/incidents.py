"""Incidents and maintenances, their updates, and the runs of states they declare."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, cast

from peewee import ModelSelect, fn

from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.incidents.months import Length
from statuspage.domain.vocabulary.spans import ImpactRun
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.fields import FAR, shared
from statuspage.store.incidents.loading import load
from statuspage.store.tables import incidents as tables
from statuspage.store.tables.entries import Publication, PublicationComponent

_I = tables.Incident
_U = tables.IncidentUpdate
_C = tables.ComponentChange
_SAID = shared(Update, _U)


def by_key(key: str) -> Incident:
    """One incident with all its updates. Raises NotFound."""
    found = load(_I.select().where(_I.key == key))
    if not found:
        raise NotFound(said("There is no incident '{key}'.", key=key))
    return found[0]


def by_keys(keys: Iterable[str]) -> dict[str, Incident]:
    """Several incidents by their keys."""
    return {one.key: one for one in load(_I.select().where(_I.key.in_(list(keys))))}


def open_ones() -> list[Incident]:
    """What is going on or to come, the newest first."""
    query = _I.select().where(_I.is_open == True)  # noqa: E712
    return load(query.order_by(_I.started_at.desc(), _I.id.desc()))


def open_on(components: Iterable[str]) -> list[Incident]:
    """Those of these that touch any of some components."""
    query = _I.select().where((_I.is_open == True) & _touches(components))  # noqa: E712
    return load(query.order_by(_I.started_at.desc(), _I.id.desc()))


def all_keys() -> list[str]:
    """The key of every entry, oldest first."""
    rows: Any = _I.select(_I.key).order_by(_I.started_at, _I.id).tuples()
    return [key for (key,) in rows]


def keys_between(start: datetime, end: datetime) -> list[str]:
    """The keys of those whose first word fell into [start, end), oldest first."""
    rows: Any = _started(start, end).select(_I.key).order_by(_I.started_at, _I.id).tuples()
    return [key for (key,) in rows]


def started_between(start: datetime, end: datetime) -> list[Incident]:
    """Those whose first word fell into [start, end), newest first."""
    return load(_started(start, end).order_by(_I.started_at.desc(), _I.id.desc()))


def started_on(
    start: datetime, end: datetime, components: Collection[str]
) -> dict[str, list[Incident]]:
    """Those of these whose first word fell into [start, end), by each component they touch."""
    return _by_component(_started(start, end), components)


def struck_on(
    start: datetime, end: datetime, components: Collection[str]
) -> dict[str, list[Incident]]:
    """Those of these that turned out not to be, or were called off."""
    struck = _I.status.in_([Status.FALSE_ALARM, Status.CANCELLED])
    return _by_component(_started(start, end).where(struck), components)


def _started(start: datetime, end: datetime) -> ModelSelect[Any]:
    return _I.select().where((_I.started_at >= start) & (_I.started_at < end))


def _touches(components: Iterable[str]) -> Any:
    """Of an incident: asked of each that is chosen otherwise, never of all that there ever were."""
    changed = _U.select(_U.incident).join(_C).where(_C.component.in_(list(components)))
    return fn.EXISTS(changed.where(_U.incident == _I.id))


def _by_component(
    query: ModelSelect[Any], components: Collection[str]
) -> dict[str, list[Incident]]:
    """Those of some incidents that touch some components, the newest first."""
    chosen = query.where(_touches(components)).order_by(_I.started_at.desc(), _I.id.desc())
    found: dict[str, list[Incident]] = {component: [] for component in components}
    for one in load(chosen):
        for component, _ in one.components:
            if component in found:
                found[component].append(one)
    return found


def ended_since(since: datetime) -> list[Incident]:
    """The incidents that are over since an instant or later, the last to end first.

    They were spoken of since then, which an index finds however long the history is.
    """
    published = fn.COALESCE(_U.first_at, _U.at)
    spoken_of = _U.select(_U.incident).where(published >= _U.at.db_value(since))
    query = _I.select().where((_I.kind == Kind.INCIDENT) & (_I.is_open == False))  # noqa: E712
    query = query.where((_I.resolved_at >= since) & _I.id.in_(spoken_of))
    return load(query.order_by(_I.resolved_at.desc(), _I.id.desc()))


def newest(limit: int, kind: Kind | None = None) -> list[Incident]:
    """The newest by their first word."""
    query = _I.select().order_by(_I.started_at.desc(), _I.id.desc()).limit(limit)
    return load(query if kind is None else query.where(_I.kind == kind))


def older(than: tuple[datetime, int], limit: int, kind: Kind) -> list[Incident]:
    """The newest of one kind that come after one of this first word and number in a list."""
    at, number = than
    is_older = (_I.started_at < at) | ((_I.started_at == at) & (_I.id < number))
    query = _I.select().where((_I.kind == kind) & is_older)
    return load(query.order_by(_I.started_at.desc(), _I.id.desc()).limit(limit))


def newest_keys_on(component: str, limit: int) -> list[str]:
    """The keys of the newest that touched one component."""
    rows: Any = (
        Publication.select(Publication.key)
        .join(PublicationComponent)
        .where(
            (PublicationComponent.component == component)
            & Publication.kind.in_([Kind.INCIDENT, Kind.MAINTENANCE])
        )
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .limit(limit)
        .tuples()
    )
    return [key for (key,) in rows]


def newest_promising(limit: int) -> list[Incident]:
    """Those with the promised updates that were due last, looking at so many promises."""
    promised = _U.select(_U.incident).where(_U.first_due.is_null(False))
    rows: Any = promised.order_by(_U.first_due.desc()).limit(limit).tuples()
    return load(_I.select().where(_I.id.in_({number for (number,) in rows})))


def promising_since(since: datetime) -> list[Incident]:
    """Those with an update that was promised for an instant or later."""
    return load(_I.select().where(_I.id.in_(_U.select(_U.incident).where(_U.first_due >= since))))


def lengths_between(start: datetime, end: datetime) -> list[Length]:
    """How long the incidents lasted whose first word fell into [start, end), newest first."""
    query = (
        _I.select(
            _I.status, _I.is_open, _I.started_at, _I.impact_from, _I.impact_until, _I.resolved_at
        )
        .where(_I.kind == Kind.INCIDENT)
        .where((_I.started_at >= start) & (_I.started_at < end))
        .order_by(_I.started_at.desc(), _I.id.desc())
    )
    return [
        Length(
            row.status,
            row.impact_from or row.started_at,
            None if row.is_open else row.impact_until or row.resolved_at,
        )
        for row in query
    ]


def first_started() -> datetime | None:
    """The oldest first word on record."""
    return cast("datetime | None", _I.select(fn.MIN(_I.started_at)).scalar())


def titles(language: str) -> dict[str, str]:
    """The titles that were written in a further language, by the keys of their incidents."""
    rows: Any = _I.select(_I.key, _I.wordings).where(_I.wordings != NOT_TRANSLATED).tuples()
    told = {key: wordings.of(language).get("title", "") for key, wordings in rows}
    return {key: title for key, title in told.items() if title}


def updates_page(offset_from_oldest: int, limit: int) -> list[tuple[str, str, datetime]]:
    """(incident key, update key, its time) of some updates, counted from the oldest, in order."""
    placed = fn.COALESCE(_U.first_at, _U.at), _U.id
    # What is counted past is counted in an index alone, before anything is joined.
    chosen = _U.select(_U.id).order_by(*placed).offset(offset_from_oldest).limit(limit)
    columns = _U.key, _I.key.alias("incident_key"), _U.first_at, _U.at
    query = _U.select(*columns).join(_I).where(_U.id.in_(chosen))
    rows: Any = query.order_by(*placed).tuples()
    return [(incident_key, key, first_at or at) for key, incident_key, first_at, at in rows]


def has_updates(number: int) -> bool:
    """Whether there are so many updates."""
    return _U.select(_U.id).offset(number - 1).limit(1).exists()


def count_updates() -> int:
    """How many updates there are."""
    return int(_U.select(fn.COUNT(_U.id)).scalar())


def maintenances_between(start: datetime, end: datetime) -> list[Incident]:
    """Planned work whose window, announced or overrun, overlaps [start, end), oldest first."""
    goes_on = (_I.scheduled_until > start) | (_I.resolved_at > start) | _I.is_open
    overlaps = (_I.scheduled_for < end) & goes_on
    query = _I.select().where((_I.kind == Kind.MAINTENANCE) & overlaps)
    return load(query.order_by(_I.scheduled_for, _I.id))


def runs_between(
    start: datetime, end: datetime, components: Collection[str]
) -> dict[str, list[ImpactRun]]:
    """What incidents declare of each of some components inside [start, end], in order."""
    runs = tables.ImpactRun
    found: dict[str, list[ImpactRun]] = {component: [] for component in components}
    query = (
        runs.select(runs.component, runs.state, runs.start, runs.end, _I.key, _I.title)
        .join(_I)
        .where(runs.component.in_(list(components)) & (runs.end >= start) & (runs.start <= end))
        .order_by(runs.start, runs.id)
    )
    rows: Any = query.tuples()
    for component, state, begin, stop, key, title in rows:
        until = None if stop == FAR else stop
        found[component].append(ImpactRun(component, state, begin, until, key, title))
    return found


def insert(values: dict[str, Any]) -> int:
    """A new incident row; returns its number. Columns as in tables.Incident."""
    return int(_I.insert(**values, is_open=Status(values["status"]).is_open).execute())


def change(number: int, values: dict[str, Any]) -> None:
    """Set columns of one incident."""
    if "status" in values:
        values = {**values, "is_open": Status(values["status"]).is_open}
    _I.update(**values).where(_I.id == number).execute()


def insert_update(number: int, update: Update) -> None:
    """A new update of an incident, with what it says of components."""
    values = {name: getattr(update, name) for name in (*_SAID, "first_due")}
    add_changes(_U.insert(incident=number, **values).execute(), update.changes)


def add_changes(update: int, changes: Iterable[Change]) -> None:
    """What an update, given by its number, says of components."""
    rows = [
        {
            "post": update,
            "component": c.component,
            "declared": c.declared,
            "old": c.old,
            "new": c.new,
        }
        for c in changes
    ]
    if rows:
        _C.insert_many(rows).execute()


def replace_runs(number: int, runs: Iterable[ImpactRun]) -> None:
    """Put the runs an incident declares; the former ones go (they are derived from its updates)."""
    table = tables.ImpactRun
    table.delete().where(table.incident == number).execute()
    rows = [
        {
            "incident": number,
            "component": run.component,
            "state": run.state,
            "start": run.start,
            "end": run.end or FAR,
        }
        for run in runs
    ]
    if rows:
        table.insert_many(rows).execute()


def impact_is_stated(number: int) -> bool:
    """Whether staff set the impact by hand, so that updates leave it as it is."""
    return bool(_I.select(_I.impact_is_stated).where(_I.id == number).scalar())
