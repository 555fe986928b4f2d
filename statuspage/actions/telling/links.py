"""Addresses and codes that say who somebody is, worked out anew whenever they are needed.

Nothing of them is stored, so a store that leaks opens nothing, and a mail of any age can carry one.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from statuspage.domain.telling.signed import opened, signed
from statuspage.store import db

SETTINGS_LAST = timedelta(hours=1)
"""How long a link to somebody's settings opens them."""

_LEAVE, _UNDO, _CONFIRM, _SETTINGS, _CODE = "leave", "undo", "confirm", "settings", "code"
_VOICE = "voice"
_SIGNS = 8  # of an instant, in hexadecimal seconds


def leave_path(subscription: str) -> str:
    """Where one click ends a subscription (RFC 8058): good as long as there is one."""
    return f"/u/{signed(_secret(), _LEAVE, subscription)}"


def left_by(token: str) -> str | None:
    """The subscription that such an address ends, or None."""
    return opened(_secret(), _LEAVE, token)


def undo_path(subscription: str) -> str:
    """Where whoever did not leave of their own will comes back."""
    return f"/subscribe/undo/{signed(_secret(), _UNDO, subscription)}"


def undone_by(token: str) -> str | None:
    """The subscription that such an address brings back, or None."""
    return opened(_secret(), _UNDO, token)


def confirm_path(request: str) -> str:
    """Where the mailed link of a request leads: a page with one button."""
    return f"/subscribe/confirm/{signed(_secret(), _CONFIRM, request)}"


def confirmed_by(token: str) -> str | None:
    """The request that such an address confirms, or None."""
    return opened(_secret(), _CONFIRM, token)


def code_of(request: str) -> str:
    """The six digits that answer a request, to be typed into the page that asked for them."""
    digest = hmac.new(_secret(), f"telling/{_CODE}/{request}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"


def settings_path(subscription: str, now: datetime) -> str:
    """Where the owner of a subscription sees and changes it, for an hour from now on."""
    until = int((now + SETTINGS_LAST).timestamp())
    return f"/subscribe/me/{signed(_secret(), _SETTINGS, f'{subscription}{until:0{_SIGNS}x}')}"


def voice_path(voice: str) -> str:
    """Where whoever said something sees what became of it: good as long as it is kept."""
    return f"/feedback/mine/{signed(_secret(), _VOICE, voice)}"


def voice_in(token: str) -> str | None:
    """The key of the voice that such an address shows, or None."""
    return opened(_secret(), _VOICE, token)


@dataclass(frozen=True)
class Pass:
    """What a link to somebody's settings says: whose they are, and until when it opens them."""

    subscription: str
    until: datetime


def pass_in(token: str) -> Pass | None:
    """What such an address says, or None where we did not write it."""
    found = opened(_secret(), _SETTINGS, token)
    if found is None or len(found) <= _SIGNS:
        return None
    until = datetime.fromtimestamp(int(found[-_SIGNS:], 16), UTC)
    return Pass(found[:-_SIGNS], until)


def _secret() -> bytes:
    return db.session_secret(or_passing=True)
