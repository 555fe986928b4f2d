"""Outgoing connections: which addresses may be reached, and how long and how big an answer may be.

Every connection checks the address it really goes to, after the name was looked up, so that a name
which changes its answer in between (rebinding) opens nothing. No proxy of the environment is used.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from statuspage import __version__, clock
from statuspage.errors import SourceError

AddressRule = Callable[[str], bool]
"""Says of an IP address whether it may be reached."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = [
    ("User-Agent", f"statuspage/{__version__}"),
    ("Accept", "*/*"),
    ("Accept-Encoding", "identity"),  # a few compressed bytes could unfold into gigabytes
]
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # RFC 4291, section 2.5.4: all that is handed out
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
_SERVICES_IPV4 = (
    ipaddress.ip_network("192.0.0.0/24"),  # RFC 6890: protocol assignments, one cloud's metadata
    ipaddress.ip_network("168.63.129.16/32"),  # another cloud's metadata, on a public address
)


@dataclass(frozen=True)
class Limits:
    """What one answer may cost, all redirects included."""

    seconds: float = 30.0
    size: int = 50_000_000  # bytes
    redirects: int = 5


GENEROUS = Limits()
"""For what an operator asks for by hand."""


def is_public_address(address: str) -> bool:
    """Whether an IP address is in the public internet, and no cloud's metadata service."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is None:
            return found.is_global and found in _GLOBAL_IPV6
        found = inner
    is_special = found.is_multicast or found.is_reserved
    return found.is_global and not is_special and not any(found in net for net in _SERVICES_IPV4)


def fetch(
    url: str,
    limits: Limits = GENEROUS,
    *,
    may_reach: AddressRule = is_public_address,
    is_named_by_operator: bool = False,
) -> bytes:
    """The body behind an http(s) URL, redirects followed.

    An address the operator named directly may lie anywhere; one that a redirect leads to must
    satisfy `may_reach`. Raises SourceError with one plain line.
    """
    deadline = clock.elapsed() + limits.seconds
    rule: AddressRule = _anywhere if is_named_by_operator else may_reach
    place = _address(url)
    for _ in range(limits.redirects + 1):
        answer = _ask(place, _Backend(rule, deadline, limits.seconds), limits.size)
        if isinstance(answer, bytes):
            return answer
        place, rule = _address(answer.target, place), may_reach
    raise SourceError(f"{url} redirects more than {limits.redirects} times; name its last address.")


def post(
    url: str,
    content: bytes,
    headers: Iterable[tuple[str, str]],
    limits: Limits,
    *,
    may_reach: AddressRule = is_public_address,
) -> bytes:
    """The body that answers a POST to an http(s) URL; a redirect is refused.

    Raises SourceError with one plain line.
    """
    place = _address(url)
    backend = _Backend(may_reach, clock.elapsed() + limits.seconds, limits.seconds)
    answer = _ask(place, backend, limits.size, content, headers)
    if isinstance(answer, bytes):
        return answer
    raise SourceError(f"{url} redirects; name its last address.")


@dataclass(frozen=True)
class _Redirect:
    target: str


def _anywhere(_: str) -> bool:
    return True


def _address(text: str, base: httpx2.URL | None = None) -> httpx2.URL:
    try:
        found = base.join(text) if base else httpx2.URL(text)
    except httpx2.InvalidURL as error:
        raise SourceError(f"{text!r} is not an address: {error}.") from error
    if found.scheme not in ("http", "https") or not found.host:
        raise SourceError(f"{text} cannot be fetched; give an http:// or https:// address.")
    return found


def _ask(
    url: httpx2.URL,
    backend: _Backend,
    size: int,
    content: bytes | None = None,
    headers: Iterable[tuple[str, str]] = (),
) -> bytes | _Redirect:
    """One request on a connection of its own: a GET, or a POST of some content."""
    sent = [("Host", url.netloc.decode()), *_HEADERS, *headers]
    if content is not None:
        sent.append(("Content-Length", str(len(content))))
    method = "GET" if content is None else "POST"
    wire = httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    try:
        with (
            httpcore2.ConnectionPool(
                ssl_context=ssl.create_default_context(), network_backend=backend
            ) as pool,
            pool.stream(method, wire, headers=sent, content=content) as answer,
        ):
            told = httpx2.Headers(answer.headers)
            if answer.status in _REDIRECTS and "location" in told:
                return _Redirect(told["location"])
            if answer.status != 200:
                raise SourceError(f"{url} answers with status {answer.status}; 200 is needed.")
            if told.get("content-encoding", "identity") != "identity":
                raise SourceError(
                    f"{url} sends compressed text unasked; save it and import the file."
                )
            return _body(url, answer.iter_stream(), size)
    except httpcore2.TimeoutException as error:
        raise SourceError(f"{url} took longer than {backend.seconds:g} seconds.") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise SourceError(f"{url} cannot be fetched: {error}.") from error


def _body(url: httpx2.URL, chunks: Iterable[bytes], size: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > size:
            raise SourceError(
                f"{url} is longer than {size:,} bytes; save it and import it in parts."
            )
    return bytes(body)


class _Backend(httpcore2.NetworkBackend):
    """Opens connections to allowed addresses only; nothing on them lasts beyond the deadline."""

    def __init__(self, rule: AddressRule, deadline: float, seconds: float) -> None:
        self._rule = rule
        self._deadline = deadline
        self.seconds = seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 the deadline rules, here and below
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        found = [address for address in _addresses(host, port) if self._rule(address)]
        if not found:
            raise SourceError(
                f"{host} lies inside a private network; only an address you name yourself may."
            )
        for address in found[:-1]:
            try:
                return self._connect(address, port)
            except httpcore2.ConnectError:
                continue
        return self._connect(found[-1], port)

    def _connect(self, address: str, port: int) -> httpcore2.NetworkStream:
        plain = httpcore2.SyncBackend().connect_tcp(address, port, timeout=self.left())
        return _Stream(plain, self)

    def left(self) -> float:
        """Seconds until the deadline. Raises ReadTimeout when it has passed."""
        left = self._deadline - clock.elapsed()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left


def _addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a name, in the order to try."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"The name {host} is not known; check its spelling.") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Stream(httpcore2.NetworkStream):
    """A connection whose every step is cut at the deadline, however slowly the other side drips."""

    def __init__(self, inner: httpcore2.NetworkStream, backend: _Backend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, timeout=self._backend.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, timeout=self._backend.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, self._backend.left()),
            self._backend,
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
