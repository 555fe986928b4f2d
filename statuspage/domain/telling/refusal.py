"""What it means that a mail was refused: by its code of RFC 3463, then the one of SMTP, then words.

Codes: RFC 3463 and https://www.iana.org/assignments/smtp-enhanced-status-codes; servers that use
them in ways of their own are named where that matters.
"""

from __future__ import annotations

import re
from enum import StrEnum

from statuspage.domain.vocabulary.text import one_line


class Refusal(StrEnum):
    """Why a mail did not arrive, as far as it matters who must act."""

    GONE = "gone"  # nobody gets mail at that address
    PASSING = "passing"  # a full mailbox, a server that was away: later it may work
    OURS = "ours"  # it was taken for spam, or sent wrongly: whoever runs this site must act


CODE = re.compile(r"(?<![\d.])([45])\.([0-7])\.(\d{1,3})(?![\d.]*\d)")
"""A code of RFC 3463 within a text, such as 5.1.1; never a part of an IP address."""

ADDRESS = re.compile(r"<?[^\s<>;,]{1,320}@[^\s<>;,]{1,255}>?")
"""A mail address within a text."""

_LONGEST = 2000  # characters of a text that are looked at
_REPLY = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_ADDRESS = re.compile(r"[^\s@<>:;,]+@[^\s@<>:;,]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b")

_GONE = frozenset(
    {(2, 1), (2, 4), (4, 1), (4, 4), (4, 310)}
    | {(7, 13), (7, 17), (7, 18), (7, 124), (7, 133), (7, 134), (7, 136)}
)
"""5.4.1 is how Microsoft says that it knows no such recipient, 5.4.310 no such domain; 5.7.124 to
5.7.136 that the recipient takes no mail from outside. 5.7.17 and 5.7.18: RFC 7293."""
_OURS = frozenset({(1, 7), (1, 8), (2, 3), (3, 4)})
_UNCLEAR = frozenset({(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)})
_NO_MAIL = (521, 556)  # a host that takes none at all (RFC 7504)

_LATER = re.compile(
    r"\bquota\b|(?:mailbox|inbox|mail box|user|account) (?:is |has )?(?:been )?(?:over ?)?full"
    r"|out of storage|insufficient (?:system )?storage|mailbox size limit|storage (?:is )?exceeded"
    r"|receiving (?:e?mails?|messages) (?:at a rate|too quickly)"
)
_SPAM = re.compile(
    r"\bspam|unsolicited|bulk mail|(?:black|block) ?list|\bdnsbl\b|\brbl\b|\bbanned\b|\(bl\)"
    r"|reputation|\bdmarc\b|\bspf\b|\bdkim\b|unauthenticated|authentication requirements"
    r"|\bpolic(?:y|ies)\b|administrative(?:ly)? prohibit|content (?:was )?reject|unusual rate"
    r"|\bptr\b|reverse dns|\brdns\b|\b[he]{2}lo\b|\bs31[45]0\b|\btss\d\d\b|ip name lookup failed"
    r"|blocked (?:using|by|for|due to|because|ip)|[:(] ?blocked\b|\d blocked\b|unverifyable"
    r"|(?:\bip|host|sender|domain|client|message|server)\b[^.;]{0,60}\b(?:is|was|been) blocked"
    r"|sender (?:address )?(?:is |was )?(?:rejected|denied|refused)|sender verif\w+ failed"
    r"|verification failed for|(?:message|mail) (?:is )?too (?:large|big|long)|unroutable sender"
    r"|(?:message|mail) (?:size )?exceeds|(?:line|size) limit exceeded|mismatches client ip"
    r"|(?:message|mail)s? (?:was |is |has been )?(?:rejected|refused)|from: domain is invalid"
    r"|messages from \S+ weren.?t sent|client host rejected|not be mail exchanger|\bvirus"
    r"|authentication checks? failed|not authorized|invalid ip for|frequency limited"
    r"|too many recipients|network not allowed|relay quota|protocol violation"
)
_ACCESS = re.compile(r"access denied|^\W*(?:\d{3}\W+)?(?:[45]\.\d\.\d+\W+)?rejected\W*$")
_LISTS = re.compile(r"spamhaus|spamcop|barracudacentral|dnsbl")
"""Lists of senders, which are named by their addresses."""
_NOBODY = re.compile(
    r"(?:user|recipient|mailbox|account|address|addressee|domain)\b[^.;]{0,40}\b(?:unknown|"
    r"not found|does(?: not|n.?t) exist|disabled|inactive|unavailable|invalid|not available|"
    r"suspended|locked|not listed|not reachable)"
    r"|(?:disabled|unknown|invalid|inactive|expired|deactivated) (?:final delivery )?"
    r"(?:user|recipient|mailbox|account|address|local)|address rejected: access denied"
    r"|no such (?:user|recipient|mailbox|address|person|local|domain)|no mailbox|no mx record"
    r"|not a (?:known|valid) (?:user|recipient|mailbox)|malformed address|no valid recipients"
    r"|does(?: not|n.?t) have an? \S* ?account|unrouteable address|indicated no smtp service"
    r"|host (?:unknown|not found)|bad destination|not listed in (?:public|domino)"
)
_RELAYING = re.compile(r"\brelay(?:ing)?\b[^.;]{0,30}\b(?:denied|permitted|prohibited|allowed)")


def without_addresses(text: str) -> str:
    """What a server said, on one line and naming nobody: it may be shown, and stand in a log."""
    return one_line(ADDRESS.sub("…", text))


def refusal_of(code: str, reply: int, text: str) -> Refusal:
    """What a refusal means.

    `code`: of RFC 3463, such as "5.2.2", or "". `reply`: of SMTP, such as 552, or 0. `text`: what
    the server said; a code that only stands in there is found.
    """
    words = _plain(text)
    found = _best_code(code, text)
    if found is None:
        return _by_words(reply or _reply_in(text), words)
    about = (int(found[2]), int(found[3]))
    if about[0] in (0, 1, 2, 3, 5) and _LATER.search(words):
        return Refusal.PASSING
    if about in _UNCLEAR:
        return _by_words(reply or _reply_in(text) or int(found[1]) * 100, words)
    if about in _OURS:
        return Refusal.OURS
    if about[0] == 7 and about not in _GONE:
        return _by_policy(found[1] == "5", words)
    meaning = Refusal.GONE if found[1] == "5" else Refusal.PASSING
    if about in _GONE:
        return meaning
    if about[0] == 1:
        return _unless_spam(meaning, words)
    # What is wrong with the protocol or the form of a mail is wrong with what was sent.
    return Refusal.OURS if about[0] in (5, 6) and found[1] == "5" else Refusal.PASSING


def _best_code(code: str, text: str) -> re.Match[str] | None:
    """What the server itself said, and of that a word of its rules, goes before who tells of it."""
    within = list(CODE.finditer(text))
    about_rules = (one for one in within if one[2] == "7")
    told = CODE.match(code)
    is_vague = told is None or (int(told[2]), int(told[3])) in _UNCLEAR
    return next(about_rules, None) or (within[0] if within and is_vague else told)


def _unless_spam(meaning: Refusal, words: str) -> Refusal:
    """Some servers say the one and mean the other."""
    is_spam = _SPAM.search(words) and not _NOBODY.search(words)
    return Refusal.OURS if is_spam else meaning


def _by_policy(is_for_good: bool, words: str) -> Refusal:
    """What a server means that names its rules: spam, but also whatever else it does not want."""
    if _SPAM.search(words):
        return Refusal.OURS
    if _RELAYING.search(words) or not is_for_good:  # such as greylisting
        return Refusal.PASSING
    return Refusal.GONE if _NOBODY.search(words) else Refusal.OURS


def _by_words(reply: int, words: str) -> Refusal:
    """What a server means that says no more than its reply, perhaps in words of its own."""
    if _LATER.search(words):
        return Refusal.PASSING
    if _SPAM.search(words):
        return Refusal.OURS
    if reply // 100 == 4:
        return Refusal.PASSING
    if _NOBODY.search(words) or reply in _NO_MAIL:
        return Refusal.GONE
    if _ACCESS.search(words):
        return Refusal.OURS
    if reply in (550, 551, 553):
        return Refusal.GONE
    return Refusal.OURS if reply // 100 == 5 and reply not in (500, 552, 554) else Refusal.PASSING


def _reply_in(text: str) -> int:
    found = _REPLY.search(text)
    return int(found[1]) if found else 0


def _plain(text: str) -> str:
    """In small letters, on one line, without addresses: a name in one says nothing."""
    small = text[:_LONGEST].lower()
    named = " blacklisted" if _LISTS.search(small) else ""
    return " ".join(_ADDRESS.sub(" ", small).split()) + named
