"""The journal of what was published: a row per incident, maintenance, changelog entry and outcome.

Feeds, archives and the sitemap read keys from here; ordered by the time each entry stands under.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from statuspage.domain.vocabulary.entry import Published
from statuspage.store.tables.entries import Publication, PublicationComponent


def put(
    kind: str, key: str, published_at: datetime, updated_at: datetime, components: Collection[str]
) -> None:
    """Enter or refresh a row. Its `published_at` never moves once it stands."""
    row = {"kind": kind, "key": key, "published_at": published_at, "updated_at": updated_at}
    same = [Publication.kind, Publication.key]
    Publication.insert(**row).on_conflict(
        conflict_target=same, update={"updated_at": updated_at}
    ).execute()
    number = (
        Publication.select(Publication.id)
        .where((Publication.kind == kind) & (Publication.key == key))
        .scalar()
    )
    for component in components:
        PublicationComponent.insert(
            publication=number, component=component
        ).on_conflict_ignore().execute()


def count(kinds: Collection[str], component: str | None = None) -> int:
    """How many rows of these kinds there are."""
    return int(_select(kinds, component).select(fn.COUNT(Publication.id)).scalar())


def page(
    kinds: Collection[str], offset: int, limit: int, component: str | None = None
) -> list[Published]:
    """Rows counted from the oldest, oldest first: a full page never shifts when one is added."""
    query = _select(kinds, component).order_by(Publication.published_at, Publication.id)
    return _facts(query.offset(offset).limit(limit))


def _select(kinds: Collection[str], component: str | None) -> ModelSelect[Any]:
    query = Publication.select().where(Publication.kind.in_(list(kinds)))
    if component is None:
        return query
    return query.join(PublicationComponent).where(PublicationComponent.component == component)


def _facts(query: ModelSelect[Any]) -> list[Published]:
    return [Published(row.kind, row.key, row.published_at, row.updated_at) for row in query]
