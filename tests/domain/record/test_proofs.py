"""Proofs of the hash tree: all pairs of small trees by RFC 6962's words; none that is forged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.record import proofs, tree

SIZE = 96
LEAVES = tuple(tree.leaf_hash(b"%d" % number) for number in range(1300))


def kept(level: int, first: int, count: int) -> tuple[bytes, ...]:
    """Hashes of a level as a store keeps them; fails where one is not kept."""
    width = 256**level
    places = range(first * width, (first + count) * width, width)
    assert places.stop <= len(LEAVES)
    return tuple(plain_root(place, place + width) for place in places)


@cache
def plain_root(first: int, end: int) -> bytes:
    """RFC 6962, section 2.1, word by word: MTH(D[first:end])."""
    if end == first:
        return tree.EMPTY
    if end == first + 1:
        return LEAVES[first]
    split = first + (1 << (end - first - 1).bit_length() - 1)
    return tree.node_hash(plain_root(first, split), plain_root(split, end))


def plain_path(index: int, first: int, end: int) -> list[bytes]:
    """RFC 6962, section 2.1.1, word by word: PATH(index, D[first:end])."""
    if end == first + 1:
        return []
    k = 1 << (end - first - 1).bit_length() - 1
    if index < k:
        return [*plain_path(index, first, first + k), plain_root(first + k, end)]
    return [*plain_path(index - k, first + k, end), plain_root(first, first + k)]


def plain_subproof(former: int, first: int, end: int, *, is_known: bool) -> list[bytes]:
    """RFC 6962, section 2.1.2, word by word: SUBPROOF(former, D[first:end], is_known)."""
    if former == end - first:
        return [] if is_known else [plain_root(first, end)]
    k = 1 << (end - first - 1).bit_length() - 1
    if former <= k:
        below = plain_subproof(former, first, first + k, is_known=is_known)
        return [*below, plain_root(first + k, end)]
    below = plain_subproof(former - k, first + k, end, is_known=False)
    return [*below, plain_root(first, first + k)]


def forged(proof: list[bytes]) -> Iterator[list[bytes]]:
    """A proof with one hash changed, left out, doubled, or in another order; and one too many."""
    for place, one in enumerate(proof):
        yield [*proof[:place], one[:-1] + bytes([one[-1] ^ 1]), *proof[place + 1 :]]
        yield [*proof[:place], *proof[place + 1 :]]
        yield [*proof[:place], one, *proof[place:]]
    yield [*proof, tree.EMPTY]
    yield [tree.EMPTY, *proof]
    if proof != proof[::-1]:
        yield proof[::-1]


def test_every_entry_of_every_small_tree_is_proven_as_the_rfc_says() -> None:
    for size in range(1, SIZE + 1):
        root = plain_root(0, size)
        for index in range(size):
            proof = proofs.inclusion(index, size, kept)
            assert proof == plain_path(index, 0, size)
            assert proofs.is_included(LEAVES[index], index, size, root, proof)


def test_every_growth_of_a_small_tree_is_proven_as_the_rfc_says() -> None:
    for size in range(1, SIZE + 1):
        root = plain_root(0, size)
        for former in range(1, size + 1):
            proof = proofs.consistency(former, size, kept)
            assert proof == plain_subproof(former, 0, size, is_known=True)
            assert proofs.is_consistent(former, plain_root(0, former), size, root, proof)


@pytest.mark.parametrize(
    ("former", "nodes"),
    [(3, [(2, 3), (3, 4), (0, 2), (4, 7)]), (4, [(4, 7)]), (6, [(4, 6), (6, 7), (0, 4)])],
)
def test_growth_to_seven_is_proven_by_the_nodes_of_the_rfc(
    former: int, nodes: list[tuple[int, int]]
) -> None:
    """Section 2.1.3: PROOF(3, D[7]) = [c, d, g, l], PROOF(4, D[7]) = [l], PROOF(6, D[7])."""
    assert proofs.consistency(former, 7, kept) == [plain_root(*node) for node in nodes]


@given(st.data())
def test_forged_proof_of_an_entry_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, SIZE))
    index = data.draw(st.integers(0, size - 1))
    proof, root = proofs.inclusion(index, size, kept), plain_root(0, size)
    for other in forged(proof):
        assert not proofs.is_included(LEAVES[index], index, size, root, other)
    for place in {-1, index - 1, index + 1, size} - {index}:
        assert not proofs.is_included(LEAVES[index], place, size, root, proof)
    assert not proofs.is_included(LEAVES[index + 1], index, size, root, proof)
    assert not proofs.is_included(LEAVES[index], index, size, plain_root(0, size + 1), proof)


@given(st.data())
def test_forged_proof_of_growth_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, SIZE))
    former = data.draw(st.integers(1, size))
    proof, older, root = (
        proofs.consistency(former, size, kept),
        plain_root(0, former),
        plain_root(0, size),
    )
    for other in forged(proof):
        assert not proofs.is_consistent(former, older, size, root, other)
    assert not proofs.is_consistent(former, LEAVES[size], size, root, proof)
    assert not proofs.is_consistent(former, older, size, LEAVES[size], proof)
    assert not proofs.is_consistent(size + 1, older, size, root, proof)
    assert not proofs.is_consistent(-1, older, size, root, proof)


def test_history_that_was_made_anew_is_refused() -> None:
    """The same size and another second entry: no proof fits the former head."""
    former, anew = plain_root(0, 4), tree.fold([LEAVES[0], LEAVES[9], *LEAVES[2:7]])
    for proof in (proofs.consistency(4, 7, kept), [plain_root(4, 7)], []):
        assert not proofs.is_consistent(4, former, 7, anew, proof)


def test_growth_out_of_nothing_needs_no_proof() -> None:
    assert proofs.consistency(0, 7, kept) == []
    assert proofs.is_consistent(0, tree.EMPTY, 7, plain_root(0, 7), [])
    assert not proofs.is_consistent(0, LEAVES[0], 7, plain_root(0, 7), [])
    assert not proofs.is_consistent(0, tree.EMPTY, 7, plain_root(0, 7), [LEAVES[0]])


@pytest.mark.parametrize("size", [256, 257, 511, 512, 513, 769, 1300])
def test_trees_over_several_tiles_are_proven_from_the_hashes_that_are_kept(size: int) -> None:
    root = plain_root(0, size)
    for number in {0, 1, 255, 256, 257, 300, 511, 512, size - 2, size - 1} & set(range(size)):
        path = proofs.inclusion(number, size, kept)
        assert path == plain_path(number, 0, size)
        assert proofs.is_included(LEAVES[number], number, size, root, path)
        grown = proofs.consistency(number + 1, size, kept)
        assert grown == plain_subproof(number + 1, 0, size, is_known=True)
        assert proofs.is_consistent(number + 1, plain_root(0, number + 1), size, root, grown)
