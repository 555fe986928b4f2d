"""Short opaque keys for addresses: 10 letters and digits that are not mistaken for one another."""

from __future__ import annotations

import secrets

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_key() -> str:
    """A fresh key, about 49 bits: guessing one is hopeless and a clash is refused by the store."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
