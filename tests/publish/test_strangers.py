"""Programs of strangers, who know nothing of ours, read the record of a site and of a copy."""

from __future__ import annotations

import base64
from itertools import combinations
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from statuspage.domain.record import proofs, tree
from statuspage.domain.record.cosignature import Cosigner
from statuspage.domain.record.note import parse_note
from tests.helpers.processes import get, statuspage
from tests.helpers.strangers import aics_tlog, check_entry, flipped, of_strangers
from tests.publish.tamperer import BUNDLE, HEAD, ORIGIN, SIGNER, Tamperer

VKEY = f"--log-key={SIGNER.verifier}"


def passes(done: CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def leaves(original: Path) -> list[bytes]:
    """What is hashed of each entry of the copy: more than one tile holds."""
    return Tamperer(original / "www", {}).record()[0]


def hashes_of(leaves: list[bytes]) -> tree.Hashes:
    levels = [[tree.leaf_hash(leaf) for leaf in leaves]]
    levels.append([tree.fold(levels[0][:256])])
    return lambda level, first, count: levels[level][first : first + count]


def test_aics_tlog_reads_a_copy(original: Path, leaves: list[bytes], tmp_path: Path) -> None:
    tiles = f"--tiles={original / 'www' / 'record'}"
    passes(aics_tlog("verify-checkpoint", tiles, VKEY, f"--origin={ORIGIN}"))
    for index in (0, 255, 256, len(leaves) - 1):
        found = tmp_path / "entry"
        given = (f"--index={index}", f"--leaf-hash={tree.leaf_hash(leaves[index]).hex()}")
        passes(aics_tlog("verify-inclusion", tiles, VKEY, *given, f"--entry-out={found}"))
        assert found.read_bytes() == leaves[index]
    older = f"--old-checkpoint={original / 'older'}"
    passes(aics_tlog("verify-consistency", tiles, VKEY, older))


def test_aics_tlog_refuses_one_changed_bit(tamperer: Tamperer, leaves: list[bytes]) -> None:
    tiles = f"--tiles={tamperer.copy / 'record'}"
    tamperer.flip(BUNDLE)
    done = aics_tlog("verify-inclusion", tiles, VKEY, "--index=255", "--entry-out=-")
    assert done.returncode != 0
    tamperer.flip(HEAD, 40)
    assert aics_tlog("verify-checkpoint", tiles, VKEY).returncode != 0


def test_aics_tlog_takes_the_cosignature_of_our_witness(original: Path, tmp_path: Path) -> None:
    text = (original / "www" / HEAD).read_text("utf-8")
    witness, file = Cosigner("witness.example", bytes(32)), tmp_path / "note"
    line = witness.cosign(parse_note(text.encode()).checkpoint, 1_790_000_000).line
    asked = ("verify-checkpoint", f"--note={file}", VKEY, f"--witness-key={witness.key}")
    file.write_text(text + line, "utf-8")
    passes(aics_tlog(*asked, "--quorum=1"))
    file.write_text(text, "utf-8")
    assert aics_tlog(*asked, "--quorum=1").returncode != 0
    other = Cosigner("witness.example", bytes(range(32))).key
    file.write_text(text + line, "utf-8")
    assert aics_tlog(*asked[:3], f"--witness-key={other}", "--quorum=1").returncode != 0


def test_others_count_the_hashes_and_proofs_that_we_count(
    original: Path, leaves: list[bytes]
) -> None:
    hashes, size = hashes_of(leaves), len(leaves)
    sizes = [1, 2, 12, 255, 256, 257, size]
    roots = {str(of): tree.root(of, hashes).hex() for of in sizes}
    asked = [(index, of) for of in sizes for index in {0, of // 2, of - 1}]
    grown = list(combinations(sizes, 2))
    text = (original / "www" / HEAD).read_text("utf-8")
    told = of_strangers(
        {"leaves": [leaf.hex() for leaf in leaves], "roots": roots}
        | {"proofs": asked, "grown": grown, "checkpoint": text}
    )
    assert told["roots"] == roots
    for (index, of), path in zip(asked, told["inclusions"], strict=True):
        assert path == [one.hex() for one in proofs.inclusion(index, of, hashes)]
    assert all(told["proven"])
    for (former, of), path in zip(grown, told["consistencies"], strict=True):
        assert path == [one.hex() for one in proofs.consistency(former, of, hashes)]
    note = parse_note(text.encode())
    assert (told["origin"], told["size"], told["further"]) == (ORIGIN, size, [])
    assert told["root"] == note.checkpoint.root.hex() == roots[str(size)]
    assert told["signatures"] == [[name, line.hex()] for name, line in note.signatures]


@pytest.mark.slow
def test_strangers_read_a_live_site_as_it_grows(served: tuple[str, Path], tmp_path: Path) -> None:
    address, config = served
    tiles, older = f"--tiles={address}/record", tmp_path / "older"
    passes(aics_tlog("verify-checkpoint", tiles, VKEY, f"--save-checkpoint={older}"))
    told = ("--title=A new one", "--component=api=partial_outage", "--body=We look.")
    passes(statuspage(config, "incident", "open", *told))
    passes(aics_tlog("verify-consistency", tiles, VKEY, f"--old-checkpoint={older}"))
    size = parse_note(get(f"{address}/{HEAD}").content).checkpoint.size
    assert size > parse_note(older.read_bytes()).checkpoint.size
    entry = tmp_path / "entry"
    given = (f"--index={size - 1}", f"--entry-out={entry}")
    passes(aics_tlog("verify-inclusion", tiles, VKEY, *given))

    # The proof that a reader keeps is one for aics-tlog and for the script of the documentation.
    kept = tmp_path / "kept"
    kept.write_text(get(f"{address}/record/entries/3.tlog-proof").text, "utf-8")
    passes(check_entry(address, 3, key=SIGNER.verifier, kept=kept))
    proof, _, checkpoint = kept.read_text("utf-8").partition("\n\n")
    (tmp_path / "proof").write_text("\n".join(proof.splitlines()[2:]) + "\n", "utf-8")
    note = parse_note(checkpoint.encode()).checkpoint
    leaf = tree.unbundled(get(f"{address}/record/tile/entries/000.p/{size}").content)[3]
    given = ("--index=3", f"--size={note.size}", f"--proof={tmp_path / 'proof'}")
    root = f"--root={base64.b64encode(note.root).decode()}"
    hashed = tree.leaf_hash(leaf)
    passes(aics_tlog("verify-inclusion", *given, root, f"--leaf-hash={hashed.hex()}"))
    wrong = aics_tlog("verify-inclusion", *given, root, f"--leaf-hash={flipped(hashed).hex()}")
    assert wrong.returncode != 0
