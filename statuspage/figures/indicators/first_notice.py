"""The indicator `first_notice`: did we say it in time when something broke?"""

from __future__ import annotations

from statuspage.config import Sla
from statuspage.domain.promises import silence
from statuspage.figures import disruptions
from statuspage.figures.indicator import limit, share
from statuspage.said import Said, said


def _promise(sla: Sla) -> Said:
    return said(
        "At least {share} of incidents are announced here within {limit}",
        share=share(sla),
        limit=limit(sla.within),
    )


INDICATOR = disruptions.indicator(
    "first_notice",
    silence.first_notice,
    promise=_promise,
    counted=said("Incidents announced here in time, as a share of all that are decided"),
    example='within = "15m"',
    is_from_probes=True,
)
