"""A certificate: its chain, its name, and how long each link of it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from statuspage import clock
from statuspage.config.kinds.duration import duration_text
from statuspage.config.kinds.places import Host
from statuspage.config.kinds.values import Port, Positive
from statuspage.domain.measured.reason import Reason
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import ProbeKind
from statuspage.probes.line import TrustingProbe, line_of
from statuspage.said import Said, counted

if TYPE_CHECKING:
    from statuspage.net.connect import Outside


class TlsProbe(TrustingProbe):
    """A certificate: degraded when it ends soon, down when it is not valid."""

    type: Literal["tls"]
    host: Host
    """A name or an IP address, as the certificate must have it."""
    port: Port = 443
    """Where TLS is spoken."""
    warn_before: Positive = timedelta(days=14)
    """Degraded when the certificate, or one that it rests on, ends within this."""


async def _measure(settings: TlsProbe, watch: Stopwatch, outside: Outside) -> Reason | None:
    from statuspage.net.connect import connect

    line = line_of(settings)
    asked = connect(settings.host, settings.port, watch, tls=True, line=line, outside=outside)
    with await asked as wire:
        ends = _ends(wire.chain)
    name, end = min(ends, key=lambda one: one[1])
    left = end - datetime.fromtimestamp(clock.timestamp(), UTC)
    if left >= settings.warn_before:
        return None
    wanted = duration_text(settings.warn_before)
    is_own = end == ends[0][1]
    text = _own(end, left.days, wanted) if is_own else _other(name, end, left.days, wanted)
    return Reason("certificate_ends", text, {"days": left.days})


def _own(end: datetime, days: int, wanted: str) -> Said:
    return counted(
        "The certificate expires on {end}, in {count} day; the warning starts at {wanted}.",
        "The certificate expires on {end}, in {count} days; the warning starts at {wanted}.",
        count=days,
        end=end.date(),
        wanted=wanted,
    )


def _other(name: str, end: datetime, days: int, wanted: str) -> Said:
    return counted(
        "The certificate of {name}, which it depends on, expires on {end}, in {count} day; the "
        "warning starts at {wanted}.",
        "The certificate of {name}, which it depends on, expires on {end}, in {count} days; the "
        "warning starts at {wanted}.",
        count=days,
        name=name,
        end=end.date(),
        wanted=wanted,
    )


def _ends(chain: Sequence[bytes]) -> list[tuple[str, datetime]]:
    """Whose each certificate of a chain is, and when it ends; the server's own is the first."""
    from cryptography.x509 import load_der_x509_certificate

    found = [load_der_x509_certificate(one) for one in chain]
    return [(one.subject.rfc4514_string(), one.not_valid_after_utc) for one in found]


KIND = ProbeKind("tls", TlsProbe, _measure, host=lambda probe: probe.host)
