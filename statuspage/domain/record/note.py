"""Signed checkpoints: C2SP tlog-checkpoint in C2SP signed-note form, with Ed25519 keys.

And proofs that a checkpoint holds an entry, as files to keep (C2SP tlog-proof).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from statuspage.said import said

_ED25519 = b"\x01"
_SIZES = 2**63  # sizes are below it
_DASH = "\u2014"  # the em dash that begins a signature line


def key_id(name: str, key: bytes) -> bytes:
    """Four bytes that stand for a key; `key` begins with the byte of its kind."""
    return sha256(name.encode() + b"\n" + key).digest()[:4]


def written_key(name: str, key: bytes) -> str:
    """A key as people hand it on: "name+id+key" (C2SP signed-note, verifier keys)."""
    return f"{name}+{key_id(name, key).hex()}+{base64.b64encode(key).decode()}"


def signature_line(name: str, identity: bytes, signature: bytes) -> str:
    """A line below a note; `identity` is the four bytes of the key."""
    return f"{_DASH} {name} {base64.b64encode(identity + signature).decode()}\n"


@dataclass(frozen=True)
class Verifier:
    """A public key with its name."""

    name: str
    public: bytes  # 32 bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand before its signatures."""
        return key_id(self.name, _ED25519 + self.public)

    def __str__(self) -> str:
        """The key as people hand it on."""
        return written_key(self.name, _ED25519 + self.public)


@dataclass(frozen=True)
class Signer:
    """A private key with the name it signs under."""

    name: str
    seed: bytes  # 32 bytes

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key().public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        """The line that signs a text."""
        return signature_line(self.name, self.verifier.key_id, self._key().sign(text.encode()))

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class Checkpoint:
    """The head of the record: how many entries it holds, and the root over them."""

    origin: str  # the record's address without its scheme
    size: int
    root: bytes
    extension: str = ""  # further whole lines, which our own heads do without

    @property
    def text(self) -> str:
        """What is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{self.extension}"


def written(checkpoint: Checkpoint, signer: Signer | None) -> str:
    """A checkpoint as it is served: its text, an empty line, and the signature if there is one."""
    return signed(checkpoint.text, signer)


def signed(text: str, signer: Signer | None) -> str:
    """A text of whole lines as a note: then an empty line, and the signature if there is one."""
    return f"{text}\n{'' if signer is None else signer.line(text)}"


def proof(index: int, hashes: Sequence[bytes], checkpoint: str) -> str:
    """The proof that a checkpoint, as it is served, holds an entry (c2sp.org/tlog-proof@v1)."""
    rows = "".join(f"{base64.b64encode(one).decode()}\n" for one in hashes)
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{rows}\n{checkpoint}"


@dataclass(frozen=True)
class SignedText:
    """A note as it was read: its text and its signatures (name, key id and signature)."""

    text: str
    signatures: tuple[tuple[str, bytes], ...]

    def is_signed_by(self, verifier: Verifier) -> bool:
        """Whether this key signed it; not where a line that bears its name and id does not hold."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        key = Ed25519PublicKey.from_public_bytes(verifier.public)
        known = (verifier.name, verifier.key_id)
        found = [signed[4:] for name, signed in self.signatures if (name, signed[:4]) == known]
        try:
            for signature in found:
                key.verify(signature, self.text.encode())
        except InvalidSignature:
            return False
        return bool(found)


@dataclass(frozen=True)
class Note(SignedText):
    """A checkpoint as it was read."""

    checkpoint: Checkpoint


def parse_signed(data: bytes) -> SignedText:
    """Read a note of any text. Raises ValueError."""
    text, gap, rest = data.decode().partition("\n\n")
    if not gap or (rest and rest[-1] != "\n"):
        raise ValueError(said("it is not a signed note"))
    return SignedText(text + "\n", tuple(_signature(line) for line in rest.splitlines()))


def parse_note(data: bytes) -> Note:
    """Read a checkpoint. Raises ValueError, saying what is wrong with it."""
    try:
        found = parse_signed(data)
        origin, size, head, extension = found.text.split("\n", 3)
        root = base64.b64decode(head, validate=True)
        checkpoint = Checkpoint(origin, int(size), root, extension)
    except (ValueError, binascii.Error) as error:
        raise ValueError(said("it is not a checkpoint")) from error
    is_whole = origin != "" and 0 <= checkpoint.size < _SIZES and len(root) == 32
    if not is_whole or checkpoint.text != found.text:
        raise ValueError(said("it is not a checkpoint"))
    return Note(found.text, found.signatures, checkpoint)


def _signature(line: str) -> tuple[str, bytes]:
    dash, name, signature = line.split(" ")
    if dash != _DASH:
        raise ValueError(line)
    return name, base64.b64decode(signature, validate=True)


def parse_key(text: str) -> tuple[str, bytes]:
    """The name and the bytes of a key that reads "name+id+key", of any kind. Raises ValueError."""
    try:
        name, identity, key = text.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError(said("a public key reads name+id+key")) from error
    if len(name.split()) != 1 or key_id(name, raw).hex() != identity:
        raise ValueError(said("a public key reads name+id+key, and this one does not fit its id"))
    return name, raw


def parse_verifier(text: str) -> Verifier:
    """Read a public key that signs records. Raises ValueError, saying what is wrong with it."""
    name, raw = parse_key(text)
    if raw[:1] != _ED25519 or len(raw) != 33:
        raise ValueError(said("this public key is of another kind: an Ed25519 key is needed here"))
    return Verifier(name, raw[1:])
