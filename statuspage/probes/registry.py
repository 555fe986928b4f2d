"""Which function answers for which kind of probe. A heartbeat has none: its results come to us."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from statuspage.probes import dns, http, icmp, tcp, tls
from statuspage.probes.result import Result

PROBES: Mapping[str, Callable[[Any], Awaitable[Result]]] = {
    "http": http.probe,
    "tcp": tcp.probe,
    "dns": dns.probe,
    "tls": tls.probe,
    "icmp": icmp.probe,
}
"""Kind -> probe: takes the settings of that kind, ends at their timeout, and never raises."""
