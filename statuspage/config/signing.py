"""The key that signs the record: from the environment, or from a file named there."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping

from statuspage.config.kinds.environment import kept_secret
from statuspage.errors import StatusPageError
from statuspage.said import said

KEY_VARIABLE = "STATUSPAGE_SIGNING_KEY"
FILE_VARIABLE = f"{KEY_VARIABLE}_FILE"
_BYTES = 32


def signing_seed(environ: Mapping[str, str]) -> bytes | None:
    """The Ed25519 seed (32 bytes), or None when no key is given.

    Raises StatusPageError when there is one that cannot be read.
    """
    text, source = kept_secret(KEY_VARIABLE, environ)
    if not text:
        return None
    try:
        seed = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        seed = b""
    if len(seed) != _BYTES:
        raise StatusPageError(
            said(
                "{source} holds no key: 32 bytes in base64 are needed; make one with "
                "`statuspage record key`.",
                source=source,
            )
        )
    return seed


def new_seed() -> str:
    """A fresh key in the form that the environment takes."""
    return base64.b64encode(secrets.token_bytes(_BYTES)).decode()
