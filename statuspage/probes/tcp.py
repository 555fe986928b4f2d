"""A connection to a port: good when it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from statuspage.config.kinds.places import Host
from statuspage.config.kinds.values import Port
from statuspage.config.probes import ReachedProbe
from statuspage.domain.measured.reason import Reason
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import ProbeKind

if TYPE_CHECKING:
    from statuspage.net.connect import Outside

_FAREWELL = 1.0  # seconds for the other side to leave, too


class TcpProbe(ReachedProbe):
    """A connection to a port."""

    type: Literal["tcp"]
    host: Host
    """A name or an IP address."""
    port: Port
    """Where something must listen."""


async def _measure(settings: TcpProbe, watch: Stopwatch, outside: Outside) -> Reason | None:
    from statuspage.net.connect import Line, connect

    line = Line(settings.version)
    with await connect(settings.host, settings.port, watch, line=line, outside=outside) as wire:
        watch.set_latency(watch.latency())  # leaving is no part of the answer
        await wire.take_leave(min(_FAREWELL, watch.left() / 2))
        return None


KIND = ProbeKind("tcp", TcpProbe, _measure, host=lambda probe: probe.host)
