"""A connection to a port: good when it opens."""

from __future__ import annotations

from statuspage.config import TcpProbe
from statuspage.probes.result import Stopwatch, guarded
from statuspage.probes.wire import connected


async def _measure(settings: TcpProbe, watch: Stopwatch) -> str:
    async with connected(settings.host, settings.port, watch):
        return ""


probe = guarded(_measure)
