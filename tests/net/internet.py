"""A small internet: its names and addresses are made up, its servers are on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence

from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.stopwatch import Stopwatch


class Internet:
    """Knows the addresses of names, and for each address the port of its server on loopback."""

    def __init__(
        self, servers: Mapping[str, int], names: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._servers = servers
        self._names = names or {}
        self.looked_up: list[str] = []
        self.dialled: list[str] = []
        self.outside = Outside(self._look_up, self._dial)

    async def _look_up(self, host: str, _: Stopwatch) -> Sequence[str]:
        self.looked_up.append(host)
        return self._names.get(host, [host])

    async def _dial(self, address: str, _: int) -> socket.socket:
        self.dialled.append(address)
        await asyncio.sleep(0)
        if address not in self._servers:
            raise ConnectionRefusedError
        return await OUTSIDE.dial("127.0.0.1", self._servers[address])
