"""Looks after those whose bodies are awaited, and ends connections that say nothing more.

A sender in drops is told that it takes too long between two of them; one who has gone silent is
waited for by the server itself, which cannot be told to stop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from statuspage import clock

_LOOK_EVERY = 1.0  # seconds
SILENT_SECONDS = 10.0
"""Longer than a connection at rest is kept, so that none of those is meant."""

EndSilent = Callable[[str, float], None]
"""Ends the connections from an address that are silent for so many seconds."""


class Waiting:
    """Who is waited for; as long as there is anybody, it is looked at every now and then."""

    def __init__(self, patience: float, silence: float, end_silent: EndSilent) -> None:
        """Seconds that anybody is waited for at least, and after which one who says nothing has
        gone silent.
        """
        self._patience = patience
        self._silence = silence
        self._end_silent = end_silent
        self._lock = threading.Lock()
        self._since: dict[object, tuple[str, float]] = {}
        self._is_watched = False

    @contextmanager
    def body_from(self, peer: str) -> Iterator[None]:
        """Within it a body is read from whoever is connected from an address."""
        here = object()
        with self._lock:
            self._since[here] = peer, clock.elapsed()
            if not self._is_watched:
                self._watch()
        try:
            yield
        finally:
            with self._lock:
                del self._since[here]

    def _watch(self) -> None:
        self._is_watched = True
        timer = threading.Timer(_LOOK_EVERY, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        with self._lock:
            late = clock.elapsed() - self._patience
            peers = {peer for peer, since in self._since.values() if since < late}
            self._is_watched = False
            if self._since:
                self._watch()
        for peer in peers:
            self._end_silent(peer, self._silence)
