"""A connection to a port: good when it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from statuspage.config.probes import AskedProbe
from statuspage.config.values import Host, Port
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import ProbeKind
from statuspage.said import Said

if TYPE_CHECKING:
    from statuspage.net.connect import Outside


class TcpProbe(AskedProbe):
    """A connection to a port."""

    type: Literal["tcp"]
    host: Host
    """A name or an IP address."""
    port: Port
    """Where something must listen."""


async def _measure(settings: TcpProbe, watch: Stopwatch, outside: Outside) -> Said | None:
    from statuspage.net.connect import connect

    with await connect(settings.host, settings.port, watch, outside=outside):
        return None


KIND = ProbeKind("tcp", TcpProbe, _measure, host=lambda probe: probe.host)
