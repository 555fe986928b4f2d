"""The hash tree of the public record (RFC 6962, section 2.1) and its tiles (C2SP tlog-tiles).

Only hashes at tile levels are kept: level 0 holds the hash of each entry, and each further level
one hash for 256 of the level below. All between them is computed when it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from statuspage.said import said

TILE = 256
"""Hashes in a full tile, and entries in a full bundle."""

EMPTY = sha256(b"").digest()
"""The root of a tree without entries."""

Hashes = Callable[[int, int, int], Sequence[bytes]]
"""(level, first, count) -> hashes of 32 bytes, as they are kept."""

_PATH = re.compile(r"(?:(\d{1,2})|(entries))/((?:x\d{3}/)*\d{3})(?:\.p/(\d{1,3}))?")


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over some neighbouring subtrees of one height, any number but none."""
    level = list(hashes)
    while len(level) > 1:
        # A last one without a neighbour goes up as it is: the largest power of two stands left.
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [node_hash(left, right) for left, right in pairs]
        level = [*above, level[-1]] if len(level) % 2 else above
    return level[0]


def root(size: int, hashes: Hashes) -> bytes:
    """The root of the first `size` entries; reads at most 255 hashes of each level."""
    subtrees: list[bytes] = []  # of falling height, as the binary digits of `size` say
    level, width = 0, size
    while width:
        kept = width % TILE
        found = hashes(level, width - kept, kept)
        subtrees = [*_perfect(found), *subtrees]
        level, width = level + 1, width // TILE
    if not subtrees:
        return EMPTY
    *others, last = subtrees
    for subtree in reversed(others):
        last = node_hash(subtree, last)
    return last


def _perfect(hashes: Sequence[bytes]) -> Iterator[bytes]:
    """Cut a row at the binary digits of its length and fold each piece."""
    place = 0
    for height in reversed(range(len(hashes).bit_length())):
        if len(hashes) >> height & 1:
            yield fold(hashes[place : place + (1 << height)])
            place += 1 << height


def grown(size: int, entry_hash: bytes, hashes: Hashes) -> list[tuple[int, int, bytes]]:
    """What to keep when an entry is appended to `size` others: (level, number, hash)."""
    added = [(0, size, entry_hash)]
    level, number, newest = 0, size, entry_hash
    while number % TILE == TILE - 1:
        row = [*hashes(level, number - TILE + 1, TILE - 1), newest]
        newest = fold(row)
        level, number = level + 1, number // TILE
        added.append((level, number, newest))
    return added


@dataclass(frozen=True)
class Tile:
    """A tile of hashes at a level, or with level None a bundle of entries."""

    level: int | None
    number: int
    width: int = TILE

    @property
    def name(self) -> str:
        """Its number in groups of three digits, like "x001/234"."""
        groups = [f"{self.number % 1000:03}"]
        rest = self.number // 1000
        while rest:
            groups.append(f"x{rest % 1000:03}")
            rest //= 1000
        return "/".join(reversed(groups))

    @property
    def path(self) -> str:
        """Its address below the record, like "tile/0/x001/234.p/56"."""
        level = "entries" if self.level is None else self.level
        return f"tile/{level}/{self.name}" + (f".p/{self.width}" if self.width < TILE else "")


def parse_tile(path: str) -> Tile | None:
    """The tile that an address means ("0/x001/234.p/56", without "tile/"), or None."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    level, _, name, width = found.groups()
    tile = Tile(
        None if level is None else int(level),
        int(name.replace("x", "").replace("/", "")),
        TILE if width is None else int(width),
    )
    return tile if f"tile/{path}" == tile.path and tile.width > 0 else None


def tiles(size: int) -> Iterator[Tile]:
    """The tiles of hashes that make up a tree: the full ones and the last of each level."""
    level, width = 0, size
    while width:
        yield from _row(level, width)
        level, width = level + 1, width // TILE


def bundles(size: int) -> Iterator[Tile]:
    """The bundles that hold the entries of a tree."""
    yield from _row(None, size)


def _row(level: int | None, width: int) -> Iterator[Tile]:
    yield from (Tile(level, number) for number in range(width // TILE))
    if width % TILE:
        yield Tile(level, width // TILE, width % TILE)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries as a bundle: each after its length in two bytes (at most 65,535)."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundled(data: bytes) -> list[bytes]:
    """The entries of a bundle. Raises ValueError when it is cut short."""
    entries, place = [], 0
    while place < len(data):
        length = int.from_bytes(data[place : place + 2], "big")
        entry = data[place + 2 : place + 2 + length]
        if place + 2 > len(data) or len(entry) < length:
            raise ValueError(said("the bundle is cut short"))
        entries.append(entry)
        place += 2 + length
    return entries
