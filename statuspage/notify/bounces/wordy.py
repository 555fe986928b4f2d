"""Mails without a report: those of old servers, told by their words; answering machines.

The words that servers of old use are known to flufl.bounce. What they mean is told by
domain/telling/refusal.py, for that library takes full mailboxes and refused spam as the end.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from flufl.bounce import all_failures

from statuspage.domain.telling.bounce import BounceKind
from statuspage.notify.bounces.status import is_text, parts_of, returned, words_of

_LONGEST_LINE = 1000  # characters, as RFC 5321 allows; the library is slow with longer ones
_LONGEST = 64_000
_TEXT = 3000  # characters of a mail's text before the mail that came back
_DAEMON = re.compile(
    r"mailer[- ]?daemon|post[_-]?master|mail delivery (?:sub)?system|mdaemon|mail ?administrator",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"^(?:auto(?:matic|matische|matisch|mated)?(?:[ -]?(?:reply|response|antwort)|:)|re: auto:"
    r"|out of (?:the )?office|vacation|on (?:holiday|vacation|leave)|away from|abwesen"
    r"|r[ée]ponse automatique|absence|respuesta autom|fuera de (?:la )?oficina|ausencia"
    r"|risposta automatica|fuori sede|i.m away|autoreply|auto-?antwort)",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"(?:please )?(?:confirm|verify) (?:your|that you)|confirmation required|verification required"
    r"|\bwhitelist|challenge.?response|sender (?:verification|address verification)"
    r"|your (?:e-?mail|message) requires (?:verification|confirmation)",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"warning message only|this is a warning|warning: (?:message|could not send)"
    r"|not yet been delivered|has been delayed|delivery (?:is |has been )?delayed"
    r"|will (?:be retried|continue to (?:be )?tr|keep trying)|still being (?:retried|attempted)"
    r"|delivery attempts will continue|no action is required on your part"
    r"|do(?: not|n.t) need to (?:resend|retransmit)|advisory-only",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b[45]\.\d\.\d{1,3}\b|\b[45]\d\d[ -]\S")
_CAME_BACK = re.compile(
    r"undeliver|unzustellbar|returned (?:mail|to sender)|delivery (?:status )?(?:notification|fail"
    r"|report)|mail delivery|failure notice|delivery has failed|could not be delivered"
    r"|not be delivered|mail failure|nicht zugestellt|non (?:remis|distribu)"
    r"|no se (?:pudo|ha podido) entregar",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^(?:-+ ?(?:this is a copy|below this line|original message|the header|start of returned"
    r"|returned (?:mail|message)|message header|unsent message|forwarded message)"
    r"|return-path: |received: |(?:old|original) message(?: follows)?[:.]?$"
    r"|--- ?enclosed are the original)",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(message: Message) -> BounceKind:
    """What a mail without a report is."""
    subject, sender, text = _words(message, "Subject"), _words(message, "From"), text_of(message)
    is_daemon = bool(_DAEMON.search(sender)) or "x-failed-recipients" in message
    if not is_daemon and is_answering_machine(message, subject):
        return BounceKind.AUTOMATIC
    is_notice = is_daemon or bool(_CAME_BACK.search(subject))
    if is_notice and _DELAYED.search(f"{subject}\n{text}"):
        return BounceKind.DELAYED
    passing, lasting = _known(message)
    if lasting:
        return BounceKind.FAILED
    if passing:
        return BounceKind.DELAYED
    # A notice has no sender to answer, or brings the mail along.
    is_notice = is_notice or message.get("Return-Path") == "<>" or returned(message) is not None
    if is_notice and (_REFUSED.search(text) or _CAME_BACK.search(f"{subject}\n{text}")):
        return BounceKind.FAILED
    return BounceKind.AUTOMATIC if _CHALLENGE.search(subject) else BounceKind.UNKNOWN


def is_answering_machine(message: Message, subject: str) -> bool:
    """Whether a program answered in the place of its reader (RFC 3834, and what is older)."""
    if any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse")):
        return True
    precedence = str(message.get("Precedence", "")).lower()
    is_marked = str(message.get("Auto-Submitted", "no")).lower().startswith("auto")
    return precedence == "auto_reply" or is_marked or bool(_AWAY.search(subject.strip()))


def text_of(message: Message) -> str:
    """What the mail says itself, before the mail that it brings back."""
    for part in parts_of(message):
        if is_text(part):
            text = words_of(part)
            found = _ORIGINAL.search(text)
            return (text[: found.start()] if found else text)[:_TEXT]
    return ""


def reason_in(message: Message) -> str:
    """The text from the line on in which a server says why."""
    text = text_of(message)
    found = _REFUSED.search(text)
    return text[text.rfind("\n", 0, found.start()) + 1 :] if found else text


def _words(message: Message, name: str) -> str:
    """A line of the head, decoded as far as it can be."""
    raw = str(message.get(name, ""))[:_LONGEST_LINE]
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return raw


def _known(message: Message) -> tuple[bool, bool]:
    """Whether the library finds somebody to whom it could not be delivered: yet, and at all."""
    text = message.as_bytes(policy=message.policy.clone(max_line_length=None))[:_LONGEST]
    if any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        return False, False
    try:
        passing, lasting = all_failures(message_from_bytes(text))
    except Exception:  # noqa: BLE001 its detectors raise what they like at mails they do not expect
        return False, False
    return bool(passing), bool(lasting)
