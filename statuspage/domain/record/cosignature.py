"""Cosignatures below a checkpoint (C2SP tlog-cosignature): their keys, and what they say.

By one a witness says that at its time this was the largest head it knew of this record, and that
the record had only grown until then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from statuspage.domain.record.note import (
    Checkpoint,
    Note,
    key_id,
    parse_key,
    signature_line,
    written_key,
)
from statuspage.said import said

ED25519 = 0x04
ML_DSA_44 = 0x06
_LENGTHS = {ED25519: 32, ML_DSA_44: 1312}  # of a public key, in bytes
_LATEST = 2**63 - 1
_LAST_OF_CALENDAR = 253_402_300_799  # 9999-12-31 23:59:59 UTC


@dataclass(frozen=True)
class CosignerKey:
    """The public key of a witness with its name; `kind` is ED25519 or ML_DSA_44."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand before its cosignatures."""
        return key_id(self.name, bytes([self.kind]) + self.public)

    def __str__(self) -> str:
        return written_key(self.name, bytes([self.kind]) + self.public)

    def holds(self, checkpoint: Checkpoint, at: int, signature: bytes) -> bool:
        """Whether this key cosigned a head at a time, in seconds since 1970."""
        from cryptography.exceptions import InvalidSignature

        if not 0 < at <= _LATEST:
            return False
        try:
            _public(self.kind, self.public).verify(signature, _message(self, checkpoint, at))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Cosignature:
    """That a witness saw a head at a time, in seconds since 1970."""

    key: CosignerKey
    at: int
    signature: bytes

    @property
    def seen_at(self) -> datetime:
        """The instant that it tells; what lies beyond the calendar is its last one."""
        return datetime.fromtimestamp(min(self.at, _LAST_OF_CALENDAR), UTC)

    @property
    def line(self) -> str:
        """As it stands below the checkpoint."""
        return signature_line(self.key.name, self.key.key_id, self.at.to_bytes(8) + self.signature)


@dataclass(frozen=True)
class Cosigner:
    """The private key of a witness, an Ed25519 seed of 32 bytes, with its name."""

    name: str
    seed: bytes

    @property
    def key(self) -> CosignerKey:
        return CosignerKey(self.name, ED25519, self._private().public_key().public_bytes_raw())

    def cosign(self, checkpoint: Checkpoint, at: int) -> Cosignature:
        """Say that this is the largest head seen until now, in seconds since 1970."""
        key = self.key
        return Cosignature(key, at, self._private().sign(_message(key, checkpoint, at)))

    def _private(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


def cosignatures(note: Note, keys: Iterable[CosignerKey]) -> tuple[Cosignature, ...]:
    """The cosignatures of a head by these keys, the newest of each; lines by others say nothing.

    Raises ValueError for one that bears the name and id of a known key and does not hold, since
    such a note is not to be believed at all (C2SP signed-note).
    """
    known = {(key.name, key.key_id): key for key in keys}
    found = dict[CosignerKey, Cosignature]()
    for name, signed in note.signatures:
        if (key := known.get((name, signed[:4]))) is None:
            continue
        at, signature = int.from_bytes(signed[4:12]), signed[12:]
        if not key.holds(note.checkpoint, at, signature):
            raise ValueError(said("the cosignature of {name} does not hold", name=name))
        if key not in found or found[key].at < at:
            found[key] = Cosignature(key, at, signature)
    return tuple(found.values())


def parse_cosigner_key(text: str) -> CosignerKey:
    """Read the public key of a witness. Raises ValueError, saying what is wrong with it."""
    name, raw = parse_key(text)
    if not raw or _LENGTHS.get(raw[0]) != len(raw) - 1:
        raise ValueError(
            said(
                "this public key is of another kind: a witness cosigns by an Ed25519 key of kind "
                "4 or an ML-DSA-44 key of kind 6"
            )
        )
    key = CosignerKey(name, raw[0], raw[1:])
    _public(key.kind, key.public)
    return key


def _public(kind: int, public: bytes) -> Ed25519PublicKey | MLDSA44PublicKey:
    """Raises ValueError where the library cannot check keys of this kind."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if kind == ED25519:
        return Ed25519PublicKey.from_public_bytes(public)
    try:
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

        return MLDSA44PublicKey.from_public_bytes(public)
    except (ImportError, UnsupportedAlgorithm) as error:
        raise ValueError(
            said("ML-DSA-44 keys need a newer cryptography; run `pip install -U cryptography`")
        ) from error


def _message(key: CosignerKey, checkpoint: Checkpoint, at: int) -> bytes:
    """What is signed."""
    if key.kind == ED25519:
        return f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode()
    name, origin = key.name.encode(), checkpoint.origin.encode()
    return b"".join(
        (
            b"subtree/v1\n\0",
            bytes([len(name)]) + name,
            at.to_bytes(8),
            bytes([len(origin)]) + origin,
            bytes(8),
            checkpoint.size.to_bytes(8),
            checkpoint.root,
        )
    )
