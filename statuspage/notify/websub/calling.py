"""The calls of a hub: did you ask for this, here is the feed, and to another hub: it changed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from statuspage.addresses import is_public_address
from statuspage.domain.telling.hub import FeedFollower, signature
from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.deliver import deliver
from statuspage.net.exchange import Limits
from statuspage.net.fetch import fetch, post, request_of
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule, anywhere

_LIMITS = Limits(seconds=10.0, size=4096, redirects=0)
_FORM = ("Content-Type", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Reachable:
    """How listeners are reached; tests reach their own machine."""

    may_reach: AddressRule = is_public_address
    outside: Outside = OUTSIDE


@dataclass(frozen=True)
class PassedOn:
    """A feed as it is sent: its bytes, and where it and its hub are."""

    topic: str
    hub: str
    body: bytes
    content_type: str


PUBLIC = Reachable()


def confirms(one: FeedFollower, topic: str, reach: Reachable = PUBLIC) -> bool:
    """Whether a listener says that it asked (W3C WebSub, section 5.3). Raises Unreachable."""
    challenge = secrets.token_urlsafe(24)
    query = {"hub.mode": one.asked, "hub.topic": topic, "hub.challenge": challenge}
    query["hub.lease_seconds"] = str(int(one.asked_lease.total_seconds()))
    joint = "&" if urlsplit(one.callback).query else "?"
    url = f"{one.callback}{joint}{urlencode(query)}"
    try:
        body = fetch(url, _LIMITS, may_reach=reach.may_reach, outside=reach.outside)
    except Unreachable as error:
        if error.is_permanent:
            return False
        raise
    return secrets.compare_digest(body, challenge.encode())


def send(one: FeedFollower, document: PassedOn, reach: Reachable = PUBLIC) -> int:
    """Send a feed; the status that is answered. Raises Unreachable."""
    headers = [
        ("Content-Type", document.content_type),
        ("Link", f'<{document.hub}>; rel="hub", <{document.topic}>; rel="self"'),
    ]
    if one.secret:
        headers.append(("X-Hub-Signature", signature(one.secret, document.body)))
    request = Request(request_of(one.callback).url, "POST", tuple(headers), document.body)
    return deliver(request, _LIMITS, may_reach=reach.may_reach, outside=reach.outside).status


def ping(hub: str, topics: Sequence[str]) -> None:
    """Tell another hub which feeds changed. Raises Unreachable."""
    form = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]
    post(hub, urlencode(form).encode(), [_FORM], _LIMITS, may_reach=anywhere)
