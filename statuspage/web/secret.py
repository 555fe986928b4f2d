"""The secret that signs forms: made once, beside the store, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from statuspage.errors import StoreError


def session_secret(database: Path) -> bytes:
    """The secret of this site, made on first use with mode 0600. Raises StoreError."""
    path = database.with_name(database.name + ".secret")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
    else:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
    secret = path.read_bytes()
    if len(secret) < 32:
        raise StoreError(f"{path} is damaged. Delete it; staff will have to sign in again.")
    return secret
