"""One mail to the address for bounces, from its bytes to what comes of it."""

from __future__ import annotations

from statuspage.actions.telling.bounces import TakenBounce, take_bounce
from statuspage.config import Settings
from statuspage.notify.bounces.reading import read_bounce
from statuspage.notify.bounces.verp import key_in
from statuspage.store import db


def return_address(settings: Settings) -> str | None:
    """Where mail comes back to, with a * for the sign of each; None where nobody listens."""
    return settings.mail.bounces.address if settings.mail is not None else None


def take(raw: bytes, address: str, recipient: str = "") -> TakenBounce:
    """Take in a mail; `address` is that of the settings, `recipient` the one it came to, if known.

    Raises StoreError.
    """
    bounce = read_bounce(raw, recipient)
    return take_bounce(bounce, key_in(address, db.session_secret(), bounce.recipients))
