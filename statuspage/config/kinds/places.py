"""The kinds of value that name a place: web addresses, hosts, ways to be reached.

Each says its faults in the words that a reader of the file sees.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from statuspage.config.kinds.environment import is_whole
from statuspage.said import said

_HOST = re.compile(r"(?:[A-Za-z0-9_]|::)(?:[A-Za-z0-9._:-]{0,252}[A-Za-z0-9.])?")
_SITE_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or not text.isprintable() or " " in text:
        raise ValueError(
            said(
                '"{text}" is not a whole web address; write one such as "https://api.example.com"',
                text=text[:80],
            )
        )
    if parts.username is not None or parts.password is not None:
        raise ValueError(said("holds a name or a password; this file never holds secrets"))
    return text


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    try:
        name = (urlsplit(text).hostname or "").encode("idna").decode()
    except UnicodeError:
        name = ""
    raise ValueError(
        said(
            '"{text}" has letters that a link cannot have; write the host as "{name}", and what '
            'follows it with "%"',
            text=text[:80],
            name=name,
        )
    )


def _web_address(text: str) -> str:
    if is_whole(text):
        return text
    try:
        return _address(text.strip())
    except ValueError:
        if "@" in text:
            raise ValueError(
                said(
                    "holds a name or a password, and this file never holds secrets; write user = "
                    '"..." and password = "env:NAME" beside it, and set NAME in the environment '
                    "of the program"
                )
            ) from None
        raise


def hook_address(text: str) -> str:
    """An address that is called, or the variable that holds it. Raises ValueError."""
    return text if is_whole(text) else _ascii(_address(text))


def _site_address(text: str) -> str:
    if "?" in text or "#" in text:
        raise ValueError(
            said(
                '"{text}" has a "?" or a "#"; write only the part that all addresses begin with',
                text=text[:80],
            )
        )
    address = _ascii(_address(text)).rstrip("/")
    if not _SITE_PATH.fullmatch(urlsplit(address).path):
        raise ValueError(
            said(
                'the path of "{text}" may hold letters, digits and the signs - . _ ~; write it '
                'such as "https://example.com/status"',
                text=address[:80],
            )
        )
    return address


def _contact(text: str) -> str:
    if text.startswith(("https://", "http://")):
        return _ascii(_address(text))
    if not _MAIL.fullmatch(text):
        raise ValueError(
            said(
                '"{text}" is neither a mail address nor a web address; write one such as '
                '"support@example.com"',
                text=text[:80],
            )
        )
    return text


def _host(text: str) -> str:
    # A name may be written in the letters of any language.
    plain = "".join("a" if ord(one) > 127 and _is_letter(one) else one for one in text)
    if not _HOST.fullmatch(plain):
        raise ValueError(
            said(
                '"{text}" is not a host; write its name or IP address alone, such as '
                '"db.example.com"',
                text=text[:80],
            )
        )
    return text


def _whole_path(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError(said('must be a whole path, such as "/etc/ssl/our-authority.pem"'))
    return text


def _is_letter(one: str) -> bool:
    return unicodedata.category(one)[0] in "LMN"


Address = Annotated[str, AfterValidator(_address), AfterValidator(_ascii)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
HookAddress = Annotated[str, AfterValidator(hook_address)]
SiteAddress = Annotated[str, AfterValidator(_site_address)]
Contact = Annotated[str, AfterValidator(_contact)]
Host = Annotated[str, AfterValidator(_host)]
FilePath = Annotated[str, AfterValidator(_whole_path)]
