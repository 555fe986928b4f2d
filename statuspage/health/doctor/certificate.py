"""Whether the certificate of the site is good, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

from statuspage.domain.measured.samples import ProbeState
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.probes import tls
from statuspage.probes.result import Result, check
from statuspage.said import said


def certificate(examined: Examined) -> Iterator[Health]:
    """As a probe of ours would judge it."""
    if not examined.url.startswith("https:"):
        return
    port = urlsplit(examined.url).port or 443
    probe = tls.TlsProbe(id="site", component="site", type="tls", host=examined.host, port=port)
    yield of_result(asyncio.run(check(tls.KIND, probe)))


def of_result(found: Result) -> Health:
    """What to say of what the check found."""
    if found.reason is None:
        text = said("The certificate is good for at least two more weeks.")
        return Health("certificate", Condition.OK, text)
    is_down = found.state is ProbeState.DOWN
    condition = Condition.FAILING if is_down else Condition.LATE
    return Health("certificate", condition, found.reason.detail)
