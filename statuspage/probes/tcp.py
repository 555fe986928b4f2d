"""A connection to a port: good when it opens."""

from __future__ import annotations

from statuspage.config import TcpProbe
from statuspage.net.connect import connect
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.result import guarded


async def _measure(settings: TcpProbe, watch: Stopwatch) -> str:
    with await connect(settings.host, settings.port, watch):
        return ""


probe = guarded(_measure)
