"""Plain text as Markdown that reads as the text does, whatever signs stand in it.

Written for CommonMark and for Python-Markdown alike: a sign that only one of them lets a backslash
escape is an entity.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_URL = re.compile(r"https?://[^\s<>\"'`\\|*\[\]{}^]+[\w/=&%#~+-]")
_SAFE_URL = re.compile(r"https?://[A-Za-z0-9\-.:/?=%#+,;@]+")
_SIGNS = re.compile(r"[\\`*\[\]|~]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINE = re.compile(
    r"(?:(?P<mark>[#>])|(?P<dash>[-+])(?=[\s\-+]|$)|(?P<number>\d+)(?P<stop>[.)])(?=\s|$))"
)
_RULE = re.compile(r"[=:][=:\-\s]*$")


def text(words: str) -> str:
    """Some text without what Markdown would take for markup within a line; addresses stay whole."""
    pieces = []
    end = 0
    for found in _URL.finditer(words):
        pieces += [_signs(words[end : found.start()]), address(found[0])]
        end = found.end()
    return "".join([*pieces, _signs(words[end:])])


def address(url: str) -> str:
    """A web address that stands for itself."""
    return url if _SAFE_URL.fullmatch(url) else f"<{target(url)}>"


def target(url: str) -> str:
    """A web address as the target of a link: what would end it is percent-encoded."""
    return quote(url, safe="%/:?#[]@!$&'*+,;=~-._|^{}").replace("(", "%28").replace(")", "%29")


def line(words: str) -> str:
    """A line of escaped text without what Markdown would take for markup at its beginning."""
    found = _LINE.match(words)
    if found is None:
        return f"&#{ord(words[0])};{words[1:]}" if _RULE.match(words) else words
    if found["number"]:
        return f"{found['number']}\\{words[found.start('stop') :]}"
    return f"\\{words}"


def code(words: str) -> str:
    """A piece of code within a line."""
    inner = " ".join(words.split())
    if not inner:
        return ""
    fence = "`" * (_longest(inner) + 1)
    space = " " if inner[0] == "`" or inner[-1] == "`" else ""
    return f"{fence}{space}{inner}{space}{fence}"


def block(words: str) -> str:
    """Lines of code as a block."""
    fence = "`" * max(3, _longest(words) + 1)
    return f"{fence}\n{words}\n{fence}"


def _longest(words: str) -> int:
    return max((len(run) for run in re.findall(r"`+", words)), default=0)


def _signs(words: str) -> str:
    words = _ENTITY.sub("&amp;", words)
    words = _TAG.sub("&lt;", words)
    return _SIGNS.sub(r"\\\g<0>", words)
