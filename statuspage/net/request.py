"""A request of HTTP/1.1 and its bytes, written as RFC 9112 wants them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult

from statuspage import __version__
from statuspage.errors import Unreachable
from statuspage.said import said

_HEADERS = {
    "User-Agent": f"statuspage/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # a few compressed bytes could unfold into gigabytes
    "Connection": "close",
}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True)
class Request:
    """What is asked. `headers` win over those that every request has."""

    url: SplitResult
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    cookie: str = ""  # what servers set on the way here

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what one connection serves."""
        url = self.url
        return url.scheme, url.hostname or "", url.port or (443 if url.scheme == "https" else 80)

    def is_secured_by(self, other: Request) -> bool:
        """Whether the other one goes to the same host, by https in the place of http."""
        _, host, _ = self.origin
        return self.origin == ("http", host, 80) and other.origin == ("https", host, 443)


def written(request: Request) -> bytes:
    """What goes over the wire. Raises Unreachable for a header that cannot be sent."""
    return _head(request) + request.body


def _head(request: Request) -> bytes:
    url, length = request.url, len(request.body)
    given = {name.lower() for name, _ in request.headers}
    ours = {"Host": url.netloc.rpartition("@")[2], **_HEADERS}
    if length or request.method in _WITH_BODY:
        ours["Content-Length"] = str(length)
    rest = [(name, text) for name, text in ours.items() if name.lower() not in given]
    lines = [f"{request.method} {url.path or '/'}{'?' if url.query else ''}{url.query} HTTP/1.1"]
    for name, text in [*rest, *_with(request.cookie, request.headers)]:
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(text):
            # Its value may be a secret, and a name may hold one by mistake: neither is told.
            why = said("The request cannot be sent; check its headers.")
            raise Unreachable(why, kind="ours", is_permanent=True, is_ours=True)
        lines.append(f"{name}: {text.strip()}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _with(cookie: str, headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """The headers with what servers set added to a cookie that was given."""
    if not cookie:
        return [*headers]
    rest = [one for one in headers if one[0].lower() != "cookie"]
    own = [text for name, text in headers if name.lower() == "cookie"]
    return [*rest, ("Cookie", "; ".join([*own, cookie]))]
