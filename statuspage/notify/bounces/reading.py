"""What a mail to the address for bounces says: bytes to a Bounce, whatever the bytes are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256

from statuspage.domain.telling.bounce import Bounce, BounceKind
from statuspage.domain.telling.refusal import ADDRESS, CODE, refusal_of, without_addresses
from statuspage.notify.bounces.status import complaint, returned, statuses
from statuspage.notify.bounces.wordy import kind_of, reason_in, text_of

MOST = 262_144
"""Bytes of a mail that are read: a report stands at its beginning."""

_CAME_TO = (
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Delivered-To",
    "X-RCPT-To",
    "To",
    "Cc",
)
_LINES = 8000
_LINE = 1000  # bytes, as RFC 5321 allows
_FIELD = 4000  # bytes of a header with all its lines
_TEXT = 300  # characters that are kept of what a server said
_HEAD = 20_000
_COMPLAINTS = ("abuse", "fraud", "virus", "other", "opt-out")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_UNCLEAR = re.compile(r"[245]\.\d\.0|")
_ACTIONS = {
    "fail": BounceKind.FAILED,
    "delayed": BounceKind.DELAYED,
    "deliver": BounceKind.DELIVERED,
}
"""The worst first: that one counts where a report speaks of several recipients."""


def read_bounce(raw: bytes, recipient: str = "") -> Bounce:
    """What a mail says. `recipient` is the address that it came to, where the caller knows it."""
    raw = raw[:MOST]
    id_ = sha256(raw).hexdigest()
    try:
        message = message_from_bytes(_bounded(raw))
        id_ = _id(message) or id_
        came_to = tuple(dict.fromkeys([*([recipient] if recipient else []), *_came_to(message)]))
        return _read(message, id_, came_to)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        # The library has its faults with mails that break the rules; such a one tells nothing.
        return Bounce(id_, BounceKind.UNKNOWN, (recipient,) if recipient else ())


def _bounded(raw: bytes) -> bytes:
    """A mail without what makes reading it slow: the library takes its time with endless headers,
    which no server writes, and whoever wants to keep us busy does."""
    kept: list[bytes] = []
    size = 0
    for line in raw.split(b"\n", _LINES)[:_LINES]:
        size = size + len(line) if line.startswith((b" ", b"\t")) else 0
        if size < _FIELD:
            kept.append(line[:_LINE])
    return b"\n".join(kept)


def _read(message: Message, id_: str, came_to: tuple[str, ...]) -> Bounce:
    told = complaint(message)
    if told is not None:
        is_spam = told.get("feedback-type", "").lower() in _COMPLAINTS
        kind = BounceKind.COMPLAINT if is_spam else BounceKind.AUTOMATIC
        came_to = (*came_to, *_named_in(message, told.get("original-mail-from", "")))
        return Bounce(id_, kind, came_to)
    worst = min(statuses(message), key=lambda one: list(_ACTIONS).index(one.action), default=None)
    if worst is None:
        kind = kind_of(message)
        if kind not in (BounceKind.FAILED, BounceKind.DELAYED):
            return Bounce(id_, kind, came_to)
        return _bounce(id_, kind, came_to, "", reason_in(message), text_of(message))
    kind = _ACTIONS[worst.action]
    if _UNCLEAR.fullmatch(worst.code) and not _LETTERS.search(worst.text):
        return _bounce(id_, kind, came_to, worst.code, reason_in(message), text_of(message))
    return _bounce(id_, kind, came_to, worst.code, worst.text)


def _bounce(
    id_: str, kind: BounceKind, came_to: tuple[str, ...], code: str, text: str, around: str = ""
) -> Bounce:
    """`around`: what stands around the words of the server, which may say more."""
    inner = CODE.search(text)
    if inner is not None and _UNCLEAR.fullmatch(code):
        code = inner[0]
    refusal = refusal_of(code, 0, f"{text}\n{around}") if kind is BounceKind.FAILED else None
    return Bounce(id_, kind, came_to, refusal, code, without_addresses(text)[:_TEXT])


def _id(message: Message) -> str:
    """A hash of what its sender calls it: what is kept shall name nobody."""
    name = " ".join(str(message.get("Message-ID", "")).split())
    return sha256(name.encode("utf-8", "surrogateescape")).hexdigest() if name else ""


def _came_to(message: Message) -> Iterator[str]:
    for name in _CAME_TO:
        for _, address in getaddresses([str(one) for one in message.get_all(name, [])]):
            if "@" in address:
                yield address


def _named_in(message: Message, told: str) -> Iterator[str]:
    """The addresses in the head of the mail that somebody complains of.

    Complaints come elsewhere; ours is the envelope's sender, wherever their server wrote that.
    """
    inner = returned(message)
    head = "" if inner is None else "\n".join(str(value) for value in inner.values())
    for found in ADDRESS.finditer(f"{told}\n{head[:_HEAD]}"):
        yield found[0].strip("<>")
