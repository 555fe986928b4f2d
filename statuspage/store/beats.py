"""When each duty of the worker last began and ended a turn, in a small file beside the database.

The worker writes it, whole and at most once in a few seconds; the server reads it. No row: a store
that is out of reach is one of the things that make a duty hang.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from statuspage import clock
from statuspage.domain.desk.duties import Beat
from statuspage.store import db
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)


class Beats:
    """`rhythms` is seconds from turn to turn, by the name of a duty. Threads may share it."""

    def __init__(self, rhythms: Mapping[str, float], write_every: float) -> None:
        self._path = _path()
        self._rhythms = rhythms
        self._begun = dict.fromkeys(rhythms, clock.elapsed())
        self._ended = dict(self._begun)
        self._write_every = write_every
        self._write_at = 0.0
        self._lock = Lock()
        self._troubles = Troubles(_log)

    def begun(self, name: str) -> None:
        """Note that a turn begins; it is written with the next end of any."""
        self._begun[name] = clock.elapsed()

    def ended(self, name: str) -> None:
        """Note that a turn came to its end."""
        with self._lock:
            now = self._ended[name] = clock.elapsed()
            if now >= self._write_at:
                self._write_at = now + self._write_every
                self._write()

    def _write(self) -> None:
        rows = [
            [name, every, self._begun[name], self._ended[name]]
            for name, every in self._rhythms.items()
        ]
        part = self._path.with_name(self._path.name + ".part")
        try:
            part.write_text(json.dumps(rows), "utf-8")
            part.replace(self._path)
        except OSError as error:  # the server will say that it hears nothing
            self._troubles.met("beats", f"{self._path} cannot be written: {error.strerror}")
        else:
            self._troubles.good("beats")


def beats() -> list[Beat]:
    """What the worker of this store left last; empty when there never was one."""
    try:
        rows = json.loads(_path().read_text("utf-8"))
    except OSError:
        return []
    return [Beat(*row) for row in rows]


def _path() -> Path:
    return db.path().with_name(db.path().name + ".duties")
