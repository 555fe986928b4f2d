"""Opens the index of a copy: to write the copy, to look at it, or anew where it was damaged."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from statuspage.publish.index import Index, IndexFault, telling_faults
from statuspage.publish.schema import SCHEMA
from statuspage.publish.target import Target
from statuspage.store import db
from statuspage.store.settings import site

_log = logging.getLogger(__name__)
_Done = TypeVar("_Done")


@contextmanager
def ready(target: Target) -> Iterator[Index]:
    """The index of a copy that is ours. Whoever calls has it locked.

    Raises SourceError when it holds something else, OSError, IndexFault and StoreError.
    """
    with db.snapshot():
        target.claim(site().record_origin)
    with opened(target.index) as index:
        yield index


def with_index(target: Target, work: Callable[[Index], _Done]) -> _Done:
    """Do some work on a copy that is `ready`; where its index is damaged, again with a new one."""
    try:
        with ready(target) as index:
            return work(index)
    except IndexFault as fault:
        if not fault.is_damage:
            raise
        _log.warning("%s It is made anew.", fault)
    with ready(target) as index:
        return work(index)


@contextmanager
def opened(place: Path) -> Iterator[Index]:
    """The index of a copy; made when missing, and made anew when it is damaged.

    Raises IndexFault; one that turns out damaged is forgotten, so that the next makes it anew.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connected(place)
    except IndexFault as fault:
        if not fault.is_damage:
            raise
        _forget(place)
        connection = _connected(place)
    try:
        with closing(connection):
            yield Index(connection, place)
    except IndexFault as fault:
        if fault.is_damage:
            _forget(place)
        raise


@contextmanager
def seen(place: Path, *, to_write: bool = False) -> Iterator[Index | None]:
    """The index as it is, to look at or for a short note; None when there is none."""
    if not place.exists():
        yield None
        return
    uri = f"{place.absolute().as_uri()}?mode={'rw' if to_write else 'ro'}"
    with telling_faults(place):
        connection = sqlite3.connect(uri, uri=True, timeout=1.0, isolation_level=None)
    with closing(connection):
        yield Index(connection, place)


def _forget(place: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)


def _connected(place: Path) -> sqlite3.Connection:
    with telling_faults(place):
        connection = sqlite3.connect(place, timeout=5.0, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # A power cut may lose the last notes; files are then looked at one by one.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection
