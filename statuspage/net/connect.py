"""A connection to the first of a name's addresses that takes one (RFC 8305, "Happy Eyeballs").

Families alternate, the next address is tried 250 ms after the last or as soon as one failed, and
all get their turn. The time for which a dead address held up the winner is not the winner's.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import Literal

from statuspage import clock
from statuspage.errors import Unreachable
from statuspage.net.lookup import addresses
from statuspage.net.rules import AddressRule, anywhere
from statuspage.net.stopwatch import Stopwatch
from statuspage.net.wire import Wire, trust
from statuspage.said import said

_DELAY = 0.25  # seconds; RFC 8305, section 5
_TRIED = 16  # addresses of one name; a hostile one could have thousands, each an open file of ours


async def _dial(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    try:
        await asyncio.get_running_loop().sock_connect(opened, (address, port))
    except BaseException:
        opened.close()
        raise
    return opened


@dataclass(frozen=True)
class Outside:
    """What the operating system is asked for: addresses of a name, and connections to one."""

    look_up: Callable[[str, Stopwatch], Awaitable[Sequence[str]]] = addresses
    dial: Callable[[str, int], Awaitable[socket.socket]] = _dial


OUTSIDE = Outside()


@dataclass(frozen=True)
class Line:
    """How a connection is made: over which family of addresses (4 or 6), and whom it trusts."""

    family: Literal[4, 6] | None = None
    trust: Callable[[], ssl.SSLContext] = trust
    trust_elsewhere: Callable[[], ssl.SSLContext] = trust

    def elsewhere(self) -> Line:
        """The line to another server: what proves us to the first is not shown to it."""
        return replace(self, trust=self.trust_elsewhere)


LINE = Line()


async def connect(
    host: str,
    port: int,
    watch: Stopwatch,
    *,
    tls: bool = False,
    may_reach: AddressRule = anywhere,
    line: Line = LINE,
    outside: Outside = OUTSIDE,
) -> Wire:
    """An open connection, for a `with`. Raises Unreachable, OSError."""
    known = of_family(await outside.look_up(host, watch), line.family, host)
    found = [address for address in known if may_reach(address)]
    if not found:
        text = said(
            "{host} is inside a private network; only an address that you name yourself may be.",
            host=host,
        )
        raise Unreachable(text, kind="redirect", is_permanent=True)
    watch.begin("connect")
    began = clock.elapsed()
    opened, address, started = await _first(alternating(found)[:_TRIED], port, watch, outside)
    watch.done(lost=started - began)
    wire = Wire(opened, address)
    if tls:
        try:
            watch.begin("tls")
            await wire.secure(host, line.trust())
            watch.done()
        except BaseException:
            wire.close()
            raise
    return wire


def of_family(found: Sequence[str], family: Literal[4, 6] | None, host: str) -> Sequence[str]:
    """The addresses of one family, or all. Raises Unreachable when there is none."""
    chosen = [one for one in found if family is None or (":" in one) == (family == 6)]
    if found and not chosen:
        text = said("{host} has no IPv{family} address.", host=host, family=family)
        raise Unreachable(text, kind="name")
    return chosen


def alternating(found: Iterable[str]) -> list[str]:
    """The addresses with their families in turns, that of the first one first."""
    kinds: dict[bool, list[str]] = {}
    for address in found:
        kinds.setdefault(":" in address, []).append(address)
    return [address for address in chain(*zip_longest(*kinds.values())) if address]


def delay(count: int, left: float) -> float:
    """Seconds between two tries of so many, where the last of them must have its turn in time."""
    return min(_DELAY, left / (count + 1))


_Winner = tuple[socket.socket, str, float]  # with its address, and when its try began


async def _first(found: Sequence[str], port: int, watch: Stopwatch, outside: Outside) -> _Winner:
    """The first that takes the connection; raises the OSError of the last that refused."""
    if len(found) == 1:
        started = clock.elapsed()
        return await outside.dial(found[0], port), found[0], started
    pause = delay(len(found), watch.left())
    tries: dict[asyncio.Task[socket.socket], tuple[str, float]] = {}
    winner: asyncio.Task[socket.socket] | None = None
    waiting, running = list(found), set[asyncio.Task[socket.socket]]()
    try:
        while True:
            if waiting:
                address = waiting.pop(0)
                task = asyncio.ensure_future(outside.dial(address, port))
                tries[task] = (address, clock.elapsed())
                running.add(task)
            ended, running = await asyncio.wait(
                running,
                timeout=pause if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            winner = next((task for task in ended if task.exception() is None), None)
            if winner is not None:
                return winner.result(), *tries[winner]
            if ended and not running and not waiting:
                ended.pop().result()  # raises
    finally:
        for task in tries.keys() - {winner}:
            _give_up(task)


def _give_up(task: asyncio.Task[socket.socket]) -> None:
    if not task.cancel() and not task.cancelled() and task.exception() is None:
        task.result().close()
