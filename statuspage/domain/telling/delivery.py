"""A delivery: one of the news (or a letter) for one subscription, from the queue to its end."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from statuspage.domain.telling.subscription import Channel
from statuspage.said import Said


class DeliveryState(StrEnum):
    """What became of it so far."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # for good
    BOUNCED = "bounced"  # it was taken, and came back
    DROPPED = "dropped"  # newer words took its place, or nobody is to be told any more


@dataclass(frozen=True)
class Delivery:
    """One for each pair of news and subscription, whatever restarts."""

    key: str  # see delivery_key: message ids are made of it
    subscription: str
    channel: Channel
    subject: str  # of the news, such as "update/KEY"; or "letter/confirmation"
    revision: int
    topic: str
    state: DeliveryState
    is_gathered: bool  # it waits to be told with others, in one summary
    tries: int  # that were begun; each is counted before it is made
    queued_at: datetime
    due_at: datetime  # when it may be tried next; while one tries, when others may
    sent_at: datetime | None = None
    reason: Said | None = None  # why the last try failed, or why it was dropped
    batch: str = ""  # the key of the message that told it
    letter: str = ""  # the name of the letter it is; "" for news
    about: str = ""  # the key of what a letter speaks of
    blame: str = ""  # whose fault it is that it was not taken, see result.Blame


def delivery_key(subscription: str, subject: str, revision: int) -> str:
    """The same for the same: 26 small letters and digits that tell nobody anything."""
    hashed = sha256(f"{subscription}\n{subject}\n{revision}".encode()).digest()
    return b32encode(hashed).decode().lower()[:26]
