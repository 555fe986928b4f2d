"""Cookies for the length of one chain of redirects (RFC 6265, section 5), each to its own host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult

from statuspage import clock
from statuspage.net.framing import Headers

_MOST = 50  # of one chain; a server that sets more is none to follow
_LONGEST = 4096  # bytes; RFC 6265, section 6.1


@dataclass(frozen=True)
class Cookie:
    """One pair, and where it goes: to its host alone, or to all below a domain."""

    name: str
    value: str
    domain: str
    is_of_host: bool
    path: str
    is_secure: bool

    def goes_to(self, url: SplitResult) -> bool:
        host, path = url.hostname or "", url.path or "/"
        is_there = host == self.domain or (not self.is_of_host and host.endswith(f".{self.domain}"))
        below = self.path if self.path.endswith("/") else f"{self.path}/"
        is_below = path == self.path or path.startswith(below)
        return is_there and is_below and (url.scheme == "https" or not self.is_secure)


class Cookies:
    """What the servers of one chain have set so far."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], Cookie] = {}

    def take(self, url: SplitResult, headers: Headers) -> None:
        """Keep what an answer sets; one that ends at once is forgotten."""
        for name, value in headers:
            if name == b"set-cookie" and len(value) <= _LONGEST:
                self._set(url, value.decode("latin-1"))

    def header(self, url: SplitResult) -> str:
        """What goes along with a request, or "": the longest path first."""
        found = [one for one in self._kept.values() if one.goes_to(url)]
        found.sort(key=lambda one: -len(one.path))
        return "; ".join(f"{one.name}={one.value}" for one in found)

    def _set(self, url: SplitResult, text: str) -> None:
        pair, *parts = text.split(";")
        name, equals, value = pair.partition("=")
        name, value = name.strip(), value.strip()
        both = name + value
        if not name or not equals or not (both.isascii() and both.isprintable()):
            return
        words = {
            key.strip().lower(): word.strip() for key, _, word in (p.partition("=") for p in parts)
        }
        host = url.hostname or ""
        domain = words.get("domain", "").lstrip(".").lower()
        if domain and host != domain and not ("." in domain and host.endswith(f".{domain}")):
            return  # for hosts of others
        path = words.get("path", "")
        if not path.startswith("/"):
            path = (url.path or "/").rpartition("/")[0] or "/"
        key = (name, domain or host, path)
        self._kept.pop(key, None)
        if not _is_over(words) and len(self._kept) < _MOST:
            self._kept[key] = Cookie(
                name, value, domain or host, not domain, path, "secure" in words
            )


def _is_over(words: Mapping[str, str]) -> bool:
    """Whether a cookie ends at once, which is how servers take one back."""
    if age := words.get("max-age", ""):
        return age == "0" or age.startswith("-")
    try:
        return parsedate_to_datetime(words.get("expires", "")).timestamp() <= clock.timestamp()
    except (ValueError, OverflowError):
        return False
