"""The ways of telling by HTTP: webhooks and topics of visitors, and the hooks of the settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from statuspage.addresses import is_public_address
from statuspage.config import Settings
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.telling.signing import signing_secret
from statuspage.domain.telling.subscription import Channel
from statuspage.errors import NotFound, Unreachable
from statuspage.net.rules import AddressRule, anywhere
from statuspage.notify.hooks import by_apprise, by_bluesky, by_mastodon, own
from statuspage.notify.hooks.by_bluesky import Account
from statuspage.notify.hooks.formats import FORMATS, format_of
from statuspage.notify.hooks.sending import LIMITS, RETRIES, Receiver, send
from statuspage.notify.hooks.words import item_of
from statuspage.notify.outlet import Message, Send
from statuspage.render.hooks.ntfy import server_and_topic
from statuspage.store import db


@dataclass(frozen=True)
class HookOutlet:
    """One of these ways: which deliveries it sends, and how one is tried."""

    channel: Channel
    at_once: int
    tried: Callable[[HookOutlet, Settings, Mapping[str, str], Message], Result]
    may_reach: AddressRule = is_public_address  # of addresses that visitors name
    quarantine_after: timedelta | None = None
    retries: tuple[timedelta, ...] = RETRIES
    patience: timedelta = timedelta(seconds=max(LIMITS.seconds, by_apprise.SECONDS) * 3)

    def is_ready(
        self,
        settings: Settings,
        environ: Mapping[str, str],  # noqa: ARG002 a hook that lacks its variable says so
    ) -> bool:
        """Whether there may be anything to send."""
        return self.channel is not Channel.HOOK or bool(settings.hooks)

    def open(self, settings: Settings, environ: Mapping[str, str]) -> AbstractContextManager[Send]:
        """Each hook is called on a connection of its own."""
        return _opened(partial(self.tried, self, settings, environ))


@contextmanager
def _opened(send_one: Send) -> Iterator[Send]:
    yield send_one


def _to_webhook(outlet: HookOutlet, _: Settings, __: Mapping[str, str], message: Message) -> Result:
    subscription = message.subscription
    chosen = format_of(subscription.address)
    secret = signing_secret(db.session_secret(), subscription.key)
    receiver = _visitors(outlet, subscription.address)
    return _posted(chosen, message, replace(receiver, secrets=[secret]))


def _to_topic(
    outlet: HookOutlet, settings: Settings, _: Mapping[str, str], message: Message
) -> Result:
    receiver = _visitors(outlet, message.subscription.address)
    server = server_and_topic(receiver.url)[0].rstrip("/")
    if server in settings.subscriptions.ntfy_servers:
        receiver = replace(receiver, may_reach=anywhere)  # the operator named it
    return _posted("ntfy", message, receiver)


def _visitors(outlet: HookOutlet, address: str) -> Receiver:
    """Where a visitor's hook is; people read its host alone."""
    return Receiver(address, urlsplit(address).hostname or "", may_reach=outlet.may_reach)


def _to_own(
    _: HookOutlet, settings: Settings, environ: Mapping[str, str], message: Message
) -> Result:
    try:
        hook = own.hook_of(settings, message.subscription.hook)
        if hook.format == "apprise":
            item, tone = item_of(message)
            return by_apprise.send(hook.id, own.address_of(hook, environ), item, tone)
        receiver = own.receiver_of(hook, environ)
        if hook.format == "mastodon":
            return by_mastodon.send(receiver, own.account_secret(hook, environ), message)
        if hook.format == "bluesky":
            password = own.account_secret(hook, environ)
            return by_bluesky.send(Account(receiver, hook.account or "", password), message)
        return _posted(hook.format, message, receiver)
    except NotFound as error:
        return Never(error.said, Blame.RECIPIENT)
    except Unreachable as error:
        return Later(error.said)  # what one lacks holds no other up


def _posted(chosen: str, message: Message, receiver: Receiver) -> Result:
    """Send every body of a message; what was taken before a later one failed is sent again."""
    url = server_and_topic(receiver.url)[0] if chosen == "ntfy" else receiver.url
    result: Result = Sent()
    for place, body in enumerate(FORMATS[chosen](message, receiver.url)):
        identity = f"{message.key}.{place}" if place else message.key
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        result = send(replace(receiver, url=url), identity, text.encode())
        if not isinstance(result, Sent):
            break
    return result


_PATIENCE = timedelta(hours=1)
WEBHOOKS = HookOutlet(Channel.WEBHOOK, 32, _to_webhook, quarantine_after=_PATIENCE)
TOPICS = HookOutlet(Channel.NTFY, 8, _to_topic, quarantine_after=_PATIENCE)
OWN = HookOutlet(Channel.HOOK, 8, _to_own)
"""Those of the settings are never given up: a check of the program's health tells of them."""
