"""Written entries: changelog, outcomes, pages, agreements, templates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import ModelSelect

from statuspage.domain.vocabulary.entry import Entry, EntryKind, missing
from statuspage.errors import NotFound
from statuspage.store.fields import compact, shared
from statuspage.store.tables import entries as tables

_E = tables.Entry
_L = tables.EntryLink


def by_slug(kind: EntryKind, slug: str) -> Entry:
    """Raises NotFound."""
    found = _facts(_E.select().where((_E.kind == kind) & (_E.slug == slug)))
    if not found:
        raise NotFound(missing(kind, slug))
    return found[0]


def by_slugs(kind: EntryKind, slugs: Iterable[str]) -> dict[str, Entry]:
    """Several entries of a kind, by slug, the newest first."""
    query = _E.select().where((_E.kind == kind) & _E.slug.in_(list(slugs)))
    found = _facts(query.order_by(_E.at.desc(), _E.slug))
    return {entry.slug: entry for entry in found}


def newest(kind: EntryKind, limit: int | None = None) -> list[Entry]:
    """Entries of a kind that still stand, the newest first."""
    query = _E.select().where((_E.kind == kind) & _E.withdrawn_at.is_null())
    return _facts(query.order_by(_E.at.desc(), _E.slug).limit(limit))


def between(kind: EntryKind, start: datetime, end: datetime) -> list[Entry]:
    """Entries of a kind that stand in a stretch of time, withdrawn ones too, the newest first."""
    inside = (_E.kind == kind) & (_E.at >= start) & (_E.at < end)
    return _facts(_E.select().where(inside).order_by(_E.at.desc(), _E.slug))


def times(kind: EntryKind) -> list[datetime]:
    """When each entry of a kind stands, withdrawn ones too, the newest first."""
    query = _E.select(_E.at).where(_E.kind == kind).order_by(_E.at.desc())
    return [row.at for row in query]


def all_of(kind: EntryKind) -> list[Entry]:
    """Entries of a kind, withdrawn ones too, the newest first."""
    return _facts(_E.select().where(_E.kind == kind).order_by(_E.at.desc(), _E.slug))


def in_states(states: Collection[str]) -> list[Entry]:
    """The outcomes that are in some states and stand, the one first asked first."""
    text = _E.details.cast("TEXT")
    named = reduce(or_, (text ** f'%"state":{compact(state)}%' for state in states))
    standing = (_E.kind == EntryKind.OUTCOME) & _E.withdrawn_at.is_null()
    found = _facts(_E.select().where(standing & named))
    mine = [one for one in found if one.details.get("state") in states]
    return sorted(mine, key=lambda one: (str(one.details.get("asked", "")), one.slug))


def digests() -> dict[tuple[str, str], tuple[str, str, bool]]:
    """(kind, slug) -> (file, digest, is withdrawn) of every entry."""
    query = _E.select(_E.kind, _E.slug, _E.file, _E.digest, _E.withdrawn_at)
    rows: Any = query.tuples()
    return {
        (kind, slug): (file, digest, withdrawn is not None)
        for kind, slug, file, digest, withdrawn in rows
    }


def slugs_of(kind: EntryKind) -> set[str]:
    """The name of every entry of a kind, withdrawn ones too."""
    rows: Any = _E.select(_E.slug).where(_E.kind == kind).tuples()
    return {slug for (slug,) in rows}


def titles_of(kind: EntryKind) -> set[tuple[str, str]]:
    """The title of every entry of a kind with the version that it names, withdrawn ones too."""
    rows: Any = _E.select(_E.title, _E.details).where(_E.kind == kind).tuples()
    return {(title, str(details.get("version", ""))) for title, details in rows}


def put(values: dict[str, Any]) -> None:
    """Insert or change the entry of this kind and slug; `published_at` stays what it first was."""
    changed = {name: value for name, value in values.items() if name not in _FIXED}
    _E.insert(**values).on_conflict(conflict_target=[_E.kind, _E.slug], update=changed).execute()


def leading_to(paths: Iterable[str]) -> dict[str, list[Entry]]:
    """Entries that stand and name a page, by its path; changes before answers, newest first."""
    links: Any = _L.select(_L.target, _L.kind, _L.slug).where(_L.target.in_(list(paths))).tuples()
    rows = [*links]
    slugs = {slug for _, _, slug in rows}
    query = _E.select().where(_E.withdrawn_at.is_null() & _E.slug.in_(slugs))
    entries = _facts(query.order_by(_E.kind, _E.at.desc(), _E.slug)) if rows else []
    named = {(target, kind, slug) for target, kind, slug in rows}
    return {
        path: [one for one in entries if (path, one.kind, one.slug) in named]
        for path in dict.fromkeys(target for target, *_ in rows)
    }


def link(entry: Entry) -> set[str]:
    """Keep which pages an entry leads to now; these, and those it led to before."""
    is_its = (_L.kind == entry.kind) & (_L.slug == entry.slug)
    rows: Any = _L.select(_L.target).where(is_its).tuples()
    former = {target for (target,) in rows}
    if former != entry.leads_to:
        _L.delete().where(is_its).execute()
        for target in sorted(entry.leads_to):
            _L.insert(kind=entry.kind, slug=entry.slug, target=target).execute()
    return former | entry.leads_to


_SHARED = shared(Entry, _E)
_FIXED = ("kind", "slug", "published_at")


def change(kind: EntryKind, slug: str, **values: Any) -> None:
    """Set columns of one entry."""
    _E.update(**values).where((_E.kind == kind) & (_E.slug == slug)).execute()


def _facts(query: ModelSelect[Any]) -> list[Entry]:
    return [Entry(**{name: getattr(row, name) for name in _SHARED}) for row in query]
