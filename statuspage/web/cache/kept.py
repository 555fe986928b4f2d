"""Pages that are kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict

from statuspage import clock
from statuspage.web.cache.answer import ReadyPage

NARROWED = "?"
"""What the key of a feed begins with that a query narrows; no other key does."""

_MOST_NARROWED = 200  # there are more of them than anybody follows
_OVERHEAD = 4096  # bytes that a kept page takes beside its bodies


class KeptPage:
    """A ready page with what it depends on."""

    __slots__ = (*("generation", "is_being_renewed", "made_at", "page", "valid_until", "versions"),)

    def __init__(self, page: ReadyPage, versions: dict[str, int], generation: int) -> None:
        until = page.rendering.valid_until
        self.page = page
        self.versions = versions
        self.generation = generation  # up to which it is known to hold
        self.is_being_renewed = False
        self.made_at = clock.timestamp()
        self.valid_until = until.timestamp() if until is not None else float("inf")

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return self.page.size + _OVERHEAD


class KeptPages:
    """Pages by their keys; those made longest ago go when memory runs short."""

    def __init__(self, largest: int) -> None:
        """`largest`: how many bytes they may take."""
        self._largest = largest
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0

    def get(self, key: str) -> KeptPage | None:
        """A page, if it is here."""
        return self._pages.get(key)

    def keep(self, key: str, kept: KeptPage) -> None:
        """Remember a page in place of the former one."""
        with self._lock:
            former = self._pages.pop(key, None)
            self.size += kept.size - (former.size if former else 0)
            self._pages[key] = kept
            if _is_narrowed(key):
                self._drop([*filter(_is_narrowed, self._pages)], _MOST_NARROWED)
            while self.size > self._largest and len(self._pages) > 1:
                self._drop([next(iter(self._pages))], 0)

    def _drop(self, keys: list[str], most: int) -> None:
        """Forget the first of some, so that so many are left."""
        for key in keys[: max(0, len(keys) - most)]:
            self.size -= self._pages.pop(key).size


def _is_narrowed(key: str) -> bool:
    return key.startswith(NARROWED)
