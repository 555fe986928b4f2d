"""The indicator `update_cadence`: did the words keep coming while something was broken?"""

from __future__ import annotations

from statuspage.config import Sla
from statuspage.domain.promises import silence
from statuspage.figures import disruptions
from statuspage.figures.indicator import limit, share
from statuspage.said import Said, said


def _promise(sla: Sla) -> Said:
    return said(
        "In at least {share} of incidents there is never more than {limit} without an update",
        share=share(sla),
        limit=limit(sla.within),
    )


INDICATOR = disruptions.indicator(
    "update_cadence",
    silence.update_cadence,
    promise=_promise,
    counted=said(
        "Incidents never left too long without an update, as a share of all that are decided"
    ),
    example='within = "30m"',
)
