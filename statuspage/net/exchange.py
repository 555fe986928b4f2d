"""Requests and their answers over HTTP/1.1, redirects followed as far as the rules allow.

h11 speaks the protocol: small, strict and bounded (headers of 16 kB).
"""

from __future__ import annotations

import functools
from collections.abc import Container, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import h11

from statuspage import __version__
from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside, connect
from statuspage.net.rules import AddressRule, RedirectRule, from_public_to_public
from statuspage.net.stopwatch import Stopwatch
from statuspage.net.wire import Wire
from statuspage.said import said

_HEAD_SIZE = 64_000  # bytes
_PIECES = (1_000, 100)  # of a body: so many, and one more for each so many bytes that are allowed
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "User-Agent": f"statuspage/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # a few compressed bytes could unfold into gigabytes
    "Connection": "close",
}


@dataclass(frozen=True)
class Limits:
    """What one answer may cost, all redirects included; none allowed means none followed."""

    seconds: float = 30.0
    size: int = 50_000_000  # bytes, its head included; what is longer is cut
    redirects: int = 5


@dataclass(frozen=True)
class Request:
    """What is asked. `headers` win over those that every request has."""

    url: SplitResult
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what one connection serves."""
        url = self.url
        return url.scheme, url.hostname or "", url.port or (443 if url.scheme == "https" else 80)


@dataclass(frozen=True)
class Answer:
    """What came back. `is_whole` is False where more of the body would have come."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]  # names in small letters
    body: bytes
    is_whole: bool
    address: str  # the IP address that gave it

    def header(self, name: bytes) -> str | None:
        """The first header of this name."""
        return next((text.decode("latin-1") for key, text in self.headers if key == name), None)


def web_address(text: str, base: str = "") -> SplitResult | None:
    """A whole http(s) address, taken from `base` where it is relative; None if it is none."""
    try:
        url = urlsplit(urljoin(base, text))
        is_whole = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:
        return None
    if not is_whole or not text.isascii() or not text.isprintable() or " " in text:
        return None
    return url


async def follow(
    request: Request,
    watch: Stopwatch,
    limits: Limits,
    *,
    may_reach: AddressRule,
    behind: RedirectRule = from_public_to_public,
    final: Container[int] = (),
    outside: Outside = OUTSIDE,
) -> Answer:
    """The answer behind all redirects; one whose status is `final` is not followed.

    The caller ends it in time. Raises Unreachable, OSError.
    """
    for _ in range(limits.redirects + 1):
        with await open_wire(request, watch, may_reach, outside) as wire:
            answer = await ask(request, wire, h11.Connection(h11.CLIENT), watch, limits.size)
        location = answer.header(b"location") if answer.status in _REDIRECTING else None
        if not limits.redirects or location is None or answer.status in final:
            return answer
        may_reach = behind(answer.address, may_reach)
        request = _redirected(request, answer.status, location)
    raise Unreachable(said("It redirects more than {count} times.", count=limits.redirects))


async def open_wire(
    request: Request, watch: Stopwatch, may_reach: AddressRule, outside: Outside = OUTSIDE
) -> Wire:
    """A connection to where a request goes. Raises Unreachable, OSError."""
    scheme, host, port = request.origin
    return await connect(
        host, port, watch, tls=scheme == "https", may_reach=may_reach, outside=outside
    )


def _redirected(request: Request, status: int, location: str) -> Request:
    """The request that a redirect asks for (RFC 9110, section 15.4): all but 307 and 308 by GET."""
    url = web_address(location, request.url.geturl())
    if url is None:
        shown = repr(location[:80])
        text = said("It redirects to {target}, which is no web address.", target=shown)
        raise Unreachable(text, is_permanent=True)
    # What was written for one server is no other server's business.
    headers = request.headers if url.netloc == request.url.netloc else ()
    if status in (307, 308) or request.method == "HEAD":
        return Request(url, request.method, headers, request.body)
    return Request(url, "GET", headers)


async def ask(
    request: Request, wire: Wire, peer: h11.Connection, watch: Stopwatch, size: int
) -> Answer:
    """One request and its answer on an open connection. Raises Unreachable, OSError."""
    watch.begin("first_byte")
    await wire.send(_written(request, peer))
    reader = _Reader(wire, peer, size)
    try:
        if not await reader.fill():
            raise Unreachable(said("The connection was closed without an answer."))
        watch.done()
        head = await reader.head()
        body, is_whole = await reader.body()
    except h11.RemoteProtocolError as error:
        text = said("The answer breaks the rules of HTTP: {why}.", why=str(error))
        raise Unreachable(text) from error
    return Answer(head.status_code, head.headers, body, is_whole, wire.address)


def _written(request: Request, peer: h11.Connection) -> bytes:
    """What goes over the wire."""
    try:
        start = _head(request.url, request.method, request.headers, len(request.body))
        head = peer.send(start) or b""
        body = (peer.send(h11.Data(data=request.body)) or b"") if request.body else b""
        return head + body + (peer.send(h11.EndOfMessage()) or b"")
    except (h11.LocalProtocolError, UnicodeError) as error:
        text = said("The request cannot be written: {why}; mend its headers.", why=str(error))
        raise Unreachable(text, is_permanent=True, is_ours=True) from error


@functools.lru_cache(1024)  # the same at every check, and a fifth of its cost
def _head(
    url: SplitResult, method: str, headers: tuple[tuple[str, str], ...], length: int
) -> h11.Request:
    given = {name.lower() for name, _ in headers}
    ours = {"Host": url.netloc.rpartition("@")[2], **_HEADERS}
    if length or method == "POST":
        ours["Content-Length"] = str(length)
    rest = [(name, text) for name, text in ours.items() if name.lower() not in given]
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    return h11.Request(method=method, target=target, headers=[*rest, *headers])


class _Reader:
    """Feeds the protocol with what comes, at most `size` bytes of it."""

    def __init__(self, wire: Wire, peer: h11.Connection, size: int) -> None:
        self._wire = wire
        self._peer = peer
        self._size = size
        self._taken = 0

    async def fill(self) -> bool:
        """Take in what has come; False at the end."""
        data = await self._wire.receive()
        self._taken += len(data)
        self._peer.receive_data(data)
        return bool(data)

    async def head(self) -> h11.Response:
        while True:
            event = self._peer.next_event()
            if isinstance(event, h11.Response):
                return event
            if event is h11.NEED_DATA:
                if self._taken > _HEAD_SIZE:
                    text = said("No answer stands in the first {size} bytes.", size="64,000")
                    raise Unreachable(text)
                await self.fill()

    async def body(self) -> tuple[bytes, bool]:
        """What was read, and whether that is all of it."""
        found = bytearray()
        for _ in range(_PIECES[0] + self._size // _PIECES[1]):
            event = self._peer.next_event()
            if isinstance(event, h11.Data):
                found += event.data
            elif event is not h11.NEED_DATA:
                return bytes(found), True
            elif self._taken > self._size:
                break
            else:
                await self.fill()
        return bytes(found), False
