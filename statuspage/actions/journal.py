"""Enter what is published in the journal that feeds count by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from statuspage.domain.library.topics import shifted
from statuspage.store import db
from statuspage.store.published import publications


def enter(
    kind: str,
    key: str,
    published_at: datetime,
    updated_at: datetime,
    components: Collection[str],
    now: datetime,
) -> None:
    """Enter or refresh a row. One that comes to stand before others shifts the pages after it."""
    place = publications.put(kind, key, published_at, updated_at, components)
    if place is not None and place < now:
        db.raise_topics(*shifted(place, now))
