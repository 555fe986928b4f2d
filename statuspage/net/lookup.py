"""Names to addresses, through the system's own resolver (so /etc/hosts counts), beside the loop.

The system's call cannot be cancelled, so each look-up has a thread of its own that nothing waits
for: however many name servers hang, no other request queues behind them, nor does a stop. Whoever
asks for a name while it is being looked up shares that answer, which bounds the threads.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from contextlib import suppress

from statuspage.errors import Unreachable
from statuspage.net.names import host_name
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import said

_Found = list[str] | OSError | UnicodeError
_under_way: dict[str, asyncio.Future[_Found]] = {}


async def addresses(host: str, watch: Stopwatch) -> list[str]:
    """The IP addresses of a host, in the order to try; at least one.

    Raises Unreachable when the name has none or nothing could be asked, OSError.
    """
    if is_literal(host):
        return [host]
    try:
        name = host_name(host)
    except ValueError:
        raise Unreachable(said("The name {host} is not known.", host=host), kind="name") from None
    watch.begin("name")
    # Shielded: one that gives up must not take the answer from those who still wait.
    found = await asyncio.shield(_look_up(name))
    watch.done()
    if isinstance(found, list):
        return found
    socket.socket().close()  # raises when no file can be opened, which looks like no such name
    if isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN:
        text = said("No name server could say where {host} is.", host=host)
        raise Unreachable(text, kind="name")
    if isinstance(found, socket.gaierror | UnicodeError):
        raise Unreachable(said("The name {host} is not known.", host=host), kind="name")
    why = said("Could not ask where {host} is: {why}.", host=host, why=found.strerror)
    raise Unreachable(why, kind="ours", is_ours=True)


def is_literal(host: str) -> bool:
    """Whether this is an IP address already."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _look_up(host: str) -> asyncio.Future[_Found]:
    loop = asyncio.get_running_loop()
    pending = _under_way.get(host)
    if pending is not None and pending.get_loop() is loop:
        return pending
    future: asyncio.Future[_Found] = loop.create_future()
    thread = threading.Thread(target=_ask, args=(host, future), daemon=True)
    try:
        thread.start()
    except RuntimeError as error:
        why = said("Could not ask where {host} is: no thread could be started.", host=host)
        raise Unreachable(why, kind="ours", is_ours=True) from error
    _under_way[host] = future
    return future


def _ask(host: str, future: asyncio.Future[_Found]) -> None:
    found: _Found
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
    except (OSError, UnicodeError) as error:
        found = error
    with suppress(RuntimeError):  # the loop has ended meanwhile, and nobody waits any more
        future.get_loop().call_soon_threadsafe(_settle, host, future, found)


def _settle(host: str, future: asyncio.Future[_Found], found: _Found) -> None:
    if _under_way.get(host) is future:
        del _under_way[host]
    if not future.done():
        future.set_result(found)
