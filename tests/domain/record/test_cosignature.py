"""Cosignatures of witnesses, against the words of C2SP tlog-cosignature."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from statuspage.domain.record.cosignature import (
    ML_DSA_44,
    Cosigner,
    CosignerKey,
    cosignatures,
    parse_cosigner_key,
)
from statuspage.domain.record.note import Checkpoint, Signer, parse_note, parse_verifier, written

SIGNER = Signer("status.acme.example/record", bytes(range(32)))
HEAD = Checkpoint("status.acme.example/record", 42, bytes(range(32)))
WITNESS = Cosigner("witness.example/w1", bytes(range(7, 39)))
AT = 1_679_315_147


def test_cosignature_is_made_as_the_specification_says() -> None:
    line = WITNESS.cosign(HEAD, AT).line
    dash, name, signed = line.removesuffix("\n").split(" ")
    raw, private = b64decode(signed), Ed25519PrivateKey.from_private_bytes(WITNESS.seed)
    public = private.public_key().public_bytes_raw()
    assert (dash, name) == ("\u2014", "witness.example/w1")
    assert raw[:4] == sha256(b"witness.example/w1\n\x04" + public).digest()[:4]
    assert raw[4:12] == AT.to_bytes(8, "big")
    assert raw[12:] == private.sign(
        b"cosignature/v1\ntime 1679315147\nstatus.acme.example/record\n42\n"
        b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    )


def test_cosigned_head_is_read_back_and_its_own_signature_still_holds() -> None:
    other = Cosigner("witness.example/w2", bytes(32))
    served = written(HEAD, SIGNER) + "".join(
        one.line for one in (WITNESS.cosign(HEAD, AT), other.cosign(HEAD, AT))
    )
    note = parse_note(served.encode())
    assert note.is_signed_by(SIGNER.verifier)
    assert cosignatures(note, [WITNESS.key]) == (WITNESS.cosign(HEAD, AT),)


def test_the_newest_of_two_cosignatures_counts() -> None:
    lines = "".join(WITNESS.cosign(HEAD, at).line for at in (AT + 5, AT))
    note = parse_note((written(HEAD, None) + lines).encode())
    assert [one.at for one in cosignatures(note, [WITNESS.key])] == [AT + 5]


@pytest.mark.parametrize("at", [0, AT])
def test_cosignature_that_does_not_hold_condemns_the_whole_note(at: int) -> None:
    """That of another head; and one without a time, which is none."""
    head = HEAD if at == 0 else Checkpoint(HEAD.origin, 41, HEAD.root)
    note = parse_note((written(HEAD, SIGNER) + WITNESS.cosign(head, at).line).encode())
    with pytest.raises(ValueError, match=r"witness\.example/w1 does not hold"):
        cosignatures(note, [WITNESS.key])


def test_cosignature_by_ml_dsa_is_checked_as_the_specification_says() -> None:
    private = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
    key = CosignerKey("w.example", ML_DSA_44, private.public_key().public_bytes_raw())
    origin = HEAD.origin.encode()
    signed = (
        b"subtree/v1\n\x00"
        + b"\x09w.example"
        + AT.to_bytes(8, "big")
        + bytes([len(origin)])
        + origin
        + (0).to_bytes(8, "big")
        + (42).to_bytes(8, "big")
        + HEAD.root
    )
    signature = key.key_id + AT.to_bytes(8, "big") + private.sign(signed)
    line = f"\u2014 w.example {b64encode(signature).decode()}\n"
    note = parse_note((written(HEAD, SIGNER) + line).encode())
    assert [(one.at, one.line) for one in cosignatures(note, [key])] == [(AT, line)]
    assert parse_cosigner_key(str(key)) == key


def test_key_of_a_witness_is_read_back_and_taken_for_no_key_of_a_record() -> None:
    text = str(WITNESS.key)
    assert parse_cosigner_key(text) == WITNESS.key
    with pytest.raises(ValueError, match="of another kind"):
        parse_verifier(text)
    with pytest.raises(ValueError, match="of another kind"):
        parse_cosigner_key(str(SIGNER.verifier))
