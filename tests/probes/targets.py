"""Real servers that behave well or badly, and a check of one of them."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from statuspage.probes import http
from statuspage.probes.http import HttpProbe
from statuspage.probes.result import Result, check
from statuspage.render.words.locale import ENGLISH

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
COMMON = {"id": "probe", "component": "api", "timeout": "60s"}
WAIT = 60  # seconds: generous, for what takes no time on an idle machine


@asynccontextmanager
async def listening(
    handler: Handler, host: str = "127.0.0.1", context: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """A server that gives each connection to `handler`; the port it listens on."""
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await handler(reader, writer)
        except asyncio.CancelledError:
            pass  # the end of the test
        finally:
            tasks.discard(task)
            writer.transport.abort()

    server = await asyncio.start_server(handle, host, 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        while tasks:
            await asyncio.sleep(0.001)


@contextmanager
def served(handler: Handler) -> Iterator[str]:
    """The same in a thread of its own; gives its address."""
    ports: list[int] = []
    ending = threading.Event()

    async def serve() -> None:
        async with listening(handler) as port:
            ports.append(port)
            while not ending.is_set():
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        wait_until(lambda: bool(ports))
        yield f"http://127.0.0.1:{ports[0]}/"
    finally:
        ending.set()
        thread.join()


def told(result: Result) -> str:
    """What a result says in English, or nothing."""
    return "" if result.reason is None else ENGLISH.say(result.reason.detail)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what comes to pass at once, unless the machine is busy."""
    end = time.monotonic() + WAIT
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.02)


def saying(*parts: bytes, pause: float = 0) -> Handler:
    """Reads a request's head, then says these parts with a pause after each, and closes."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        writer.close()

    return handler


def hearing(heard: list[bytes], *, body: int = 0) -> Handler:
    """Notes the whole request, then answers well."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        heard.append(head + await reader.readexactly(body))
        writer.write(answer())
        await writer.drain()

    return handler


def answer(
    body: bytes = b"all is well", status: str = "200 OK", headers: tuple[str, ...] = ()
) -> bytes:
    """The bytes of a whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def http_probe(url: str, **keys: Any) -> HttpProbe:
    return HttpProbe(**{**COMMON, "type": "http", "url": url, **keys})


def check_http(
    handler: Handler,
    *,
    host: str = "127.0.0.1",
    path: str = "/health",
    context: ssl.SSLContext | None = None,
    **keys: Any,
) -> Result:
    """One check of a server with this behaviour."""

    async def ask() -> Result:
        async with listening(handler, host, context) as port:
            name = f"[{host}]" if ":" in host else host
            scheme = "https" if context else "http"
            return await check(http.KIND, http_probe(f"{scheme}://{name}:{port}{path}", **keys))

    return asyncio.run(ask())


def closed_port() -> int:
    """A port on which nobody listens any more."""

    async def open_and_close() -> int:
        async with listening(saying()) as port:
            return port

    return asyncio.run(open_and_close())
