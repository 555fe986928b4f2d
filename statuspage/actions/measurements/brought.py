"""Say which results another system measured, once they are here."""

from __future__ import annotations

from collections.abc import Iterable

from statuspage.domain.library.topics import watched_topic
from statuspage.domain.measured.brought import Brought
from statuspage.store import db
from statuspage.store.measured import brought


def note_brought(found: Iterable[Brought]) -> None:
    """Keep whose the results are; the pages of their components say so. Raises StoreError."""
    with db.transaction():
        for one in found:
            brought.put(one)
            db.raise_topics(watched_topic(one.component))
