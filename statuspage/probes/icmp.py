"""A ping. Needs icmplib (`pip install statuspage[icmp]`) and a permission of the operating system.

Without either the target is unknown, never down, and the detail says what is missing.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StrictInt

from statuspage.config.kinds.places import Host
from statuspage.config.probes import ReachedProbe
from statuspage.domain.measured.reason import Reason
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import Blind, ProbeKind
from statuspage.said import said

if TYPE_CHECKING:
    from statuspage.net.connect import Outside

_NO_LIBRARY = said(
    "Pings need the package icmplib; install it with: pip install 'statuspage[icmp]'."
)
_NO_PERMISSION = said(
    "This user may not send pings; allow them with: sysctl -w net.ipv4.ping_group_range='0 "
    "2147483647'."
)
_PAUSE = 0.2  # seconds between two packets, or less when the timeout is short
_SHARE = 0.95  # of the time left; the rest is for the library's own work


class IcmpProbe(ReachedProbe):
    """A ping."""

    type: Literal["icmp"]
    host: Host
    """A name or an IP address."""
    packets: Annotated[StrictInt, Field(ge=1, le=20)] = 3
    """How many are sent; degraded when one is lost, down when all are."""


async def _measure(settings: IcmpProbe, watch: Stopwatch, outside: Outside) -> Reason | None:
    from statuspage.net.connect import of_family

    library = _library()
    found = await outside.look_up(settings.host, watch)
    address = of_family(found, settings.version, settings.host)[0]
    for_each = _SHARE * watch.left() / settings.packets
    pause = min(_PAUSE, for_each / 4)
    watch.begin("first_byte")
    answer = await _ping(library, address, settings.packets, pause, for_each - pause)
    if not answer.is_alive:
        raise TimeoutError
    watch.done()
    watch.set_latency(answer.avg_rtt / 1000)  # the library gives milliseconds
    lost = answer.packets_sent - answer.packets_received
    facts = {"lost": lost, "sent": answer.packets_sent}
    text = said("{lost} of {sent} packets were lost.", **facts)
    return Reason("packets", text, facts) if lost else None


KIND = ProbeKind("icmp", IcmpProbe, _measure, host=lambda probe: probe.host)


def _library() -> ModuleType:
    try:
        return importlib.import_module("icmplib")
    except ImportError as error:
        raise Blind(_NO_LIBRARY) from error


async def _ping(
    library: ModuleType, address: str, packets: int, pause: float, patience: float
) -> Any:
    """The library's Host; systems allow pings one way, or the other, or not at all."""
    for is_privileged in (False, True):
        try:
            return await library.async_ping(
                address, packets, pause, patience, privileged=is_privileged
            )
        except library.SocketPermissionError:
            continue
        except library.ICMPLibError as error:
            text = said("The ping could not be sent: {why}.", why=str(error))
            raise Blind(text) from error
    raise Blind(_NO_PERMISSION)
