"""Many answers of one server, on connections that are kept; what is read next is asked ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from statuspage.errors import Unreachable
from statuspage.net.exchange import Answer, Limits, ask, follow, open_wire
from statuspage.net.fetch import body_of, request_of
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule, to_public
from statuspage.net.stopwatch import Stopwatch
from statuspage.net.wire import Wire

_KEPT = (("Connection", "keep-alive"),)
_AHEAD = 8  # answers that are asked for or wait to be read, each on a connection of its own


class Visit:
    """Asks from the first `fetch` until `close`; for one thread, and only while it waits."""

    def __init__(self, limits: Limits, may_reach: AddressRule) -> None:
        self._limits = limits
        self._may_reach = may_reach
        self._runner = asyncio.Runner()
        self._expected: dict[str, None] = {}  # in the order of reading
        self._asked: dict[str, asyncio.Task[bytes | Unreachable]] = {}
        self._idle: list[Wire] = []

    def expect(self, urls: Iterable[str]) -> None:
        """These are read next, most likely in this order."""
        self._expected.update(dict.fromkeys(urls))

    def fetch(self, url: str) -> bytes:
        """The body behind an http(s) URL, as `fetch.fetch` gives it. Raises Unreachable."""
        self._expected.pop(url, None)
        found = self._runner.run(self._read(url))
        if isinstance(found, Unreachable):
            raise found
        return found

    def close(self) -> None:
        """Give up what is asked, and leave."""
        self._runner.close()
        for wire in self._idle:
            wire.close()

    async def _read(self, url: str) -> bytes | Unreachable:
        task = self._asked.pop(url, None) or asyncio.create_task(self._body(url))
        while self._expected and len(self._asked) < _AHEAD:
            ahead = next(iter(self._expected))
            del self._expected[ahead]
            self._asked[ahead] = asyncio.create_task(self._body(ahead))
        return await task

    async def _body(self, url: str) -> bytes | Unreachable:
        try:
            request = replace(request_of(url), headers=_KEPT)
            return await body_of(request, self._limits, self._answer)
        except Unreachable as error:
            return error

    async def _answer(self, request: Request, watch: Stopwatch, limits: Limits) -> Answer:
        answer = await self._once(request, watch, limits)
        if answer.header(b"location") is None:
            return answer
        return await follow(request, watch, limits, may_reach=self._may_reach, behind=to_public)

    async def _once(self, request: Request, watch: Stopwatch, limits: Limits) -> Answer:
        while self._idle:
            try:
                return await self._on(self._idle.pop(), request, watch, limits)
            except (Unreachable, OSError):
                continue  # the server has ended this connection meanwhile
        wire = await open_wire(request, watch, self._may_reach)
        return await self._on(wire, request, watch, limits)

    async def _on(self, wire: Wire, request: Request, watch: Stopwatch, limits: Limits) -> Answer:
        """Ask on an open connection, and keep it where the server does."""
        is_kept = False
        try:
            answer = await ask(request, wire, watch, limits.size)
            is_kept = answer.stays_open
            if is_kept:
                self._idle.append(wire)
            return answer
        finally:
            if not is_kept:
                wire.close()
