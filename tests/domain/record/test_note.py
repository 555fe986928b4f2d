"""Checkpoints and their signatures."""

from __future__ import annotations

import pytest

from statuspage.domain.record.note import Checkpoint, Signer, parse_note, parse_verifier, written

SIGNER = Signer("status.acme.example/record", bytes(range(32)))
OTHER = Signer("status.acme.example/record", bytes(range(1, 33)))
HEAD = Checkpoint("status.acme.example/record", 42, bytes(32))


def test_checkpoint_reads_as_the_format_says() -> None:
    lines = written(HEAD, SIGNER).split("\n")
    assert lines[:4] == [
        "status.acme.example/record",
        "42",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "",
    ]
    assert lines[4].startswith("\u2014 status.acme.example/record ")
    assert lines[5:] == [""]


def test_checkpoint_is_read_back_and_its_signature_holds() -> None:
    note = parse_note(written(HEAD, SIGNER).encode())
    assert note.checkpoint == HEAD
    assert note.is_signed_by(SIGNER.verifier)
    assert not note.is_signed_by(OTHER.verifier)


def test_signature_does_not_hold_for_another_head() -> None:
    forged = written(HEAD, SIGNER).replace("\n42\n", "\n41\n")
    assert not parse_note(forged.encode()).is_signed_by(SIGNER.verifier)


def test_unsigned_checkpoint_is_read_and_signed_by_nobody() -> None:
    note = parse_note(written(HEAD, None).encode())
    assert note.checkpoint == HEAD
    assert note.signatures == ()
    assert not note.is_signed_by(SIGNER.verifier)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"origin\n1\nAAAA\n\n",
        b"origin\nmany\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n",
        b"origin\n042\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n",
        written(HEAD, SIGNER).encode() + b"more",
        written(HEAD, SIGNER).replace("\u2014", "-").encode(),
    ],
)
def test_what_is_no_checkpoint_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a checkpoint"):
        parse_note(data)


def test_public_key_is_read_back() -> None:
    assert parse_verifier(str(SIGNER.verifier)) == SIGNER.verifier


@pytest.mark.parametrize("change", ["x", "name+00000000+AQ=="])
def test_what_is_no_public_key_is_refused(change: str) -> None:
    with pytest.raises(ValueError, match=r"name\+id\+key"):
        parse_verifier(change)
