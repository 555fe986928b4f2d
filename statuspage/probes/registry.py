"""The kinds of probe: one file for each, listed here."""

from __future__ import annotations

from typing import Any

from statuspage.probes import dns, heartbeat, http, icmp, tcp, tls
from statuspage.probes.kind import ProbeKind

PROBE_KINDS: dict[str, ProbeKind[Any]] = {
    kind.name: kind for kind in (http.KIND, tcp.KIND, dns.KIND, tls.KIND, icmp.KIND, heartbeat.KIND)
}
