"""A page that is kept in memory."""

from __future__ import annotations

from statuspage import clock
from statuspage.web.cache.answer import ReadyPage

_OVERHEAD = 4096  # bytes that a kept page takes beside its bodies


class KeptPage:
    """A ready page with what it depends on."""

    __slots__ = ("generation", "made_at", "page", "valid_until", "versions")

    def __init__(self, page: ReadyPage, versions: dict[str, int], generation: int) -> None:
        until = page.rendering.valid_until
        self.page = page
        self.versions = versions
        self.generation = generation
        self.made_at = clock.timestamp()
        self.valid_until = until.timestamp() if until is not None else float("inf")

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return self.page.size + _OVERHEAD
