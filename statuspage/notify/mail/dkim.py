"""Signing mails by DKIM (RFC 6376), with RSA or Ed25519 (RFC 8463)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from statuspage.config.kinds.environment import kept_secret
from statuspage.config.mail.sending import Mail
from statuspage.errors import StatusPageError
from statuspage.said import said

DKIM_VARIABLE = "STATUSPAGE_DKIM_KEY"
_FEWEST_BITS = 1024  # what verifiers must take (RFC 8301)
_BITS = 2048
_LINE = 70  # signs of a signature on one line
_SEED = 32  # bytes of a key of Ed25519
_SIGNED = (
    *("from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references"),
    *("mime-version", "content-type", "auto-submitted", "precedence"),
    *("list-id", "list-unsubscribe", "list-unsubscribe-post"),  # the last two by RFC 8058
)
_ONCE_MORE = ("from", "subject")  # named once more than they are there: nobody can add another

_HEADER = re.compile(rb"([^:\r\n]+):((?:[^\r]|\r(?!\n)|\r\n[ \t])*)\r\n")
_BLANKS = re.compile(rb"[ \t]+")
_BLANKS_AT_END = re.compile(rb"[ \t]+(?=\r\n)")


@dataclass(frozen=True)
class DkimKey:
    """A key, and where its public half stands in DNS."""

    private: RSAPrivateKey | Ed25519PrivateKey
    selector: str
    domain: str

    @property
    def name(self) -> str:
        """The name in DNS at which verifiers look for the public half."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """What has to stand there, as a record of type TXT."""
        public = self.private.public_key()
        encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        if isinstance(self.private, Ed25519PrivateKey):
            encoding, form = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        told = base64.b64encode(public.public_bytes(encoding, form)).decode()
        return f"v=DKIM1; k={self._algorithm}; p={told}"

    @property
    def _algorithm(self) -> str:
        return "ed25519" if isinstance(self.private, Ed25519PrivateKey) else "rsa"

    def signature(self, message: bytes, at: datetime) -> bytes:
        """The header to put before a whole message whose lines end in CRLF."""
        head, _, body = message.partition(b"\r\n\r\n")
        headers = {name.lower(): found for name, found in _HEADER.findall(head + b"\r\n")}
        names = [name for name in _SIGNED if name.encode() in headers]
        digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
        fields = (
            f"DKIM-Signature: v=1; a={self._algorithm}-sha256; c=relaxed/relaxed;",
            f" d={self.domain}; s={self.selector}; t={int(at.timestamp())};",
            f" h={':'.join([*names, *_ONCE_MORE])};",
            f" bh={digest};",
            " b=",
        )
        unsigned = "\r\n".join(fields).encode()
        signed = [relaxed(name.encode(), headers[name.encode()]) for name in names]
        signed.append(relaxed(*unsigned.split(b":", 1)).removesuffix(b"\r\n"))
        written = base64.b64encode(self._sign(b"".join(signed)))
        lines = [written[start : start + _LINE] for start in range(0, len(written), _LINE)]
        return unsigned + b"\r\n ".join(lines) + b"\r\n"

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.private, Ed25519PrivateKey):
            return self.private.sign(hashlib.sha256(data).digest())
        return self.private.sign(data, padding.PKCS1v15(), SHA256())


def dkim_key(mail: Mail, environ: Mapping[str, str]) -> DkimKey | None:
    """The key that signs, or None where the settings name no selector.

    Raises StatusPageError where they do, and there is no key or none that can be used.
    """
    if mail.dkim_selector is None:
        return None
    text, source = kept_secret(DKIM_VARIABLE, environ)
    if not text:
        raise StatusPageError(
            said(
                "[mail] names a dkim_selector, and {variable} holds no key; make one with "
                "`statuspage mail key`.",
                variable=DKIM_VARIABLE,
            )
        )
    private = _read(text)
    if private is None:
        raise StatusPageError(
            said(
                "{source} holds no key for DKIM: one of RSA (1024 bits or more) or Ed25519 is "
                "needed; make one with `statuspage mail key`.",
                source=source,
            )
        )
    return DkimKey(private, mail.dkim_selector, mail.signing_domain)


def new_key() -> str:
    """A fresh key of RSA in the form that the environment takes, on one line."""
    private = generate_private_key(public_exponent=65537, key_size=_BITS)
    return base64.b64encode(
        private.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    ).decode()


def _read(text: str) -> RSAPrivateKey | Ed25519PrivateKey | None:
    """A key in PEM, also on one line with "\\n", or its bytes in base64; None for anything else."""
    try:
        if "-----BEGIN" in text:
            pem = text.replace("\\n", "\n").encode()
            found = serialization.load_pem_private_key(pem, None)
        else:
            data = base64.b64decode(text, validate=True)
            if len(data) == _SEED:
                return Ed25519PrivateKey.from_private_bytes(data)
            found = serialization.load_der_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # a TypeError: it has a password
        return None
    if isinstance(found, RSAPrivateKey):
        return found if found.key_size >= _FEWEST_BITS else None
    return found if isinstance(found, Ed25519PrivateKey) else None


def relaxed(name: bytes, value: bytes) -> bytes:
    """A header in the form that is signed (RFC 6376, 3.4.2)."""
    line = _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.strip().lower() + b":" + line + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """The text of a mail in the form that is signed (RFC 6376, 3.4.4)."""
    lines = _BLANKS.sub(b" ", _BLANKS_AT_END.sub(b"", body)).rstrip(b"\r\n")
    return lines + b"\r\n" if lines else b""
