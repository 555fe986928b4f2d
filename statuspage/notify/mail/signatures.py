"""DKIM signatures of a mail that was sent (RFC 6376): which there are, and whether they hold."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from statuspage.notify.mail.dkim import relaxed, relaxed_body

_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)(?:\r?\n|$)")
_NAME = b"dkim-signature"
_OWN = re.compile(rb"(\bb\s*=)[^;]*")


@dataclass(frozen=True)
class DkimSignature:
    """One signature that a mail bears."""

    domain: str
    covers: frozenset[str]  # names of headers, in small letters
    holds: bool  # the mail is as it was signed, by the key in DNS


def signatures(raw: bytes, texts: Callable[[str], Sequence[str]]) -> Iterator[DkimSignature]:
    """Those of a mail; `texts` gives the TXT records at a name."""
    head, body = _split(raw)
    headers = [(name.lower(), name + b":" + value) for name, value in _HEADER.findall(head)]
    for name, line in headers:
        if name == _NAME:
            tags = _tags(line.partition(b":")[2])
            covers = [one.strip().lower() for one in tags.get("h", "").split(":")]
            place = f"{tags.get('s', '')}._domainkey.{tags.get('d', '')}"
            digest = hashlib.sha256(_signed(headers, line, covers, tags)).digest()
            holds = _fits_body(body, tags) and any(
                _fits(tags, digest, _signed(headers, line, covers, tags), _tags(one.encode()))
                for one in texts(place)
            )
            yield DkimSignature(tags.get("d", ""), frozenset(covers), holds)


def _split(raw: bytes) -> tuple[bytes, bytes]:
    """Head and body, with the line ends that mail has on its way."""
    whole = re.sub(rb"\r?\n", b"\r\n", raw)
    head, _, body = whole.partition(b"\r\n\r\n")
    return head + b"\r\n", body


def _signed(
    headers: Sequence[tuple[bytes, bytes]], own: bytes, covers: Sequence[str], tags: dict[str, str]
) -> bytes:
    """The headers that were signed: of several with one name the last one first (5.4.2)."""
    is_simple = tags.get("c", "simple").partition("/")[0] == "simple"
    left = [(name, line) for name, line in headers if line is not own]
    parts = []
    for wanted in covers:
        found = next((one for one in reversed(left) if one[0] == wanted.encode()), None)
        if found is not None:
            left.remove(found)
            parts.append(found[1] + b"\r\n" if is_simple else relaxed(*found[1].split(b":", 1)))
    bare = _OWN.sub(rb"\1", own)
    last = bare if is_simple else relaxed(*bare.split(b":", 1)).removesuffix(b"\r\n")
    return b"".join(parts) + last


def _fits_body(body: bytes, tags: dict[str, str]) -> bool:
    is_simple = tags.get("c", "simple/simple").partition("/")[2] in ("", "simple")
    text = body.rstrip(b"\r\n") + b"\r\n" if is_simple else relaxed_body(body)
    told = base64.b64encode(hashlib.sha256(text).digest()).decode()
    return tags.get("bh") == told


def _fits(tags: dict[str, str], digest: bytes, data: bytes, record: dict[str, str]) -> bool:
    try:
        written, key = base64.b64decode(tags.get("b", "")), base64.b64decode(record.get("p", ""))
        if tags.get("a") == "ed25519-sha256":  # RFC 8463
            Ed25519PublicKey.from_public_bytes(key).verify(written, digest)
            return True
        found = load_der_public_key(key)
        if not isinstance(found, RSAPublicKey) or tags.get("a") != "rsa-sha256":
            return False
        found.verify(written, data, padding.PKCS1v15(), SHA256())
    except (ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _tags(text: bytes) -> dict[str, str]:
    parts = [one.partition("=") for one in text.decode("utf-8", "replace").split(";")]
    return {name.strip(): "".join(value.split()) for name, _, value in parts}
