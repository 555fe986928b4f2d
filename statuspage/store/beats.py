"""When each duty of the worker last began and ended a turn: told at most once in a few seconds, and
read by the servers."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from threading import Lock

from statuspage import clock
from statuspage.domain.desk.duties import Beat
from statuspage.errors import StoreError
from statuspage.store import db
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)


class Beats:
    """`rhythms` is seconds from turn to turn, by the name of a duty. Threads may share it."""

    def __init__(self, rhythms: Mapping[str, float], write_every: float) -> None:
        self._rhythms = rhythms
        self._begun = dict.fromkeys(rhythms, clock.elapsed())
        self._ended = dict(self._begun)
        self._succeeded = dict(self._begun)
        self._write_every = write_every
        self._write_at = 0.0
        self._lock = Lock()
        self._troubles = Troubles(_log)

    def begun(self, name: str) -> None:
        """Note that a turn begins; it is written with the next end of any."""
        self._begun[name] = clock.elapsed()

    def ended(self, name: str, *, is_well: bool = True) -> None:
        """Note that a turn came to its end, and whether to a good one."""
        with self._lock:
            now = self._ended[name] = clock.elapsed()
            if is_well:
                self._succeeded[name] = now
            if now >= self._write_at:
                self._write_at = now + self._write_every
                self._write()

    def _write(self) -> None:
        told = [
            Beat(name, every, self._begun[name], self._ended[name], self._succeeded[name])
            for name, every in self._rhythms.items()
        ]
        try:
            db.keep_beats(told)
        except (OSError, StoreError) as error:  # the server will say that it hears nothing
            self._troubles.met("beats", f"the beats of the duties cannot be written: {error}")
        else:
            self._troubles.good("beats")


def beats() -> list[Beat]:
    """What the worker left last; empty when there never was one. Raises StoreError."""
    return db.beats()
