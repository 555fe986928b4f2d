"""A certificate: its chain, its name, and how long it still holds."""

from __future__ import annotations

import ssl

from statuspage import clock
from statuspage.config import TlsProbe, duration_text
from statuspage.net.connect import connect
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.result import guarded

_DAY = 86_400  # seconds


async def _measure(settings: TlsProbe, watch: Stopwatch) -> str:
    with await connect(settings.host, settings.port, watch, tls=True) as wire:
        end = wire.certificate["notAfter"]
    left = ssl.cert_time_to_seconds(str(end)) - clock.timestamp()
    if left >= settings.warn_before.total_seconds():
        return ""
    wanted = duration_text(settings.warn_before)
    return f"The certificate ends on {end}, in {int(left // _DAY)} days; warned from {wanted} on."


probe = guarded(_measure)
