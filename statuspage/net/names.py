"""Addresses and names as people write them, made fit for the wire: IDN, blanks, other letters.

Browsers and curl do the same (WHATWG URL, RFC 3987); only what is asked changes, never what is
shown.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, quote_from_bytes, urljoin, urlsplit

_DOTS = re.compile("[\u3002\uff0e\uff61]")  # RFC 3490, section 3.1
_PLAIN = bytes(range(0x21, 0x7F)).decode()  # what stands in an address as it is
_UNSEEN = str.maketrans("", "", "\t\r\n")
_REFUSED = re.compile(r"[\x00-\x20\x7f/?#@\\%<>^|]")


def host_name(text: str) -> str:
    """A name as name servers know it: "größe.example" is "xn--gre-6ka8i.example" (RFC 3492).

    ß and ς stay letters of their own, as in all browsers of today (UTS 46). Raises ValueError for
    what can be no name.
    """
    if text.isascii():
        return text
    labels = _DOTS.sub(".", unicodedata.normalize("NFKC", text).lower()).split(".")
    found = ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
        for label in labels
    )
    if _REFUSED.search(found) or any(len(label) > 63 for label in found.split(".")):
        raise ValueError(text)
    return found


def web_address(text: str, base: str = "") -> SplitResult | None:
    """A whole http(s) address in ASCII, taken from `base` where it is relative; None if it is none.

    Blanks and letters beyond ASCII are escaped; a backslash stands for a slash.
    """
    path, mark, rest = text.strip().translate(_UNSEEN).partition("?")
    try:
        url = urlsplit(urljoin(base, path.replace("\\", "/") + mark + rest))
        if url.scheme not in ("http", "https") or not url.hostname or url.port == 0:
            return None
        name = host_name(url.hostname)
    except ValueError:
        return None
    if not name.isprintable() or _REFUSED.search(name):
        return None
    return url._replace(
        netloc=_netloc(url, name), path=_escaped(url.path), query=_escaped(url.query), fragment=""
    )


def _netloc(url: SplitResult, name: str) -> str:
    login, at, _ = url.netloc.rpartition("@")
    place = f"[{name}]" if ":" in name else name
    port = "" if url.port is None else f":{url.port}"
    return f"{_escaped(login)}{at}{place}{port}"


def _escaped(text: str) -> str:
    """Bytes that came from an answer are escaped as they were: they bear surrogates here."""
    return quote_from_bytes(text.encode("utf-8", "surrogateescape"), safe=_PLAIN)
