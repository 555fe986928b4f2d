"""One POST to a hook, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from statuspage import clock
from statuspage.addresses import is_public_address
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.deliver import deliver
from statuspage.net.exchange import Answer, Limits
from statuspage.net.names import web_address
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule
from statuspage.notify.hooks.signing import signed_headers
from statuspage.notify.hooks.waits import asked_wait
from statuspage.said import said

LIMITS = Limits(seconds=15.0, size=16_384)
RETRIES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The times of Standard Webhooks."""

_BUSY = frozenset({429, 503})
_QUOTED = 200  # characters of what an answer says


@dataclass(frozen=True)
class Receiver:
    """Where a hook is, and how it is called."""

    url: str = field(repr=False)
    shown: str  # what stands for the address in what people read: it may be a secret
    secrets: Sequence[str] = field(default=(), repr=False)
    headers: Sequence[tuple[str, str]] = field(default=(), repr=False)
    may_reach: AddressRule = is_public_address
    is_ours: bool = False  # of the settings: what it answers may be shown to staff
    limits: Limits = LIMITS
    outside: Outside = OUTSIDE


def send(receiver: Receiver, identity: str, body: bytes) -> Result:
    """Try once. `identity` is the same for each try of the same."""
    url = web_address(receiver.url)
    if url is None:
        text = said("The address given in the environment is not a web address.")
        return Later(text)
    headers = [
        ("Content-Type", "application/json"),
        *signed_headers(identity, clock.now(), body, receiver.secrets),
        *receiver.headers,
    ]
    request = Request(url, "POST", tuple(headers), body)
    answer = call(receiver, request)
    return answer if isinstance(answer, Later) else result_of(receiver, answer)


def call(receiver: Receiver, request: Request, *, is_read: bool = False) -> Answer | Later:
    """What a receiver answers to a request; with `is_read` its body, too. Later: it did not."""
    try:
        return deliver(
            request,
            receiver.limits,
            may_reach=receiver.may_reach,
            outside=receiver.outside,
            is_read=is_read,
        )
    except Unreachable as error:
        text = said("{url} does not answer: {why}", url=receiver.shown, why=error.said)
        if receiver.is_ours and error.kind == "redirect":
            text = said(
                "{url} is inside a private network. If that is meant, write allow_private = true "
                "beside it.",
                url=receiver.shown,
            )
        # What this machine lacks holds all hooks up; a header that cannot be sent, its own alone.
        is_of_all = error.is_ours and not error.is_permanent
        return Later(text, blame=Blame.US if is_of_all else Blame.RECIPIENT)


def result_of(receiver: Receiver, answer: Answer) -> Result:
    """What an answer means for what was to be told."""
    shown, status = receiver.shown, str(answer.status)
    if 200 <= answer.status <= 299:
        return Sent(status)
    if 300 <= answer.status <= 399:
        text = said(
            "{url} redirects, which no hook may do. Name the address it leads to.", url=shown
        )
        return Later(text)
    reason = said("{url} answers with status {status}.", url=shown, status=status)
    if answer.status == 410:
        return Never(reason, Blame.RECIPIENT, ends=True)
    if answer.status in _BUSY:
        return Later(reason, asked_wait(answer))
    words = _words(answer) if receiver.is_ours else ""
    if words:
        reason = said(
            "{url} answers with status {status}: {words}", url=shown, status=status, words=words
        )
    return Later(reason)


def _words(answer: Answer) -> str:
    """What it says of what is wrong, on one line."""
    return one_line(answer.body.decode("utf-8", "replace"))[:_QUOTED]
