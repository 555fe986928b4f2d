"""Addresses that people ask to be told at, by mail or by whatever else, checked by form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from email_validator import EmailNotValidError, validate_email

from statuspage.addresses import is_private_host
from statuspage.domain.telling.browser import browser_address
from statuspage.domain.vocabulary.text import one_line
from statuspage.net.names import web_address
from statuspage.said import said

NO_BROWSER = said("This is not what a browser gives. Open the page anew, and try again.")
_LONGEST = 500  # characters of the address of a webhook
_LONGEST_OF_BROWSERS = 2_000
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,64}")


def mail_address(text: str) -> str:
    """A mail address in its usual form; whether its host takes mail is not asked here.

    Raises ValueError.
    """
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError(
            said("That is not a mail address. Write one such as you@example.com.")
        ) from error


def webhook_address(text: str) -> str:
    """The address of a webhook. What a name leads to is looked at by net/ on connecting.

    Raises ValueError.
    """
    given = text.strip()
    parts = _by_https(given)
    if parts is None:
        raise ValueError(said("A webhook begins with https:// and the name of its host."))
    if "@" in parts.netloc:
        raise ValueError(said("Leave the name and password out of the address."))
    if is_private_host(parts.hostname or ""):
        raise ValueError(said("That is inside a private network, and cannot be reached from here."))
    if len(given) > _LONGEST:
        raise ValueError(said("That is too long; {most} characters are allowed.", most=_LONGEST))
    return given.partition("#")[0]


def push_address(text: str) -> str:
    """The address of a browser, as the script of our page makes it. Raises ValueError."""
    try:
        endpoint = browser_address(text).endpoint
    except ValueError:
        endpoint = ""
    parts = _by_https(endpoint)
    is_public = parts is not None and not is_private_host(parts.hostname or "")
    if not is_public or len(text) > _LONGEST_OF_BROWSERS:
        raise ValueError(NO_BROWSER)
    return text


def _by_https(given: str) -> SplitResult | None:
    """The parts of a whole web address that is asked by https."""
    try:
        parts = urlsplit(given)
        is_fine = parts.scheme == "https" and (parts.port or 443) > 0 and bool(web_address(given))
    except ValueError:
        return None
    is_plain = given == one_line(given) and " " not in given and given.isascii()
    return parts if is_fine and is_plain else None


def topic_address(text: str, servers: Sequence[str]) -> str:
    """The whole address of a topic of ntfy, on one of the servers that the settings allow.

    A topic alone is on the first of them. Raises ValueError.
    """
    given = text.strip().rstrip("/")
    server, _, topic = given.rpartition("/")
    chosen = server or servers[0]
    if not _TOPIC.fullmatch(topic):
        raise ValueError(said("A topic has at most 64 letters, digits, hyphens and underscores."))
    if chosen not in servers:
        raise ValueError(
            said("Only topics on these servers can be used: {servers}.", servers=list(servers))
        )
    return f"{chosen}/{topic}"
