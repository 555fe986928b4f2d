"""Copies of the whole store, taken while it runs, and verified before they are trusted.

A copy takes the place of nothing but an older copy of the same site: see restoring.py for the way
back.
"""

from __future__ import annotations

from pathlib import Path

from statuspage.config.database import DatabaseServer
from statuspage.progress import Progress, quietly
from statuspage.store import db
from statuspage.store.sqlite import copying

_DUMP = b"PGDMP"  # how pg_dump's custom form begins


def backup(target: Path, progress: Progress = quietly) -> dict[str, int]:
    """Write a compact copy of the open store to `target`, atomically; returns rows per table.

    It takes the place of an older backup of this site, and of nothing else. Raises StoreError.
    """
    place = db.opening()
    if isinstance(place, DatabaseServer):
        from statuspage.store.postgresql import dumping

        return dumping.backup(place, target, progress)
    return copying.backup(db.files(), target, progress)


def verify(copy: Path, progress: Progress = quietly) -> dict[str, int]:
    """Check a backup's integrity and count its rows. Raises StoreError."""
    if copy.is_file():
        with copy.open("rb") as file:
            if file.read(len(_DUMP)) == _DUMP:
                from statuspage.store.postgresql import dumping

                return dumping.verify(copy, progress)
    return copying.verify(copy, progress)
