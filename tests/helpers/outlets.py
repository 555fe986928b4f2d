"""An outlet that records what it is given, and readers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from statuspage import clock
from statuspage.config import Settings
from statuspage.domain.telling.filter import EVERYTHING, Filter
from statuspage.domain.telling.result import Result, Sent
from statuspage.domain.telling.subscription import Channel, HowOften, SubscriptionState
from statuspage.notify.fanning import fan_out
from statuspage.notify.outlet import Message, Send
from statuspage.notify.sending import Sending
from statuspage.store import db
from statuspage.store.tables.telling import Subscription

MINUTE = timedelta(minutes=1)


class Recording:
    """Keeps every message; `answer` says what comes of each."""

    def __init__(
        self,
        answer: Callable[[Message], Result] = lambda _: Sent(),
        channel: Channel = Channel.MAIL,
        *,
        at_once: int = 1,
        retries: tuple[timedelta, ...] = (MINUTE, 5 * MINUTE),
        quarantine_after: timedelta | None = None,
    ) -> None:
        self.channel = channel
        self.at_once = at_once
        self.retries = retries
        self.patience = 2 * MINUTE
        self.quarantine_after = quarantine_after
        self.sent: list[Message] = []
        self._answer = answer

    def is_ready(self, _: Settings, __: Mapping[str, str]) -> bool:
        return True

    @contextmanager
    def open(self, _: Settings, __: Mapping[str, str]) -> Iterator[Send]:
        yield self._send

    def _send(self, message: Message) -> Result:
        self.sent.append(message)
        return self._answer(message)


def add_readers(*keys: str, channel: Channel = Channel.MAIL, **given: Any) -> None:
    """Active subscriptions of these keys."""
    told: dict[str, Any] = {
        "channel": channel,
        "address_hash": "",
        "state": SubscriptionState.ACTIVE,
        "filter": EVERYTHING,
        "language": "",
        "how_often": HowOften.INSTANT,
        "created_at": clock.now(),
        "confirmed_at": clock.now(),
        "owner": "",
        "score": 0.0,
        **given,
    }
    rows = [{"key": key, "address": f"{key}@example.net", **told} for key in keys]
    with db.transaction():
        for start in range(0, len(rows), 500):
            Subscription.insert_many(rows[start : start + 500]).execute()


def tell(*outlets: Recording, at: datetime | None = None) -> list[Sending]:
    """Pass on what was published and send what is due, at an instant or now."""
    sendings = [Sending(outlet, {}) for outlet in outlets]
    with clock.standing_at(at or clock.now()):
        fan_out()
        for sending in sendings:
            sending.turn()
            sending.finish()
    return sendings


ONLY_DOCS = Filter(components=frozenset({"docs"}))
