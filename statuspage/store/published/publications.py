"""The journal of what was published: a row per incident, maintenance, changelog entry and outcome.

Feeds, archives and the sitemap read keys from here; ordered by the time each entry stands under.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from statuspage.domain.vocabulary.entry import Published
from statuspage.domain.vocabulary.states import Kind
from statuspage.store.tables.entries import Publication, PublicationComponent
from statuspage.store.tables.site import Component

_HAPPENED = (Kind.INCIDENT, Kind.MAINTENANCE)


def put(
    kind: str, key: str, published_at: datetime, updated_at: datetime, components: Collection[str]
) -> datetime | None:
    """Enter or refresh a row. Its `published_at` never moves once it stands.

    Returns that time when the row, or one of its components, is new: others may shift by it.
    """
    row = {"kind": kind, "key": key, "published_at": published_at, "updated_at": updated_at}
    before = Publication.get_or_none((Publication.kind == kind) & (Publication.key == key))
    if before is None:
        number, stands_under = Publication.insert(**row).execute(), published_at
    else:
        number, stands_under = before.id, before.published_at
        Publication.update(updated_at=updated_at).where(Publication.id == number).execute()
    known: Any = (
        PublicationComponent.select(PublicationComponent.component)
        .where(
            PublicationComponent.component.in_(list(components))
            & (PublicationComponent.publication == number)
        )
        .tuples()
    )
    fresh = set(components) - {component for (component,) in known}
    for component in sorted(fresh):
        PublicationComponent.insert(publication=number, component=component).execute()
    if kind in _HAPPENED:
        _touch(number, updated_at)
    return stands_under if before is None or fresh else None


def count(kinds: Collection[str], component: str | None = None) -> int:
    """How many rows of these kinds there are."""
    return int(_select(kinds, component).select(fn.COUNT(Publication.id)).scalar())


def counts(kinds: Collection[str], components: Collection[str]) -> dict[str, int]:
    """The same of those that touch each of some components; one that nothing touches is absent."""
    named = PublicationComponent.component
    query = Publication.select(named, fn.COUNT(Publication.id)).join(PublicationComponent)
    chosen = Publication.kind.in_(list(kinds)) & named.in_(list(components))
    rows: Any = query.where(chosen).group_by(named).tuples()
    return dict(rows)


def last_changes(components: Collection[str]) -> dict[str, datetime]:
    """When an incident or planned work that touches each of some components last changed."""
    chosen = Component.id.in_(list(components)) & Component.touched_at.is_null(False)
    rows: Any = Component.select(Component.id, Component.touched_at).where(chosen).tuples()
    return dict(rows)


def reaches(kinds: Collection[str], number: int, component: str | None = None) -> bool:
    """Whether there are so many rows of these kinds."""
    return _select(kinds, component).offset(number - 1).limit(1).exists()


def page(
    kinds: Collection[str], offset: int, limit: int, component: str | None = None
) -> list[Published]:
    """Rows counted from the oldest, oldest first: a full page never shifts when one is added."""
    query = _select(kinds, component).order_by(Publication.published_at, Publication.id)
    return _facts(query.offset(offset).limit(limit))


def _touch(number: int, at: datetime) -> None:
    """Kept with each component: it would take a walk over all that ever touched it."""
    touched = PublicationComponent.select(PublicationComponent.component)
    touched = touched.where(PublicationComponent.publication == number)
    is_later = Component.touched_at.is_null() | (Component.touched_at < at)
    Component.update(touched_at=at).where(Component.id.in_(touched) & is_later).execute()


def _select(kinds: Collection[str], component: str | None) -> ModelSelect[Any]:
    query = Publication.select().where(Publication.kind.in_(list(kinds)))
    if component is None:
        return query
    return query.join(PublicationComponent).where(PublicationComponent.component == component)


def _facts(query: ModelSelect[Any]) -> list[Published]:
    return [Published(row.kind, row.key, row.published_at, row.updated_at) for row in query]
