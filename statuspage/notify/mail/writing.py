"""A mail as bytes: its headers, both forms of its words, and the signature.

The headers are written here and not by the email package, which loses the blank between two words
that it encodes apart, and encodes addresses of 78 characters and more, so that the button of
RFC 8058 goes away (https://github.com/python/cpython/issues/85725).
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, quote
from hashlib import sha256
from typing import TYPE_CHECKING

from statuspage.config.mail.sending import Mail
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.mail.body import MailBody

if TYPE_CHECKING:
    from statuspage.notify.mail.dkim import DkimKey

_BODY = SMTP.clone(cte_type="7bit")  # passes every server unchanged, so signatures stay right
_LONGEST = 75  # characters of an encoded word (RFC 2047)
_ID = 26  # characters of a name in a message id


@dataclass(frozen=True)
class ListHeaders:
    """What a mail says that everybody who follows may get."""

    topic: str  # what it is about: mails of one topic are a thread; "" for several
    leave: str  # the whole address at which one click ends it


def written(
    mail: Mail,
    site: Site,
    body: MailBody,
    *,
    recipient: str,
    key: str,
    at: datetime,
    listed: ListHeaders | None = None,
    signer: DkimKey | None = None,
) -> bytes:
    """The whole mail, its lines ending in CRLF. `key`: the same for each try of the same."""
    domain = mail.domain
    headers = {
        "From": _named(site.name, mail.sender),
        "To": one_line(recipient),
        "Subject": _words(body.subject, "Subject"),
        "Date": format_datetime(at),
        "Message-ID": f"<{key}@{domain}>",
        **({"Reply-To": mail.reply_to} if mail.reply_to else {}),
        **(_of_list(site, listed, domain) if listed else {}),
        "Auto-Submitted": "auto-generated",  # RFC 3834: nothing answers it by itself
        "X-Auto-Response-Suppress": "OOF, AutoReply",  # the same for Exchange
        "Content-Language": site.language,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    message = head.encode() + _both_forms(body, key)
    return message if signer is None else signer.signature(message, at) + message


def _of_list(site: Site, listed: ListHeaders, domain: str) -> dict[str, str]:
    return {
        **(_of_thread(listed.topic, domain) if listed.topic else {}),
        "List-Id": _named(site.name, _list_id(site)),
        "List-Unsubscribe": f"<{listed.leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "list",
    }


def _of_thread(topic: str, domain: str) -> dict[str, str]:
    """Each answers the same id, which no mail has: readers put them into one thread."""
    hashed = b32encode(sha256(topic.encode()).digest()).decode().lower()[:_ID]
    thread = f"<topic.{hashed}@{domain}>"
    return {"In-Reply-To": thread, "References": thread}


def _list_id(site: Site) -> str:
    """Stays when the address of the site changes: readers sort by it (RFC 2919)."""
    host, *path = site.tag_host.split("/")
    return ".".join([*reversed(path), host])


def _both_forms(body: MailBody, key: str) -> bytes:
    message = EmailMessage(policy=_BODY)
    message.set_content(body.text)
    message.add_alternative(body.html, subtype="html")
    message.set_boundary(f"=_{key}")
    shown = message.get_body(("html",))
    if body.pictures and shown is not None:
        for one in body.pictures:
            shown.add_related(one.data, "image", "png", cid=f"<{one.name}>", disposition="inline")
        shown.set_boundary(f"=_{key}_pictures")
    return message.as_bytes()


def _named(name: str, address: str) -> str:
    """A name and, in angle brackets, what it is the name of."""
    plain = one_line(name)
    shown = f'"{quote(plain)}"' if plain.isascii() else _words(plain, "From")
    return f"{shown} <{address}>"


def _words(text: str, header: str) -> str:
    """Words in a header: as they are, or in encoded words of the length that is allowed."""
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8", _LONGEST, header).encode(linesep="\r\n")
