"""What a thread read of the store lately, kept as long as the store says the same."""

from __future__ import annotations

import threading
from datetime import datetime

from statuspage.domain.library.memory import Memory
from statuspage.store import db
from statuspage.store.published import topics


class Recall:
    """A memory that knows how far the store had come when it was used last."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._opening: object = None
        self._generation = 0
        self._at: datetime | None = None

    def memory(self, now: datetime) -> Memory:
        """What still holds. Use it inside the snapshot that is read."""
        opening, generation = db.opening(), topics.generation()
        is_earlier = generation < self._generation or (self._at is not None and now < self._at)
        if opening != self._opening or is_earlier:  # another store, or another time
            self._memory.forget()
        elif generation > self._generation:
            self._memory.rose(topics.raised_since(self._generation))
        self._opening, self._generation, self._at = opening, generation, now
        return self._memory


class _OfThread(threading.local):
    def __init__(self) -> None:
        self.recall = Recall()


_of_thread = _OfThread()


def recall() -> Recall:
    """What this thread remembers."""
    return _of_thread.recall
