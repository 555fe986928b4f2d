"""Before a target is blamed: do the references of [network] connectivity answer?

When none of them does, our own connection is lost, and a failed check is unknown. A target on this
machine (loopback) needs no network and is exempt.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from statuspage import clock
from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import http
from statuspage.probes.expected import HttpExpect
from statuspage.probes.http import HttpProbe
from statuspage.probes.result import Result, check, not_counted
from statuspage.said import said

_TIMEOUT = timedelta(seconds=5)
_FRESH = 1.0  # seconds for which one look serves all that fail; many targets fail together
_ANY = HttpExpect(status=("200-599",))  # whatever is said, the network is there
_WORDS = said("Not counted: none of the references in [network] connectivity answered either.")


class Connectivity:
    """The references, and what the latest look at them showed."""

    def __init__(self, references: Sequence[str]) -> None:
        self._references = [
            HttpProbe(
                id="reference",
                component="reference",
                type="http",
                url=url,
                method="HEAD",
                follow_redirects=False,
                timeout=_TIMEOUT,
                expect=_ANY,
            )
            for url in references
        ]
        self._look: asyncio.Task[bool] | None = None
        self._began = 0.0

    async def judged(self, host: str, result: Result) -> Result:
        """What asking a host gave, or unknown in its place when no reference answers either."""
        if result.state is not ProbeState.DOWN or not self._references or is_loopback(host):
            return result
        if await self._is_online():
            return result
        return replace(
            result,
            state=ProbeState.UNKNOWN,
            latency_ms=None,
            reason=not_counted(_WORDS, result.reason),
        )

    async def _is_online(self) -> bool:
        is_old = clock.elapsed() - self._began > _FRESH
        if self._look is None or (self._look.done() and is_old):
            self._began = clock.elapsed()
            self._look = asyncio.create_task(self._ask())
        return await asyncio.shield(self._look)

    async def _ask(self) -> bool:
        """Whether one of them answers; the first that does is enough."""
        asked = [asyncio.ensure_future(check(http.KIND, one)) for one in self._references]
        try:
            for answer in asyncio.as_completed(asked):
                if (await answer).state is ProbeState.UP:
                    return True
            return False
        finally:
            for task in asked:
                task.cancel()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its address or by the name localhost."""
    host = host.rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
