"""A backup put in the place of the open store, in one step, also under running servers.

What the store holds besides is never thrown away unasked, and the audit log is never cut.
"""

from __future__ import annotations

from pathlib import Path

from statuspage.config.database import DatabaseServer
from statuspage.errors import StoreError
from statuspage.progress import Progress, quietly
from statuspage.said import said
from statuspage.store import db
from statuspage.store.restored import By, Restored
from statuspage.store.sqlite import restoring

__all__ = ["By", "Restored", "restore", "set_aside"]


def restore(
    copy: Path,
    by: By,
    *,
    replace: bool = False,
    former: Path | None = None,
    progress: Progress = quietly,
) -> Restored:
    """Put a backup into the open store; `replace` lets go of what only the store holds.

    `former` is a store that was set aside: its audit log goes on, as far as it can be read.
    Other processes see either the old store or the new one. Raises StoreError, and then the store
    is as it was.
    """
    place = db.opening()
    if isinstance(place, DatabaseServer):  # empty, so there is nothing to replace
        from statuspage.store.postgresql import dumping

        return dumping.restore(place, copy, by, progress)
    return restoring.restore(db.files(), copy, by, former, progress, replace=replace)


def set_aside(store: Path | DatabaseServer, why: str) -> Path:
    """Move a store that cannot be opened out of the way; returns where it lies then."""
    db.close_store()
    if not isinstance(store, Path):
        raise StoreError(
            said("A database on a server cannot be set aside: restore into another, empty one.")
        )
    return restoring.set_aside(store, why)
