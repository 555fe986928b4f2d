"""Reports on a delivery (RFC 3464) and complaints (RFC 5965), as servers really write them."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

_ACTIONS = ("fail", "error", "delayed", "relayed", "deliver", "expanded")
_BY_CLASS = {"5": "fail", "4": "delayed", "2": "deliver"}
_OF_REPORTS = ("Reporting-MTA", "Final-Recipient", "Action")
_MOST = 300  # groups of fields, and so recipients, that are looked at
_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class DeliveryStatus:
    """What a report says of one recipient."""

    action: str  # "fail", "delayed" or "deliver"
    code: str  # of RFC 3463, or ""
    text: str  # what the other server said, or ""


def statuses(message: Message) -> Iterator[DeliveryStatus]:
    """What the reports in a mail say, of each recipient.

    A mail within it is looked at only where it is a report that somebody passed on: ours is none.
    """
    inner = returned(message)
    for part in parts_of(message):
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            blocks = list(_blocks(part))
        elif is_text(part) and _is_report(text := words_of(part)):
            blocks = list(_fields(text))
        else:
            continue
        found = list(filter(None, map(_status, blocks)))
        yield from found
        if found:
            return
    if inner is not None and inner.get_content_type() == "multipart/report":
        yield from statuses(inner)


def complaint(message: Message) -> Mapping[str, str] | None:
    """The fields of a complaint, with names in small letters; None where there is none."""
    for part in parts_of(message):
        if part.get_content_type() == "message/feedback-report":
            return {name: text for fields in _blocks(part) for name, text in fields.items()}
    inner = returned(message)
    if inner is not None and "X-HmXmrOriginalRecipient" in inner:  # Outlook's own form
        return {"feedback-type": "abuse"}
    return None


def returned(message: Message) -> Message | None:
    """The mail that came back, or its head, as far as it was sent along."""
    for part in parts_of(message):
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            return next(_inner(part), None)
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            return HeaderParser().parsestr(words_of(part))
    return None


def parts_of(message: Message) -> Iterator[Message]:
    """The parts of a mail, not those of mails within it."""
    yield message
    if message.get_content_maintype() == "multipart":
        for part in _inner(message):
            yield from parts_of(part)


def is_text(part: Message) -> bool:
    """Whether a part is plain text, or several that nobody can tell apart."""
    is_one = not part.is_multipart()
    return is_one and (
        part.get_content_type() == "text/plain" or part.get_content_maintype() == "multipart"
    )


def words_of(part: Message) -> str:
    """The text of a part, whatever its charset is said to be."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return raw.decode(charset, "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _inner(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, Message))


def _blocks(part: Message) -> Iterator[Mapping[str, str]]:
    """The groups of fields in a report, decoded where somebody encoded them in spite of RFC 3464.

    The library reads the groups as mails of their own, so what is encoded has become their texts.
    """
    payload = part.get_payload()
    blocks = [block.as_string() for block in _inner(part)]
    text = payload if isinstance(payload, str) else "\n\n".join(blocks)
    yield from _fields(_decoded(text, str(part.get("Content-Transfer-Encoding", ""))))


def _is_report(text: str) -> bool:
    """Whether a report lost its type on its way, and is but text now."""
    return all(re.search(rf"^{name}:", text, re.M | re.I) for name in _OF_REPORTS)


def _fields(text: str) -> Iterator[Mapping[str, str]]:
    for block in _BLANK.split(text.replace("\r\n", "\n"), maxsplit=_MOST)[:_MOST]:
        found = HeaderParser().parsestr(block.strip("\n"))
        yield {name.lower(): " ".join(str(value).split()) for name, value in found.items()}


def _decoded(text: str, encoding: str) -> str:
    raw = text.encode("utf-8", "surrogateescape")
    match encoding.strip().lower():
        case "base64":
            with suppress(binascii.Error, ValueError):  # or else it was not encoded after all
                raw = base64.b64decode(b"".join(raw.split()))
        case "quoted-printable":
            raw = quopri.decodestring(raw)
        case _:
            return text
    return raw.decode("utf-8", "replace")


def _status(fields: Mapping[str, str]) -> DeliveryStatus | None:
    """None for the group that speaks of the mail as a whole, and for an empty one."""
    action = fields.get("action", "").lower()
    code = fields.get("status", "").split("(")[0].strip()
    known = next((one for one in _ACTIONS if action.startswith(one)), "")
    known = known or _BY_CLASS.get(code[:1], "")
    if not known:
        return None
    if known in ("relayed", "expanded"):
        known = "deliver"
    text = fields.get("diagnostic-code", "")
    kind, semicolon, said = text.partition(";")
    return DeliveryStatus(
        "fail" if known == "error" else known,
        code if code[:2] in ("2.", "4.", "5.") else "",
        said.strip() if semicolon and " " not in kind.strip() else text,
    )
