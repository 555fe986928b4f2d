"""A line between two programs on this machine that can be cut and mended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.helpers.processes import wait_until


class Relay:
    """Hands bytes on to a port while `is_cut` is not set; `port` is where it listens."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.is_cut = threading.Event()
        self._ending = threading.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        while not self._ending.is_set():
            await asyncio.sleep(0.02)
            if self.is_cut.is_set():
                self._drop()
        self._drop()
        server.close()

    def end(self) -> None:
        self._ending.set()

    def _drop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(ConnectionError, OSError, asyncio.CancelledError):
                if not self.is_cut.is_set():
                    await join(reader, writer, self.target)
        finally:
            self._tasks.discard(task)
            writer.transport.abort()


async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """Hand bytes on, both ways, between somebody and a port of this machine until both end."""
    from_target, to_target = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.gather(_pour(reader, to_target), _pour(from_target, writer))
    finally:
        to_target.transport.abort()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.write_eof()


@contextmanager
def relayed(target: int) -> Iterator[Relay]:
    """A line to a port of this machine."""
    relay = Relay(target)
    thread = threading.Thread(target=lambda: asyncio.run(relay.serve()))
    thread.start()
    try:
        wait_until(lambda: relay.port > 0)
        yield relay
    finally:
        relay.end()
        thread.join()
