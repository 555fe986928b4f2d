"""What programs ask of our hub: to be sent a feed of ours whenever it changes (W3C WebSub)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import SplitResult, urlsplit

from statuspage.errors import InvalidInput
from statuspage.said import Said, said

USUAL_LEASE = timedelta(days=10)
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(days=30)
_LONGEST_ADDRESS = 1000  # characters
_LONGEST_SECRET = 199  # bytes: it "MUST be less than 200 bytes"


class HubMode(StrEnum):
    """What is asked; the values are those of the protocol."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True)
class HubRequest:
    """One request, checked."""

    mode: HubMode
    topic: str  # the address of a feed
    callback: str
    lease: timedelta
    secret: str = field(repr=False)


@dataclass(frozen=True)
class FeedFollower:
    """A program that is sent a feed, or asks to be; `asked` has what it asked and is to confirm."""

    number: int
    path: str  # of the feed, within the site
    callback: str = field(repr=False)
    secret: str = field(repr=False)
    lease_until: datetime | None  # None while it is not confirmed
    tries: int
    asked: HubMode | None
    asked_lease: timedelta
    due_at: datetime


def hub_request(values: Mapping[str, str]) -> HubRequest:
    """Read the fields of a form (W3C WebSub, section 5.1). Raises InvalidInput."""
    faults: dict[str, Said] = {}
    mode = values.get("hub.mode", "")
    if mode not in list(HubMode):
        faults["hub.mode"] = said(
            "'{value}' is not known here. Known: {known}.", value=mode, known=list(HubMode)
        )
    callback = values.get("hub.callback", "")
    if not _is_callback(callback):
        faults["hub.callback"] = said(
            "Give a web address of at most {count} characters, without a name or a password.",
            count=_LONGEST_ADDRESS,
        )
    secret = values.get("hub.secret", "")
    if len(secret.encode()) > _LONGEST_SECRET:
        faults["hub.secret"] = said("It must have fewer than 200 bytes.")
    lease = values.get("hub.lease_seconds", "") or str(int(USUAL_LEASE.total_seconds()))
    if not (lease.isascii() and lease.isdecimal() and len(lease) <= 12):
        faults["hub.lease_seconds"] = said("Give a whole number of seconds.")
    if faults:
        raise InvalidInput(faults)
    asked = timedelta(seconds=int(lease))
    return HubRequest(
        HubMode(mode),
        values.get("hub.topic", ""),
        callback,
        min(max(asked, _SHORTEST), _LONGEST),
        secret,
    )


def signature(secret: str, body: bytes) -> str:
    """What X-Hub-Signature says of a body (W3C WebSub, section 7.1)."""
    return f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"


def _is_callback(text: str) -> bool:
    if len(text) > _LONGEST_ADDRESS or not text.isascii() or not text.isprintable():
        return False
    try:
        url: SplitResult = urlsplit(text)
        return (
            url.scheme in ("http", "https")
            and bool(url.hostname)
            and "@" not in url.netloc
            and not url.fragment
            and " " not in text
            and url.port != 0
        )
    except ValueError:
        return False
