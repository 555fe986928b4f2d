"""How `doctor` asks the program, through whatever stands before it, what it saw of the request.

Only who knows the secret of the store is told; a question is good for two minutes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

HEADER = "X-Statuspage-Ask"
_SALT = "doctor asks"
_GOOD_FOR = 120  # seconds


@dataclass(frozen=True)
class Sighting:
    """What the program says that it saw of a request of ours."""

    client: str  # whom it takes for the one who asks
    forwarded: str  # X-Forwarded-For as it came
    scheme: str  # as a proxy that it trusts says; "" where none does
    peer: str  # who was connected
    is_peer_trusted: bool


def question(secret: bytes) -> str:
    """Another one each time, so that no answer to an earlier one fits."""
    return str(URLSafeTimedSerializer(secret, salt=_SALT).dumps(secrets.token_urlsafe(9)))


def is_ours(secret: bytes, asked: str) -> bool:
    """Whether somebody asks who knows the secret."""
    try:
        URLSafeTimedSerializer(secret, salt=_SALT).loads(asked, max_age=_GOOD_FOR)
    except BadData:
        return False
    return True
