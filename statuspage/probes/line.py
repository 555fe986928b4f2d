"""How the connection of a check is made: over which addresses, whom it believes, who it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from statuspage.config.kinds.places import FilePath
from statuspage.config.probes import ReachedProbe
from statuspage.probes.kind import Blind
from statuspage.said import said

if TYPE_CHECKING:
    import ssl

    from statuspage.net.connect import Line


class TrustingProbe(ReachedProbe):
    """What is asked over TLS, or may be."""

    ca: FilePath | None = None
    """A PEM file with an authority of your own, believed beside those of the system."""
    client_certificate: FilePath | None = None
    """A PEM file with the certificate that this program shows, its key in it or beside it."""
    client_key: FilePath | None = None
    """A PEM file with the key of that certificate."""


def line_of(probe: TrustingProbe) -> Line:
    """The line that a probe asks for. Connecting over it raises Blind for files of no use."""
    from statuspage.net.connect import Line
    from statuspage.net.wire import trust

    own = (probe.ca or "", probe.client_certificate or "", probe.client_key or "")
    return Line(
        probe.version,
        partial(_trusting, *own) if any(own) else trust,
        partial(_trusting, own[0]) if own[0] else trust,
    )


def _trusting(authority: str, certificate: str = "", key: str = "") -> ssl.SSLContext:
    from statuspage.net.trust import trusting

    try:
        return trusting(authority, certificate, key)
    except OSError as error:
        names = [name for name in (authority, certificate, key) if name]
        why = error.strerror or str(error)
        raise Blind(said("{files} cannot be used: {why}.", files=names, why=why)) from error
