"""Telling browsers: one POST to the push service of each, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from statuspage import clock
from statuspage.actions.telling import links
from statuspage.actions.telling.addresses import NO_BROWSER
from statuspage.actions.telling.push_key import push_key
from statuspage.addresses import is_public_address
from statuspage.config import Settings
from statuspage.domain.telling.browser import base64url, browser_address
from statuspage.domain.telling.result import Blame, Later, Never, Result
from statuspage.domain.telling.subscription import Channel
from statuspage.net.exchange import Answer
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule
from statuspage.notify.hooks.sending import LIMITS, Receiver, call, result_of
from statuspage.notify.hooks.words import item_of
from statuspage.notify.outlet import Message, Send
from statuspage.render.hooks import push
from statuspage.render.hooks.tone import Tone
from statuspage.said import said

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_KEPT_FOR = timedelta(days=1)
"""How long a push service keeps it for a device that is off."""

_GONE = frozenset({404, 410})
_REFUSED = frozenset({400, 401, 403, 413})
"""What is wrong with what was sent, or with who sends: no fault of whoever reads."""

_THREAD = 24  # of the signs of RFC 8030, section 5.4, of which there may be 32


@dataclass(frozen=True)
class PushOutlet:
    """Sends each message on a connection of its own."""

    channel: Channel = Channel.PUSH
    at_once: int = 16
    retries: tuple[timedelta, ...] = (
        *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
        *(timedelta(hours=2), timedelta(hours=5), timedelta(hours=10)),
    )
    patience: timedelta = timedelta(seconds=LIMITS.seconds * 3)
    quarantine_after: timedelta | None = timedelta(days=3)
    may_reach: AddressRule = is_public_address  # of the endpoints that browsers name

    def is_ready(self, _: Settings, __: Mapping[str, str]) -> bool:
        """Nothing more is needed than the secret of the site."""
        return True

    def open(self, _: Settings, __: Mapping[str, str]) -> AbstractContextManager[Send]:
        """Signs all with one key."""
        return _opened(partial(self._send, push_key()))

    def _send(self, key: EllipticCurvePrivateKey, message: Message) -> Result:
        from statuspage.notify.push.encryption import encrypted  # much is imported with it
        from statuspage.notify.push.vapid import authorization

        address = message.subscription.address
        try:
            browser = browser_address(address)
        except ValueError:
            return Never(NO_BROWSER, Blame.RECIPIENT, ends=True)
        told, urgency, thread = _told(message)
        headers = (
            ("Authorization", authorization(browser.endpoint, message.site, key, clock.now())),
            ("Content-Type", "application/octet-stream"),
            ("Content-Encoding", "aes128gcm"),
            ("TTL", f"{_KEPT_FOR.total_seconds():.0f}"),
            ("Urgency", urgency),
            ("Topic", thread),
        )
        url = urlsplit(browser.endpoint)
        body = encrypted(push.packed(told), browser)
        receiver = Receiver(browser.endpoint, url.hostname or "", may_reach=self.may_reach)
        answer = call(receiver, Request(url, "POST", headers, body))
        return answer if isinstance(answer, Later) else _result(receiver, answer)


@contextmanager
def _opened(send_one: Send) -> Iterator[Send]:
    yield send_one


def _told(message: Message) -> tuple[dict[str, Any], str, str]:
    """What is shown, how urgent it is, and the thread in which it takes the place of others."""
    letter, site = message.letter, message.site
    item, tone = item_of(message)
    if letter is not None and letter.name in ("confirmation", "already"):
        shown = push.confirmation_body(site, item, links.confirm_path(letter.about))
        return shown, "high", _thread(f"letter/{letter.about}")
    if letter is not None or not message.told:
        thread = _thread(f"letter/{letter.name if letter else 'test'}")
        return push.body(site, item, Tone.PLAIN, thread), "normal", thread
    thread = _thread("summary" if message.is_summary else message.told[0].news.topic)
    return push.body(site, item, tone, thread), push.urgency(tone), thread


def _thread(topic: str) -> str:
    """The same for the same topic; a push service learns from it no more than that."""
    return base64url(sha256(topic.encode()).digest())[:_THREAD]


def _result(receiver: Receiver, answer: Answer) -> Result:
    """What a push service says (RFC 8030, section 5; RFC 8292, section 4.2)."""
    reason = said(
        "{url} answers with status {status}.", url=receiver.shown, status=str(answer.status)
    )
    if answer.status in _GONE:
        return Never(reason, Blame.RECIPIENT, ends=True)
    if answer.status in _REFUSED:
        return Never(reason, Blame.US)
    return result_of(receiver, answer)


PUSH = PushOutlet()
