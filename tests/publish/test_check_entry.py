"""A stranger's program checks entries of a copy: the genuine ones, and every kind of forgery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from statuspage.domain.record import note, proofs, tree
from statuspage.domain.record.recorded import decoded
from statuspage.domain.record.tree import leaf_hash
from tests.helpers.strangers import SCRIPT, check_entry, forged
from tests.publish.tampered_record import cut_tail, swapped_entries
from tests.publish.tamperer import BUNDLE, DOWN, HEAD, SIGNER, THIEF, WORDS, Tamperer

KEY = SIGNER.verifier


def kept_proof(tamperer: Tamperer, index: int) -> str:
    """The proof of an entry, as the site serves it beside the copy."""
    leaves, _ = tamperer.record()
    levels = [[leaf_hash(leaf) for leaf in leaves]]
    levels.append([tree.fold(levels[0][:256])])
    hashes = proofs.inclusion(
        index, len(leaves), lambda level, first, count: levels[level][first : first + count]
    )
    return note.proof(index, hashes, (tamperer.copy / HEAD).read_text("utf-8"))


def test_script_is_short_enough_to_be_read() -> None:
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 100


def test_without_a_key_it_says_that_no_signature_was_checked(original: Path) -> None:
    done = check_entry(original / "www", 0)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(": as recorded, signature unchecked\n")


@pytest.mark.parametrize("index", [0, 11, 255, 256, -1])
def test_genuine_entry_fits(index: int, original: Path, tamperer: Tamperer) -> None:
    leaves, words = tamperer.record()
    place = index % len(leaves)
    done = check_entry(original / "www", place, key=KEY, kept=original / "older")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Entry {place}, {decoded(leaves[place]).subject}: as recorded\n" in done.stdout
    for name, word in words[place].items():
        assert f"{name}: {word['text'] if word else '(erased)'}\n" in done.stdout


def test_proof_that_was_kept_fits_and_a_forged_one_does_not(
    tamperer: Tamperer, tmp_path: Path
) -> None:
    kept = tmp_path / "12.tlog-proof"
    kept.write_text(kept_proof(tamperer, 12), "utf-8")
    done = check_entry(tamperer.copy, 12, key=KEY, kept=kept)
    assert (done.returncode, done.stderr) == (0, "")
    other = check_entry(tamperer.copy, 13, key=KEY, kept=kept)
    assert other.stderr == "FAILED: the kept proof does not prove entry 13\n"
    kept.write_text(forged(kept_proof(tamperer, 12)), "utf-8")
    done = check_entry(tamperer.copy, 12, key=KEY, kept=kept)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "FAILED: the kept proof does not prove entry 12\n"


def _one_letter_of_the_entry(t: Tamperer) -> None:
    bundle = (t.copy / BUNDLE).read_bytes()
    (t.copy / BUNDLE).write_bytes(
        bundle.replace(b"Checkout", b"Checkgut").replace(b'"at"', b'"aT"')
    )


def _one_letter_of_the_words(t: Tamperer) -> None:
    t.edit(WORDS, DOWN, DOWN.replace("is", "iz"))


def _tile(t: Tamperer) -> None:
    t.flip("record/tile/0/000")


def _signed_by_another(t: Tamperer) -> None:
    leaves, words = t.record()
    t.rebuild(leaves, words, THIEF)


def _without_tiles(t: Tamperer) -> None:
    t.drop("record/tile/0")


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (_one_letter_of_the_entry, "entry {n} is not in the head\n"),
        (_one_letter_of_the_words, "entry {n} has another title\n"),
        (_tile, "entry {n} is not in the head\n"),
        (swapped_entries, "the first 14 entries were rewritten\n"),
        (cut_tail, "the record was cut to 8 entries, and held 14 before\n"),
        (_signed_by_another, "InvalidSignature \n"),
        (_without_tiles, "URLError <urlopen error"),
    ],
)
def test_forgery_is_named(
    tamper: Callable[[Tamperer], None], fault: str, tamperer: Tamperer, original: Path
) -> None:
    subject = f"incident/{tamperer.keys[DOWN][0]}"
    leaves, _ = tamperer.record()
    index = next(n for n, leaf in enumerate(leaves) if decoded(leaf).subject == subject)
    tamper(tamperer)
    done = check_entry(tamperer.copy, index, key=KEY, kept=original / "older")
    assert (done.returncode, done.stdout.count("as recorded")) == (1, 0)
    assert done.stderr.startswith("FAILED: " + fault.format(n=index))
