"""Proofs of entries, as a stranger's program reads them: by RFC 9162 and C2SP tlog-proof alone."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.record.recorded import Statement
from statuspage.domain.record.tree import leaf_hash, node_hash
from statuspage.errors import NotFound
from statuspage.site import catalogue, signing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from tests.helpers.busy import SEED
from tests.helpers.pages import rendered

MANY = 260
"""Entries, so that there is more than one tile."""


@pytest.fixture
def filled(store: object) -> Iterator[None]:
    facts = {"at": "2026-08-01T00:00:00Z", "interval": 60, "fail_after": 2}
    with db.transaction():
        note([Statement(f"probe/p{n}", facts, {}) for n in range(MANY)], clock.now())
    signing.use(SEED)
    yield
    signing.use(None)


def read(index: int) -> tuple[int, list[bytes], bytes]:
    """The index, the hashes and the checkpoint of an entry's proof."""
    body = rendered(f"/record/entries/{index}.tlog-proof").body
    proof, _, checkpoint = body.partition(b"\n\n")
    title, place, *rows = proof.decode().split("\n")
    assert title == "c2sp.org/tlog-proof@v1"
    assert place.startswith("index ")
    return int(place[6:]), [base64.b64decode(row, validate=True) for row in rows], checkpoint


def reached(index: int, size: int, leaf: bytes, hashes: list[bytes]) -> bytes:
    """The root that hashes lead to, by RFC 9162, section 2.1.3.2."""
    here, last, root = index, size - 1, leaf
    for one in hashes:
        assert last > 0
        if here & 1 or here == last:
            root = node_hash(one, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_hash(root, one)
        here, last = here >> 1, last >> 1
    assert last == 0
    return root


@pytest.mark.usefixtures("filled")
def test_proof_leads_from_each_entry_to_the_signed_head() -> None:
    served = rendered("/record/checkpoint").body
    key = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
    size = LIBRARY.record.size()
    for index, entry in enumerate(LIBRARY.record.leaves(0, size)):
        if index % 16 not in {0, 3, 15}:
            continue
        place, hashes, checkpoint = read(index)
        assert (place, checkpoint) == (index, served)
        text, _, signature = checkpoint.decode().partition("\n\n")
        origin, counted, root = text.split("\n")
        signed = base64.b64decode(signature.split(" ")[2])
        key.verify(signed[4:], f"{text}\n".encode())
        assert (origin, int(counted)) == ("status.acme.example/record", size)
        assert reached(index, size, leaf_hash(entry), hashes) == base64.b64decode(root)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("index", ["1000", "-1", "01", "1.0", "٣", "x", "9" * 5000])
def test_entry_that_is_not_there_has_no_proof(index: str) -> None:
    with pytest.raises(NotFound, match="There is no part of the record"):
        rendered(f"/record/entries/{index}.tlog-proof")


@pytest.mark.usefixtures("filled")
def test_copy_has_no_files_of_proofs() -> None:
    """Each would be written again with every entry that comes after it."""
    assert not [one.path for one in catalogue.all_pages() if one.path.endswith(".tlog-proof")]


@pytest.mark.usefixtures("store")
def test_proof_of_the_only_entry_of_an_unsigned_record_is_its_head() -> None:
    with db.transaction():
        note([Statement("probe/api", {"at": "2026-08-01T00:00:00Z"}, {})], clock.now())
    last = LIBRARY.record.size() - 1
    assert read(last)[2] == rendered("/record/checkpoint").body
