"""Proofs of the record's hash tree: that it holds an entry, and that it grew out of a former one.

They are made and checked as RFC 6962, sections 2.1.1 and 2.1.2, says. Both walk the same way: from
the root down to a subtree, passing the other half at each fork.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from statuspage.domain.record.tree import EMPTY, Hashes, fold, node_hash

_HEIGHT = 8  # of a full tile


@dataclass(frozen=True)
class _Subtree:
    """The part of a tree over the entries from `first` to before `end`."""

    first: int
    end: int

    def halves(self) -> tuple[_Subtree, _Subtree]:
        """The left half is the largest full tree that leaves anything for the right one."""
        middle = self.first + (1 << (self.end - self.first - 1).bit_length() - 1)
        return _Subtree(self.first, middle), _Subtree(middle, self.end)

    def root(self, hashes: Hashes) -> bytes:
        """Reads at most 128 hashes for each full tree that it is made of."""
        width = self.end - self.first
        if width & (width - 1):
            left, right = self.halves()
            return node_hash(left.root(hashes), right.root(hashes))
        level, height = divmod(width.bit_length() - 1, _HEIGHT)
        return fold(hashes(level, self.first >> _HEIGHT * level, 1 << height))


def _way(
    size: int, entry: int, is_end: Callable[[_Subtree], bool]
) -> tuple[_Subtree, list[_Subtree]]:
    """Towards an entry: where the way ends, and the other halves, the last one passed first."""
    here, others = _Subtree(0, size), list[_Subtree]()
    while not is_end(here):
        left, right = here.halves()
        here, other = (left, right) if entry < left.end else (right, left)
        others.append(other)
    return here, others[::-1]


def _to_entry(index: int, size: int) -> tuple[_Subtree, list[_Subtree]]:
    return _way(size, index, lambda here: here.end - here.first == 1)


def _to_growth(former: int, size: int) -> tuple[_Subtree, list[_Subtree]]:
    """To the last of the full trees that the former tree is made of."""
    return _way(size, former - 1, lambda here: here.end == former)


def inclusion(index: int, size: int, hashes: Hashes) -> list[bytes]:
    """The proof that a tree of `size` entries holds its entry `index`, counted from 0."""
    _, others = _to_entry(index, size)
    return [one.root(hashes) for one in others]


def is_included(
    entry_hash: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that the tree with this root holds this entry at this place."""
    if not 0 <= index < size:
        return False
    _, others = _to_entry(index, size)
    if len(proof) != len(others):
        return False
    found = entry_hash
    for other, given in zip(others, proof, strict=True):
        is_left = other.first < index
        found = node_hash(given, found) if is_left else node_hash(found, given)
    return found == root


def consistency(former: int, size: int, hashes: Hashes) -> list[bytes]:
    """The proof that a tree of `size` entries begins with the `former` ones of an older tree.

    It is empty where nothing needs one: for an empty older tree, and for an equally large one.
    """
    if former == 0:
        return []
    end, others = _to_growth(former, size)
    # A former tree that is one full tree is known by its root; else its last full tree is given.
    given = others if end.first == 0 else [end, *others]
    return [one.root(hashes) for one in given]


def is_consistent(
    former: int, former_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that the tree with this root grew out of the former one."""
    if former == 0:
        return former_root == EMPTY and not proof
    if not 0 < former <= size:
        return False
    end, others = _to_growth(former, size)
    start, *rest = [former_root, *proof] if end.first == 0 else proof or [b""]
    if len(rest) != len(others):
        return False
    before = now = start
    for other, given in zip(others, rest, strict=True):
        if other.first < end.first:
            before, now = node_hash(given, before), node_hash(given, now)
        else:
            now = node_hash(now, given)
    return before == former_root and now == root
