"""The hash tree: RFC 6962's roots, tiles, bundles; any tree against a plain recursion."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.record import tree
from statuspage.domain.record.tree import TILE, Tile

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())


class Kept:
    """The hashes a store would keep."""

    def __init__(self) -> None:
        self.size = 0
        self.hashes: dict[tuple[int, int], bytes] = {}

    def read(self, level: int, first: int, count: int) -> list[bytes]:
        return [self.hashes[level, number] for number in range(first, first + count)]

    def append(self, entry: bytes) -> int:
        added = tree.grown(self.size, tree.leaf_hash(entry), self.read)
        self.hashes |= {(level, number): found for level, number, found in added}
        self.size += 1
        return len(added)

    def root(self, size: int | None = None) -> bytes:
        return tree.root(self.size if size is None else size, self.read)


def plain_root(hashes: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word."""
    if not hashes:
        return tree.EMPTY
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return tree.node_hash(plain_root(hashes[:split]), plain_root(hashes[split:]))


def grown(count: int) -> Kept:
    kept = Kept()
    for number in range(count):
        kept.append(b"%d" % number)
    return kept


@pytest.mark.parametrize("size", range(9))
def test_root_is_that_of_the_vectors(size: int) -> None:
    kept = Kept()
    for leaf in VECTORS["rfc6962"]["leaves_hex"][:size]:
        kept.append(bytes.fromhex(leaf))
    assert kept.root().hex() == VECTORS["rfc6962"]["roots"][str(size)]


def test_tiles_of_70000_entries_are_those_of_the_vectors() -> None:
    found = Counter((tile.level, tile.width == TILE) for tile in tree.tiles(70_000))
    widths = {tile.level: tile.width for tile in tree.tiles(70_000) if tile.width < TILE}
    expected = VECTORS["tlog_tiles_70000"]
    assert found[0, True] == expected["L0_full"]
    assert found[1, True] == expected["L1_full"]
    assert widths == {
        0: expected["L0_partial"],
        1: expected["L1_partial"],
        2: expected["L2_partial"],
    }


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 1000])
def test_root_over_several_tiles_is_that_of_the_plain_recursion(size: int) -> None:
    kept = grown(size)
    assert kept.root() == plain_root([kept.hashes[0, number] for number in range(size)])


@given(st.lists(st.binary(max_size=4), max_size=40), st.data())
def test_root_of_an_earlier_size_never_changes(entries: list[bytes], data: st.DataObject) -> None:
    kept, roots = Kept(), [tree.EMPTY]
    for entry in entries:
        kept.append(entry)
        roots.append(kept.root())
    size = data.draw(st.integers(0, len(entries)))
    assert kept.root(size) == roots[size]


def test_appending_writes_one_hash_and_one_more_at_each_full_tile() -> None:
    kept = Kept()
    written = [kept.append(b"x") for _ in range(2 * TILE)]
    assert Counter(written) == {1: 2 * TILE - 2, 2: 2}


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    assert tree.unbundled(tree.bundle(entries)) == entries


@given(st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=5), st.data())
def test_bundle_that_is_cut_short_is_refused(entries: list[bytes], data: st.DataObject) -> None:
    whole = tree.bundle(entries)
    ends = {len(tree.bundle(entries[:count])) for count in range(len(entries) + 1)}
    place = data.draw(st.integers(0, len(whole)).filter(lambda cut: cut not in ends))
    with pytest.raises(ValueError, match="cut short"):
        tree.unbundled(whole[:place])


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 1_234_067), "tile/1/x001/x234/067"),
        (Tile(None, 4, 1), "tile/entries/004.p/1"),
    ],
)
def test_tile_has_the_address_of_the_format_and_is_found_by_it(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tree.parse_tile(path.removeprefix("tile/")) == tile


@pytest.mark.parametrize(
    "path",
    [
        "0/0",
        "0/000.p/256",
        "0/000.p/0",
        "0/000.p/01",
        "0/1000",
        "0/x000/001",
        "a/000",
        "0/000/",
        "",
    ],
)
def test_address_that_is_no_tile_is_refused(path: str) -> None:
    assert tree.parse_tile(path) is None
