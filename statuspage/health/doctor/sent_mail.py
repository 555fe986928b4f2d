"""One mail that was sent, read back as its reader's server got it: is it as it must be?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from statuspage.health.doctor.mail_names import Texts
from statuspage.health.health import Condition, Health
from statuspage.notify.mail.signatures import DkimSignature, signatures
from statuspage.said import Said, said

_POST = "List-Unsubscribe-Post"
_ONE_CLICK = "List-Unsubscribe=One-Click"
_LINK = re.compile(r"<(https://[^<>\s]+)>")
_BOTH = frozenset({"list-unsubscribe", "list-unsubscribe-post"})
_NEEDED = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "List-Id")
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_METHODS = ("spf", "dkim", "dmarc")


def sent_mail(raw: bytes, texts: Texts) -> Iterator[Health]:
    """What there is to say of it. `texts` asks DNS, and may raise Unreachable."""
    message = message_from_bytes(raw)
    yield _heading(message)
    yield _one_click(message)
    domain = parseaddr(str(message.get("From", "")))[1].rpartition("@")[2].lower()
    yield _signature(list(signatures(raw, texts)), domain)
    yield _verdict(message)
    yield _bodies(message)


def _heading(message: Message) -> Health:
    lacking = [name for name in _NEEDED if len(message.get_all(name, [])) != 1]
    if lacking:
        return _bad(
            "mail-headers",
            said("The mail must have each of these headers exactly once: {names}.", names=lacking),
        )
    if not str(message.get("Auto-Submitted", "")).startswith("auto-generated"):
        text = said("The mail does not say that a program wrote it (Auto-Submitted).")
        return _bad("mail-headers", text)
    try:
        parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return _bad("mail-headers", said("The Date of the mail cannot be read."))
    return _good("mail-headers", said("The mail has the headers that it needs."))


def _one_click(message: Message) -> Health:
    """RFC 8058: without either of the two there is no button beside the sender."""
    link, how = str(message.get("List-Unsubscribe", "")), str(message.get(_POST, ""))
    if "=?" in link:
        text = said("List-Unsubscribe is encoded, and no mail program reads it that way.")
        return _bad("mail-one-click", text)
    if not _LINK.search(link):
        text = said(
            "List-Unsubscribe has no https:// address, so readers get no button to unsubscribe. "
            "Make [site] url one."
        )
        return _bad("mail-one-click", text)
    if how.strip() != _ONE_CLICK:
        text = said("List-Unsubscribe-Post does not say {words}.", words=_ONE_CLICK)
        return _bad("mail-one-click", text)
    return _good("mail-one-click", said("Readers can unsubscribe with one click."))


def _signature(found: list[DkimSignature], domain: str) -> Health:
    if not found:
        return _bad(
            "mail-signature",
            said(
                "Nobody signed the mail by DKIM. Have your mail server sign it, or make a key with "
                "`statuspage mail key`."
            ),
        )
    good = [one for one in found if one.holds]
    if not good:
        return _bad(
            "mail-signature",
            said(
                "The DKIM signature of {domain} does not hold: the mail was changed after it was "
                "signed, or DNS holds a different key.",
                domain=found[0].domain,
            ),
        )
    if not any(_is_of(one.domain, domain) for one in good):
        return _bad(
            "mail-signature",
            said(
                "The mail is signed by {signing}, but comes from {domain}: that counts for nothing "
                "in DMARC.",
                signing=good[0].domain,
                domain=domain,
            ),
        )
    if not any(one.covers >= _BOTH for one in good):
        return _bad(
            "mail-signature",
            said(
                "The DKIM signature of {domain} leaves out {names}, so Gmail shows no button to "
                "unsubscribe. Sign these headers, too.",
                domain=good[0].domain,
                names=sorted(_BOTH - good[0].covers),
            ),
        )
    return _good(
        "mail-signature",
        said("The DKIM signature of {domain} holds, and covers what it must.", domain=domain),
    )


def _is_of(signing: str, shown: str) -> bool:
    """Whether two domains are one, or one is below the other."""
    first, second = signing.lower(), shown.lower()
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _verdict(message: Message) -> Health:
    """What the server that got it found: the topmost line is its own, others may be made up."""
    told = " ".join(str(message.get("Authentication-Results", "")).split())
    if not told:
        text = said(
            "The server that received the mail does not say how it judged SPF, DKIM and DMARC. "
            "Send one to a mailbox elsewhere, such as at Gmail, to know."
        )
        return _good("mail-verdict", text)
    found: dict[str, list[str]] = {}
    for method, result in _RESULT.findall(told):
        found.setdefault(method.lower(), []).append(result.lower())
    failed = [name for name in _METHODS if name in found and "pass" not in found[name]]
    server = told.partition(";")[0].split()[0]
    if failed:
        words = [f"{name}={found[name][0]}" for name in failed]
        text = said("{server} judged the mail: {words}.", server=server, words=words)
        return _bad("mail-verdict", text)
    text = said("{server} found the mail genuine.", server=server)
    return _good("mail-verdict", text)


def _bodies(message: Message) -> Health:
    kinds = [part.get_content_type() for part in message.walk()]
    if "text/plain" in kinds and "text/html" in kinds and "multipart/alternative" in kinds:
        return _good("mail-text", said("The mail has its words as text and as HTML."))
    return _bad("mail-text", said("The mail does not have its words both as text and as HTML."))


def _good(name: str, text: Said) -> Health:
    return Health(name, Condition.OK, text)


def _bad(name: str, text: Said) -> Health:
    return Health(name, Condition.FAILING, text)
