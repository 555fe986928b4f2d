"""Mails that came back to a site with [mail.bounces], in their real shapes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.bounces.verp import envelope_sender
from statuspage.store import db
from statuspage.store.telling import deliveries
from statuspage.store.telling.deliveries import Queued

SHAPES = Path(__file__).parents[1] / "data" / "bounces"
ADDRESS = "bounces+*@acme.example"
MAIL = """
[mail]
from = "status@acme.example"
[mail.bounces]
address = "bounces@acme.example"
move_to = "Handled"
"""


def shape(name: str, sender: str) -> bytes:
    """A mail as it is met, about one that was sent by an address."""
    return (SHAPES / f"{name}.eml").read_bytes().replace(b"@@SENDER@@", sender.encode())


def came_back(name: str, message: str) -> bytes:
    """A mail as it is met, about a message of this site."""
    return shape(name, envelope_sender(ADDRESS, db.session_secret(), message))


def sent(subscription: str, *subjects: str, at: datetime) -> str:
    """A message to somebody that tells of some subjects; its key."""
    with db.transaction():
        named = [Queued(subscription, Channel.MAIL, one, 1, "t", at) for one in subjects]
        deliveries.queue(named, at)
        newest = deliveries.newest_of(subscription, 99)
        found = [one for one in newest if one.subject in subjects]
        key = found[0].key
        assert deliveries.begin(found, key, at)
        deliveries.note_sent([one.key for one in found], at)
    return key


def states(subscription: str) -> list[DeliveryState]:
    """What became of the news for somebody."""
    with db.snapshot():
        newest = deliveries.newest_of(subscription, 99)
        return [one.state for one in newest if not one.letter]
