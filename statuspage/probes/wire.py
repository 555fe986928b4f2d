"""One connection to a target, plain or with TLS, that takes in only as much as is asked for.

It works on the socket itself, because a transport reads ahead. Probes may reach private addresses,
since operators watch internal services; an AddressRule narrows that where somebody else chose the
address.
"""

from __future__ import annotations

import asyncio
import functools
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from statuspage.network import AddressRule
from statuspage.probes.lookup import addresses
from statuspage.probes.result import Failed, Stopwatch

_PIECE = 65_536  # bytes
_TRIED = 4  # addresses of one name
_T = TypeVar("_T")


def anywhere(_: str) -> bool:
    """The rule for what the operator named: any address at all."""
    return True


@functools.cache
def trust() -> ssl.SSLContext:
    """Certificates and names are checked against the system's authorities, or SSL_CERT_FILE."""
    return ssl.create_default_context()


@asynccontextmanager
async def connected(
    host: str, port: int, watch: Stopwatch, *, tls: bool = False, may_reach: AddressRule = anywhere
) -> AsyncIterator[Wire]:
    """A connection that is closed at the end. Raises Failed, Blind or OSError."""
    found = [address for address in await addresses(host, watch) if may_reach(address)]
    if not found:
        raise Failed(f"A redirect leads to {host}, inside a private network; name it yourself.")
    watch.begin("connect")
    wire = Wire(await _connect(found[:_TRIED], port, watch))
    watch.done()
    try:
        if tls:
            watch.begin("tls")
            await wire.secure(host)
            watch.done()
        yield wire
    finally:
        wire.close()


async def _connect(found: list[str], port: int, watch: Stopwatch) -> socket.socket:
    """The first address that answers; a silent one must leave time for those behind it."""
    for place, address in enumerate(found[:-1]):
        try:
            async with asyncio.timeout(watch.left() / (len(found) - place)):
                return await _open(address, port)
        except OSError:  # TimeoutError is one
            continue
    return await _open(found[-1], port)


async def _open(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    try:
        await asyncio.get_running_loop().sock_connect(opened, (address, port))
    except BaseException:
        opened.close()
        raise
    return opened


class Wire:
    """An open connection. Every wait on it can be cancelled, and then nothing of it is left."""

    def __init__(self, opened: socket.socket) -> None:
        self._socket = opened
        self._loop = asyncio.get_running_loop()
        self._tls: ssl.SSLObject | None = None
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()

    @property
    def address(self) -> str:
        """The IP address at the other end."""
        return str(self._socket.getpeername()[0])

    @property
    def certificate(self) -> ssl._PeerCertRetDictType:
        """What the other side proved itself with; empty without TLS."""
        return (self._tls.getpeercert() if self._tls else None) or {}

    async def secure(self, host: str) -> None:
        """Agree upon TLS and check the certificate. Raises ssl.SSLError."""
        # The dot that ends an absolute name stands in no certificate.
        self._tls = trust().wrap_bio(
            self._incoming, self._outgoing, server_hostname=host.rstrip(".")
        )
        await self._turn(self._tls.do_handshake)

    async def send(self, data: bytes) -> None:
        """Send all of it."""
        if self._tls is None:
            await self._loop.sock_sendall(self._socket, data)
        else:
            await self._turn(functools.partial(self._tls.write, data))

    async def receive(self) -> bytes:
        """What has come, at most 64 kB; empty at the end."""
        if self._tls is None:
            return await self._loop.sock_recv(self._socket, _PIECE)
        try:
            return await self._turn(functools.partial(self._tls.read, _PIECE))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""  # many servers end without the farewell of TLS; HTTP says what was cut

    def close(self) -> None:
        """Leave at once, without waiting for the other side."""
        self._socket.close()

    async def _turn(self, step: Callable[[], _T]) -> _T:
        """Carry bytes between the socket and TLS until a step of it is done."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                await self._flush()
                data = await self._loop.sock_recv(self._socket, _PIECE)
                if data:
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
            except ssl.SSLError:
                await self._flush()  # tells the other side why we leave
                raise
            else:
                await self._flush()
                return result

    async def _flush(self) -> None:
        if data := self._outgoing.read():
            await self._loop.sock_sendall(self._socket, data)
