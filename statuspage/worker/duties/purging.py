"""The hook is told what changed in the copy, in batches, again and again until it took them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from statuspage import clock
from statuspage.errors import Unreachable
from statuspage.publish.index import NEWS, Index
from statuspage.publish.opening import opened
from statuspage.publish.targets import chosen
from statuspage.publish.telling import tell
from statuspage.store import db
from statuspage.store.settings import current_settings

_BETWEEN = 12.0  # seconds between two calls; Cloudflare's free plan takes five in a minute
_FIRST, _LAST = 5.0, 300.0  # seconds of pause after a fault, doubled each time
_PATIENCE = 10.0  # seconds that a first call waits for the rest of the news


class Purging:
    """Calls the hook of the settings."""

    def __init__(
        self, environ: Mapping[str, str], elapsed: Callable[[], float] = clock.elapsed
    ) -> None:
        self._environ = environ
        self._elapsed = elapsed
        self._next_at = 0.0
        self._pause = 0.0
        self._waiting_since: float | None = None

    def turn(self) -> None:
        """Raises StoreError, and Unreachable when the hook does not take it."""
        if self._elapsed() < self._next_at:
            return
        with db.snapshot():
            is_named = current_settings().publish.purge is not None
        target = chosen() if is_named else None
        if target is None or not target.index.exists():
            return
        with opened(target.index) as index:
            if index.changed() and self._is_time(index):
                self._tell(index)

    def _is_time(self, index: Index) -> bool:
        """Whether the news is whole: one call for all that an update touched."""
        now = self._elapsed()
        self._waiting_since = now if self._waiting_since is None else self._waiting_since
        return index.count_owed(NEWS) == 0 or now - self._waiting_since > _PATIENCE

    def _tell(self, index: Index) -> None:
        try:
            tell(index, self._environ)
        except Unreachable:
            self._pause = min(max(_FIRST, 2 * self._pause), _LAST)
            self._next_at = self._elapsed() + self._pause
            raise
        self._pause, self._waiting_since = 0.0, None
        self._next_at = self._elapsed() + _BETWEEN
