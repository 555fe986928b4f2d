"""A web request on a connection of its own: status, words in the answer, and how long it took.

h11 speaks the protocol: small, strict and bounded (headers of 16 kB), and already in the lock. A
redirect of a public target never leads into a private network; what the operator named may lie
anywhere.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import h11

from statuspage import __version__
from statuspage.config import HttpExpect, HttpProbe, value_at
from statuspage.network import AddressRule, is_public_address
from statuspage.probes.result import Blind, Failed, Stopwatch, guarded
from statuspage.probes.wire import Wire, anywhere, connected

SIZE = 1_000_000
"""Bytes of an answer that are read, its head included; words behind them are not found."""

_HEAD_SIZE = 64_000  # bytes
_PIECES = 10_000  # of a body: chunks of one byte each would cost seconds
_REDIRECTS = 5
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "User-Agent": f"statuspage/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # a few compressed bytes could unfold into gigabytes
    "Connection": "close",
}


@dataclass(frozen=True)
class _Request:
    url: SplitResult
    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def port(self) -> int:
        return self.url.port or (443 if self.url.scheme == "https" else 80)

    def written(self, peer: h11.Connection) -> bytes:
        """What goes over the wire. Raises Blind when the settings make no request."""
        try:
            head = peer.send(_head(self)) or b""
            body = (peer.send(h11.Data(data=self.body)) or b"") if self.body else b""
            return head + body + (peer.send(h11.EndOfMessage()) or b"")
        except (h11.LocalProtocolError, UnicodeError) as error:
            raise Blind(f"The request cannot be written: {error}; mend its headers.") from error


@functools.lru_cache(1024)  # the same at every check, and a fifth of its cost
def _head(request: _Request) -> h11.Request:
    """The head of a request; headers of the settings win over ours."""
    given = {name.lower() for name, _ in request.headers}
    ours = {"Host": request.url.netloc.rpartition("@")[2], **_HEADERS}
    if request.body or request.method == "POST":
        ours["Content-Length"] = str(len(request.body))
    headers = [(name, text) for name, text in ours.items() if name.lower() not in given]
    target = (request.url.path or "/") + (f"?{request.url.query}" if request.url.query else "")
    return h11.Request(method=request.method, target=target, headers=[*headers, *request.headers])


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str | None
    body: bytes
    is_whole: bool


async def _measure(settings: HttpProbe, watch: Stopwatch) -> str:
    answer = await _last_answer(settings, watch)
    _judge(answer, settings.expect)
    return ""


probe = guarded(_measure)


async def _last_answer(settings: HttpProbe, watch: Stopwatch) -> _Answer:
    """The answer behind all redirects that are to be followed."""
    body = (settings.body or "").encode()
    headers = tuple(settings.headers.items())
    request = _Request(urlsplit(settings.url), settings.method, headers, body)
    may_reach: AddressRule = anywhere
    for _ in range(_REDIRECTS + 1):
        answer, address = await _exchange(request, watch, may_reach)
        is_expected = answer.status in settings.expect.status
        if not settings.follow_redirects or answer.location is None or is_expected:
            return answer
        if is_public_address(address):
            may_reach = is_public_address
        request = _redirected(request, answer.status, answer.location)
    raise Failed(f"It redirects more than {_REDIRECTS} times.")


def _redirected(request: _Request, status: int, location: str) -> _Request:
    """The request that a redirect asks for (RFC 9110, section 15.4): all but 307 and 308 by GET."""
    try:
        url = urlsplit(urljoin(request.url.geturl(), location))
        is_whole = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or not location.isascii() or not location.isprintable() or " " in location:
        raise Failed(f"It redirects to {location[:80]!r}, which is no web address.")
    # What the operator wrote for one server is no other server's business.
    headers = request.headers if url.netloc == request.url.netloc else ()
    if status in (307, 308) or request.method == "HEAD":
        return _Request(url, request.method, headers, request.body)
    return _Request(url, "GET", headers, b"")


async def _exchange(
    request: _Request, watch: Stopwatch, may_reach: AddressRule
) -> tuple[_Answer, str]:
    """One request and its answer, and the IP address that gave it."""
    host = request.url.hostname or ""
    is_tls = request.url.scheme == "https"
    async with connected(host, request.port, watch, tls=is_tls, may_reach=may_reach) as wire:
        try:
            return await _talk(wire, request, watch), wire.address
        except h11.RemoteProtocolError as error:
            raise Failed(f"The answer breaks the rules of HTTP: {error}.") from error


async def _talk(wire: Wire, request: _Request, watch: Stopwatch) -> _Answer:
    peer = h11.Connection(h11.CLIENT)
    watch.begin("first_byte")
    await wire.send(request.written(peer))
    reader = _Reader(wire, peer)
    if not await reader.fill():
        raise Failed("The connection was closed without an answer.")
    watch.done()
    head = await reader.head()
    body, is_whole = await reader.body()
    return _Answer(head.status_code, _location(head), body, is_whole)


def _location(head: h11.Response) -> str | None:
    if head.status_code not in _REDIRECTING:
        return None
    found = [value for name, value in head.headers if name == b"location"]
    return found[0].decode("latin-1") if found else None


class _Reader:
    """Feeds the protocol with what comes, at most SIZE bytes of it."""

    def __init__(self, wire: Wire, peer: h11.Connection) -> None:
        self._wire = wire
        self._peer = peer
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
                    raise Failed(f"No answer stands in the first {_HEAD_SIZE:,} bytes.")
                await self.fill()

    async def body(self) -> tuple[bytes, bool]:
        """What was read, and whether that is all of it."""
        found = bytearray()
        for _ in range(_PIECES):
            event = self._peer.next_event()
            if isinstance(event, h11.Data):
                found += event.data
            elif event is not h11.NEED_DATA:
                return bytes(found), True
            elif self._taken > SIZE:
                break
            else:
                await self.fill()
        return bytes(found), False


def _judge(answer: _Answer, expect: HttpExpect) -> None:
    """Raises Failed when the answer is not what was expected."""
    if expect.status and answer.status not in expect.status:
        wanted = " or ".join(map(str, expect.status))
        raise Failed(f"It answers with status {answer.status}; {wanted} is expected.")
    if not expect.status and not 200 <= answer.status <= 299:
        raise Failed(f"It answers with status {answer.status}; 200 to 299 is expected.")
    where = "in the answer" if answer.is_whole else f"in the first {SIZE:,} bytes of the answer"
    if expect.contains is not None and expect.contains.encode() not in answer.body:
        raise Failed(f"The expected text is not {where}.")
    if expect.not_contains is not None and expect.not_contains.encode() in answer.body:
        raise Failed(f"A text that must not be there stands {where}.")
    if expect.json_path:
        _judge_json(answer.body, expect)


def _judge_json(body: bytes, expect: HttpExpect) -> None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Failed("The answer is not JSON.") from error
    for path, wanted in expect.json_path.items():
        try:
            found = value_at(document, path)
        except LookupError as error:
            raise Failed(f"The answer has nothing at {path}.") from error
        # In Python 1 equals True; in JSON it does not.
        if isinstance(found, bool) != isinstance(wanted, bool) or found != wanted:
            raise Failed(f"At {path} stands another value than the expected one.")
