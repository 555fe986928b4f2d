"""The headers of Standard Webhooks: an id that stays over all tries, the time, signatures.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook


def signed_headers(
    identity: str, at: datetime, body: bytes, secrets: Sequence[str]
) -> list[tuple[str, str]]:
    """With each secret signs, so that receivers can change over from one to the next."""
    found = [("webhook-id", identity), ("webhook-timestamp", str(int(at.timestamp())))]
    signatures = [Webhook(secret).sign(identity, at, body.decode()) for secret in secrets]
    return [*found, ("webhook-signature", " ".join(signatures))] if signatures else found
