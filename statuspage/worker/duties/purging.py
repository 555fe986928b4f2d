"""The hook is told what changed in the copy, in batches, again and again until it took them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from statuspage import clock
from statuspage.errors import Unreachable
from statuspage.publish.hook import batches, call
from statuspage.publish.index import NEWS, Index, opened
from statuspage.publish.places import address_of
from statuspage.publish.targets import chosen
from statuspage.said import Said, dumped, said
from statuspage.store import db
from statuspage.store.settings import current_settings, site

_BETWEEN = 12.0  # seconds between two calls; Cloudflare's free plan takes five in a minute
_FIRST, _LAST = 5.0, 300.0  # seconds of pause after a fault, doubled each time
_PATIENCE = 10.0  # seconds that a first call waits for the rest of the news


class Purging:
    """Calls the hook of the settings. What it was not told yet, the index of the copy keeps."""

    def __init__(
        self, environ: Mapping[str, str], elapsed: Callable[[], float] = clock.elapsed
    ) -> None:
        self._environ = environ
        self._elapsed = elapsed
        self._next_at = 0.0
        self._pause = 0.0
        self._waiting_since: float | None = None

    def turn(self) -> None:
        """Raises StoreError, SourceError, and Unreachable when the hook does not take it."""
        if self._elapsed() < self._next_at:
            return
        with db.snapshot():
            settings, whose = current_settings().publish, site()
        target = None if settings.purge is None else chosen()
        if target is None or not target.index.exists():
            return
        with opened(target.index) as index:
            paths = index.changed()
            if not paths or not self._is_time(index):
                return
            told = {whose.url + address_of(path, whose.languages): path for path in paths}
            try:
                for batch in batches(list(told)):
                    self._next_at = self._elapsed() + _BETWEEN
                    call(settings, batch, self._environ)
                    with index.together():
                        index.was_told([told[address] for address in batch] or paths)
                        index.note(purge_fault="", purge_failed="")
            except Unreachable as error:
                self._failed(index, error)
                raise
        self._pause, self._waiting_since = 0.0, None

    def _is_time(self, index: Index) -> bool:
        """Whether the news is whole: one call for all that an update touched."""
        now = self._elapsed()
        self._waiting_since = now if self._waiting_since is None else self._waiting_since
        return index.count_owed(NEWS) == 0 or now - self._waiting_since > _PATIENCE

    def _failed(self, index: Index, error: Unreachable) -> None:
        self._pause = min(max(_FIRST, 2 * self._pause), _LAST)
        self._next_at = self._elapsed() + self._pause
        with index.together():
            since = index.fact("purge_failed") or clock.now().isoformat()
            index.note(purge_fault=dumped(_fault(error)), purge_failed=since)


def _fault(error: Unreachable) -> Said:
    """What anybody may know of it; where the hook is stands in the log alone."""
    if status := error.said.params.get("status"):
        return said("The purge hook answers with status {status}.", status=status)
    return said("The purge hook cannot be reached; the log says why.")
