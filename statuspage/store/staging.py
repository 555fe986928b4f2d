"""Where an import gathers its rows, out of the way of all who write, before any of them counts.

One import is at work at a time; what it gathered is gone after.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from statuspage.store import db
from statuspage.store.measured.staging import Staging


@contextmanager
def staging(table: str = "") -> Iterator[Staging]:
    """An empty place to gather samples in, or rows of a table; nothing in it outlives the block.

    Raises ImportAtWork.
    """
    place = db.opening()
    with db.import_alone():
        if isinstance(place, Path):
            from statuspage.store.sqlite.staging import staged_in_file

            with staged_in_file(place.parent) as staged:
                yield staged
        else:
            from statuspage.store.postgresql.staging import staged_in_tables

            with staged_in_tables(table) as staged:
                yield staged
