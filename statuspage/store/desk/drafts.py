"""Drafts that staff write together, and their private notes on incidents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from statuspage.domain.desk.draft import Draft, PrivateNote
from statuspage.errors import NotFound
from statuspage.said import dumped, loaded, said
from statuspage.store.tables import staff as tables

_D = tables.Draft
_N = tables.PrivateNote
_I = tables.ImportedChange


def exists(key: str) -> bool:
    """Whether there is such a draft still."""
    return key in existing([key])


def existing(keys: Collection[str]) -> set[str]:
    """Those of some keys that lead to a draft still."""
    return {row.key for row in _D.select(_D.key).where(_D.key.in_(list(keys)))}


def by_key(key: str) -> Draft:
    """Raises NotFound."""
    row = _D.get_or_none(_D.key == key)
    if row is None:
        raise NotFound(said("There is no draft '{key}'.", key=key))
    return _fact(row)


def all_drafts() -> list[Draft]:
    """Those that wait for an approval first, the oldest first."""
    query = _D.select().order_by(_D.waits_since.is_null(), _D.waits_since, _D.saved_at, _D.key)
    return [_fact(row) for row in query]


def written() -> list[Draft]:
    """Those that staff wrote, without what was imported; in the same order."""
    return [draft for draft in all_drafts() if not draft.source]


def at_path(path: str) -> list[Draft]:
    """Those of the form at a path: what staff wrote, then imports as they stand in their files."""
    found = [_fact(row) for row in _D.select().where(_D.path == path).order_by(_D.saved_at, _D.key)]
    return sorted(found, key=lambda draft: draft.place)


def count_imported() -> int:
    """How many drafts came with an import and are still there."""
    return int(_D.select().where(_D.source != "").count())


def due(now: datetime) -> list[Draft]:
    """Those whose time has come and that wait for nobody, the oldest time first."""
    query = _D.select().where((_D.publish_at <= now) & _D.waits_since.is_null())
    return [_fact(row) for row in query.order_by(_D.publish_at, _D.saved_at, _D.key)]


def put(draft: Draft) -> None:
    """Keep it in place of what its key held before."""
    values: dict[str, Any] = {
        **vars(draft),
        "fields": dict(draft.fields),
        "label": dumped(draft.label),
    }
    _D.put(values | {"writers": list(draft.writers)})


def change(key: str, **values: Any) -> None:
    """Set columns of one draft."""
    _D.update(**values).where(_D.key == key).execute()


def imported(identities: Collection[str]) -> dict[str, str]:
    """Those of some identities that were imported before, with the key of the draft of each."""
    query = _I.select(_I.identity, _I.draft).where(_I.identity.in_(list(identities)))
    return {row.identity: row.draft for row in query}


def remember_imported(identity: str, draft: str) -> None:
    """That a change was imported, so that it is known the next time."""
    _I.create(identity=identity, draft=draft)


def rename_imported(former: str, identity: str) -> None:
    """That a change is known by another identity now."""
    _I.update(identity=identity).where(_I.identity == former).execute()


def remove(key: str) -> None:
    """Delete one: it was published or discarded."""
    _D.delete().where(_D.key == key).execute()


def notes_on(number: int) -> list[PrivateNote]:
    """The private notes on an incident, given by its number; the newest first.

    A corrected one stands where it first stood, with what it said before.
    """
    rows: Any = _N.select().where(_N.incident == number).order_by(_N.id)
    newest: dict[int, list[PrivateNote]] = {}
    first: dict[int, int] = {}
    for row in rows:
        first[row.id] = first.get(row.corrects_id, row.id)
        newest.setdefault(first[row.id], []).append(_note(row))
    told = [replace(versions[-1], former=tuple(versions[-2::-1])) for versions in newest.values()]
    return told[::-1]


def note_on(number: int, note: int) -> PrivateNote:
    """One private note on an incident, given by both numbers. Raises NotFound."""
    row = _N.get_or_none((_N.incident == number) & (_N.id == note))
    if row is None:
        raise NotFound(said("There is no private note '{note}'.", note=note))
    is_corrected = bool(_N.select().where(_N.corrects == note).exists())
    return replace(_note(row), is_corrected=is_corrected)


def add_note(
    number: int, author: str, at: datetime, text: str, *, corrects: int | None = None
) -> None:
    """A new private note on an incident, in the place of another or by itself."""
    _N.create(incident=number, author=author, at=at, text=text, corrects=corrects)


def _note(row: Any) -> PrivateNote:
    return PrivateNote(row.id, row.author, row.at, row.text)


def _fact(row: Any) -> Draft:
    return Draft(
        key=row.key,
        path=row.path,
        label=loaded(row.label),
        fields=row.fields,
        writers=tuple(row.writers),
        version=row.version,
        saved_at=row.saved_at,
        waits_since=row.waits_since,
        source=row.source,
        publish_at=row.publish_at,
        approver=row.approver,
        fault=row.fault,
    )
