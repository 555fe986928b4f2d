"""A certificate: its chain, its name, and how long it still holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from statuspage import clock
from statuspage.config.duration import duration_text
from statuspage.config.probes import AskedProbe
from statuspage.config.values import Host, Port, Positive
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import ProbeKind
from statuspage.said import Said, counted

if TYPE_CHECKING:
    from statuspage.net.connect import Outside

_DAY = 86_400  # seconds


class TlsProbe(AskedProbe):
    """A certificate: degraded when it ends soon, down when it is not valid."""

    type: Literal["tls"]
    host: Host
    """A name or an IP address, as the certificate must have it."""
    port: Port = 443
    """Where TLS is spoken."""
    warn_before: Positive = timedelta(days=14)
    """Degraded when the certificate ends within this."""


async def _measure(settings: TlsProbe, watch: Stopwatch, outside: Outside) -> Said | None:
    import ssl

    from statuspage.net.connect import connect

    with await connect(settings.host, settings.port, watch, tls=True, outside=outside) as wire:
        end = wire.certificate["notAfter"]
    left = ssl.cert_time_to_seconds(str(end)) - clock.timestamp()
    if left >= settings.warn_before.total_seconds():
        return None
    wanted = duration_text(settings.warn_before)
    return counted(
        "The certificate ends on {end}, in {count} day; warned from {wanted} on.",
        "The certificate ends on {end}, in {count} days; warned from {wanted} on.",
        count=int(left // _DAY),
        end=end,
        wanted=wanted,
    )


KIND = ProbeKind("tls", TlsProbe, _measure, host=lambda probe: probe.host)
