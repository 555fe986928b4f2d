"""Requests and their answers over HTTP/1.1, redirects followed as far as the rules allow.

A request is written strictly, an answer is taken as browsers take it; both are bounded.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass, replace

from statuspage.errors import Unreachable
from statuspage.net.connect import LINE, OUTSIDE, Line, Outside, connect
from statuspage.net.cookies import Cookies
from statuspage.net.framing import (
    Chunks,
    Framing,
    Head,
    Headers,
    broken,
    framing,
    head_end,
    head_of,
)
from statuspage.net.names import web_address
from statuspage.net.request import Request, written
from statuspage.net.rules import AddressRule, RedirectRule, from_public_to_public
from statuspage.net.stopwatch import Stopwatch
from statuspage.net.wire import Wire
from statuspage.said import said

_HEAD_SIZE = 300_000  # bytes, as much as curl takes
_PIECES = (1_000, 100)  # of a body: so many chunks, and one more for each so many bytes allowed
_AT_ONCE = 16_384  # bytes of a request that the system takes in without waiting
_REDIRECTING = frozenset({300, 301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Limits:
    """What one answer may cost, all redirects included; none allowed means none followed."""

    seconds: float = 30.0
    size: int = 50_000_000  # bytes, its head included; what is longer is cut
    redirects: int = 5


@dataclass(frozen=True)
class Answer:
    """What came back. `is_whole` is False where more of the body would have come."""

    status: int
    headers: Headers  # names in small letters
    body: bytes
    is_whole: bool
    address: str  # the IP address that gave it
    stays_open: bool = False  # its connection serves another request

    def header(self, name: bytes) -> str | None:
        """The first header of this name."""
        return next((text.decode("latin-1") for key, text in self.headers if key == name), None)


async def follow(
    request: Request,
    watch: Stopwatch,
    limits: Limits,
    *,
    may_reach: AddressRule,
    behind: RedirectRule = from_public_to_public,
    final: Container[int] = (),
    line: Line = LINE,
    outside: Outside = OUTSIDE,
) -> Answer:
    """The answer behind all redirects; one whose status is `final` is not followed.

    Cookies that are set on the way go along, as in a browser. The caller ends it in time. Raises
    Unreachable, OSError.
    """

    def is_followed(head: Head) -> bool:
        return limits.redirects > 0 and head.status not in final and _location(head) is not None

    cookies = Cookies()
    for _ in range(limits.redirects + 1):
        with await open_wire(request, watch, may_reach, outside, line) as wire:
            answer = await ask(request, wire, watch, limits.size, heads_alone=is_followed)
        location = _location(answer)
        if not limits.redirects or location is None or answer.status in final:
            return answer
        may_reach = behind(answer.address, may_reach)
        cookies.take(request.url, answer.headers)
        before, request = request, _redirected(request, answer.status, location)
        request = replace(request, cookie=cookies.header(request.url))
        line = line if request.origin == before.origin else line.elsewhere()
    text = said("It redirects more than {count} times.", count=limits.redirects)
    raise Unreachable(text, kind="redirect")


async def open_wire(
    request: Request,
    watch: Stopwatch,
    may_reach: AddressRule,
    outside: Outside = OUTSIDE,
    line: Line = LINE,
) -> Wire:
    """A connection to where a request goes. Raises Unreachable, OSError."""
    scheme, host, port = request.origin
    return await connect(
        host,
        port,
        watch,
        tls=scheme == "https",
        may_reach=may_reach,
        line=line,
        outside=outside,
    )


def _location(answer: Answer | Head) -> str | None:
    """Where an answer sends on to; its bytes beyond ASCII are kept as they are, by surrogates."""
    if answer.status not in _REDIRECTING:
        return None
    found = next((value for name, value in answer.headers if name == b"location"), b"")
    return found.decode("ascii", "surrogateescape") or None


def _redirected(request: Request, status: int, location: str) -> Request:
    """The request that a redirect asks for (RFC 9110, section 15.4): all but 307 and 308 by GET."""
    url = web_address(location, request.url.geturl())
    if url is None:
        shown = repr(location[:80])
        text = said("It redirects to {target}, which is not a web address.", target=shown)
        raise Unreachable(text, kind="redirect", is_permanent=True)
    # What was written for one server is no other server's business, nor for the open line.
    asked = Request(url)
    is_meant = asked.origin == request.origin or request.is_secured_by(asked)
    headers = request.headers if is_meant else ()
    if status in (307, 308) or request.method == "HEAD":
        return Request(url, request.method, headers, request.body)
    return Request(url, "GET", headers)


async def ask(
    request: Request,
    wire: Wire,
    watch: Stopwatch,
    size: int,
    heads_alone: Callable[[Head], bool] = lambda _: False,
) -> Answer:
    """One request and its answer on an open connection. Raises Unreachable, OSError.

    The answer may come before the request has gone out, and ends its sending. The body behind a
    head that stands alone is not waited for: browsers and curl follow a redirect whose is broken.
    """
    watch.begin("first_byte")
    sending = await _send(written(request), wire)
    try:
        reader = _Reader(wire, size)
        if not await reader.fill():
            text = said("The connection was closed without an answer.")
            raise Unreachable(text, kind="closed")
        watch.done()
        head = await reader.head()
        if heads_alone(head):
            return Answer(head.status, head.headers, b"", False, wire.address)
        return await reader.answer(head, request.method)
    finally:
        if sending is not None:
            sending.cancel()
            await asyncio.wait({sending})  # the socket is its own until then


async def _send(data: bytes, wire: Wire) -> asyncio.Task[None] | None:
    """Send what fits at once; the rest goes out beside, by the task that is returned.

    A server that refuses early may have cut the line already; its answer lies there all the same.
    """
    if len(data) > _AT_ONCE:
        return asyncio.create_task(_sent(data, wire))
    await _sent(data, wire)
    return None


async def _sent(data: bytes, wire: Wire) -> None:
    with suppress(ConnectionError, ssl.SSLError):
        await wire.send(data)


class _Reader:
    """Takes in what comes, at most `size` bytes of it."""

    def __init__(self, wire: Wire, size: int) -> None:
        self._wire = wire
        self._size = size
        self._taken = 0
        self._buffer = bytearray()

    async def fill(self) -> bytes:
        """What has come; empty at the end."""
        data = await self._wire.receive()
        self._taken += len(data)
        self._buffer += data
        return data

    async def head(self) -> Head:
        """The final head; hints that come before it are left aside."""
        looked = 0
        while True:
            while self._buffer.startswith((b"\r", b"\n")):
                del self._buffer[:1]
            end = head_end(self._buffer, looked)
            if end >= 0:
                found = head_of(bytes(self._buffer[:end]))
                del self._buffer[:end]
                looked = 0
                if not 100 <= found.status <= 199 or found.status == 101:
                    return found
            if self._taken > _HEAD_SIZE:
                most = f"{_HEAD_SIZE:,}"
                text = said("There is no answer in the first {size} bytes.", size=most)
                raise Unreachable(text, kind="protocol")
            if end < 0:
                looked = len(self._buffer)
                if not await self.fill():
                    raise broken(said("it ends before its body begins"))

    async def answer(self, head: Head, method: str) -> Answer:
        """The whole of it, or as much as may be read."""
        how, length = framing(head, method)
        match how:
            case Framing.NONE:
                body, is_whole = b"", True
            case Framing.CHUNKS:
                body, is_whole = await self._from_chunks()
            case Framing.LENGTH:
                body, is_whole = await self._as_long_as(length)
            case Framing.CLOSE:
                body, is_whole = await self._until_the_end()
        stays = head.is_persistent and is_whole and how is not Framing.CLOSE and not self._buffer
        return Answer(head.status, head.headers, body, is_whole, self._wire.address, stays)

    async def _as_long_as(self, length: int) -> tuple[bytes, bool]:
        while len(self._buffer) < length:
            if self._taken > self._size:
                return bytes(self._buffer), False
            if not await self.fill():
                came = len(self._buffer)
                raise broken(said("it ends after {came} of {size} bytes", came=came, size=length))
        body = bytes(self._buffer[:length])
        del self._buffer[:length]
        return body, True

    async def _until_the_end(self) -> tuple[bytes, bool]:
        while await self.fill():
            if self._taken > self._size:
                return bytes(self._buffer), False
        return bytes(self._buffer), True

    async def _from_chunks(self) -> tuple[bytes, bool]:
        chunks, found = Chunks(), bytearray()
        most = _PIECES[0] + self._size // _PIECES[1]
        while True:
            found += chunks.feed(bytes(self._buffer))
            self._buffer.clear()
            if chunks.is_done:
                self._buffer += chunks.rest
                return bytes(found), True
            if self._taken > self._size or chunks.count > most:
                return bytes(found), False
            if not await self.fill():
                raise broken(said("it ends before its last chunk"))
