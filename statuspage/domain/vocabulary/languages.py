"""Which addresses have a language of their own, and which language a reader asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from statuspage.config.kinds.values import LANGUAGE

_BELOW = re.compile(rf"/({LANGUAGE.pattern})(/.*)")
_PAGE = re.compile(r"/(?!(?:admin|api/v[12]|static|record/(?:tile|words)|\.well-known)/)[^?#]*")
_FILE = re.compile(
    r"/(?:admin|healthz|metrics|hub|record/(?:checkpoint|witnessed|policy|files|stamps.*)|(?:sla|reports)/.*\.json|notices\.(?:openeox\.)?json|(?!badges/|llms\.txt).*\.(?:csv|ico|js|png|svg|tlog-proof|txt|xml|yaml|zip))"
)
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_MOST_READ = 300
"""Characters of a header: no browser asks for more languages than that, and what was read is kept.
"""


def has_language(address: str) -> bool:
    """Whether a page or a feed stands at an address (or pattern) within the site.

    Those speak a language of their own; documents of the API, files of the record, assets and what
    else programs ask for are the same in all.
    """
    path = address.partition("#")[0].partition("?")[0]
    return _PAGE.fullmatch(path) is not None and _FILE.fullmatch(path) is None


def split(path: str) -> tuple[str, str]:
    """The language that an address begins with, and the rest: ("de", "/sla") of "/de/sla".

    The language is "" where the rest has none of its own, or the address begins with no language.
    """
    found = _BELOW.fullmatch(path)
    return (found[1], found[2]) if found and has_language(found[2]) else ("", path)


def wanted(header: str, offered: Iterable[str]) -> str | None:
    """Which of some languages an Accept-Language header likes best (RFC 9110, 12.5.4).

    "de" fits who asks for "de-AT", and "pt-BR" who asks for "pt" (RFC 4647, 3.3.1 and 3.4). Of
    those that are liked as much the one that is offered first; None where none is liked.
    """
    liked = _liked(header[:_MOST_READ])
    best, most = None, 0.0
    for language in offered:
        liking = _liking(language.lower(), liked)
        if liking > most:
            best, most = language, liking
    return best


def _liking(language: str, liked: dict[str, float]) -> float:
    """The best quality of the ranges that fit a language, "*" only where no other does."""
    fitting = [
        quality
        for name, quality in liked.items()
        if f"{language}-".startswith(f"{name}-") or name.startswith(f"{language}-")
    ]
    return max(fitting, default=liked.get("*", 0.0))


@lru_cache(maxsize=256)
def _liked(header: str) -> dict[str, float]:
    """Language -> quality; what cannot be read is passed over, and the first word on one counts."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        quality = _QUALITY.fullmatch(parameter.replace(" ", "") or "q=1")
        if quality is not None and name.strip():
            found.setdefault(name.strip(), float(quality[1]))
    return found


@dataclass(frozen=True)
class Place:
    """Where the addresses of the pages of one language begin."""

    base: str = ""  # the path that the site stands at
    prefix: str = ""  # such as "/de"; "" for the addresses that name no language
    languages: tuple[str, ...] = ()  # that other addresses name

    def path(self, address: str) -> str:
        """The path to an address within the site, in this language where it has one."""
        is_named = split(address)[0] in self.languages
        prefix = self.prefix if not is_named and has_language(address) else ""
        return f"{self.base}{prefix}{address}"
