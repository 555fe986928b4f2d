"""An open connection, plain or with TLS, that takes in only as much as is asked for.

It works on the socket itself, because a transport reads ahead.
"""

from __future__ import annotations

import asyncio
import functools
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeVar

_PIECE = 65_536  # bytes
_DER = 2  # a number of OpenSSL's, without a name in Python before 3.13
_FAREWELL = 64  # pieces that are read at the end; whoever says more is cut off
_T = TypeVar("_T")


@functools.cache
def trust() -> ssl.SSLContext:
    """Certificates and names are checked against the system's authorities, or SSL_CERT_FILE."""
    return ssl.create_default_context()


class Wire:
    """For a `with`, which closes it. Every wait on it can be cancelled, and nothing is left then.

    `address` is the IP address that was connected to.
    """

    def __init__(self, opened: socket.socket, address: str) -> None:
        self._socket = opened
        self.address = address
        self._loop = asyncio.get_running_loop()
        self._tls: ssl.SSLObject | None = None
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._sending = asyncio.Lock()  # a request may go out while its answer comes

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def chain(self) -> list[bytes]:
        """The certificates that the other side was believed by, its own first, in DER."""
        tls: Any = self._tls
        if tls is None:
            return []
        if hasattr(tls, "get_verified_chain"):  # since Python 3.13
            return [*tls.get_verified_chain()]
        return [one.public_bytes(_DER) for one in tls._sslobj.get_verified_chain() or ()]

    @property
    def certificate(self) -> ssl._PeerCertRetDictType:
        """What the other side proved itself with; empty without TLS."""
        return (self._tls.getpeercert() if self._tls else None) or {}

    async def secure(self, host: str, trusted: ssl.SSLContext) -> None:
        """Agree upon TLS and check the certificate. Raises ssl.SSLError."""
        # The dot that ends an absolute name stands in no certificate.
        self._tls = trusted.wrap_bio(
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

    async def take_leave(self, patience: float) -> None:
        """Say that nothing more is asked, and read what waits, so that no reset goes out.

        A server that speaks first counts a reset as a fault of ours, and some block who makes many.
        """
        with suppress(OSError, TimeoutError):
            self._socket.shutdown(socket.SHUT_WR)
            async with asyncio.timeout(patience):
                for _ in range(_FAREWELL):
                    if not await self._loop.sock_recv(self._socket, _PIECE):
                        return

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
        if not self._outgoing.pending:
            return
        async with self._sending:
            if data := self._outgoing.read():
                await self._loop.sock_sendall(self._socket, data)
