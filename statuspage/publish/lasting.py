"""What never changes, so that caches may keep it for ever.

A full tile of the record is such a thing, unless a restore cut the record below its end: then other
entries take the place of those that were cut, and nobody may be told to keep either.
"""

from __future__ import annotations

from statuspage.domain.record.tree import TILE, parse_tile
from statuspage.store.settings import RECORD_CUT, read

PAGE_CACHE = "public, max-age=0, s-maxage=5, stale-while-revalidate=15, stale-if-error=86400"
"""What caches are told of a page: its readers ask each time, and those in between every 5 s."""
LASTING_CACHE = "public, max-age=31536000, immutable"
"""What they are told of what never changes."""


def is_lasting(path: str) -> bool:
    """Whether an address says the same for ever. Use it inside a snapshot."""
    if path.startswith("/static/"):
        return True  # their names hold a fingerprint
    tile = parse_tile(path.removeprefix("/record/tile/")) if "/record/tile/" in path else None
    if tile is None or tile.width < TILE:
        return False
    cut = read(RECORD_CUT)
    end = (tile.number + 1) * TILE ** ((tile.level or 0) + 1)
    return cut is None or end <= int(cut)
