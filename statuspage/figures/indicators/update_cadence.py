"""The indicator `update_cadence`: did the words keep coming while something was broken?"""

from __future__ import annotations

from statuspage.config import Sla
from statuspage.domain.promises import silence
from statuspage.figures import disruptions
from statuspage.figures.indicator import limit, share
from statuspage.said import Said, said


def _promise(sla: Sla) -> Said:
    return said(
        "At least in {share} of incidents there is never more than {limit} without a word",
        share=share(sla),
        limit=limit(sla.within),
    )


INDICATOR = disruptions.indicator(
    "update_cadence",
    silence.update_cadence,
    promise=_promise,
    counted=said("Good events divided by all that are decided (update cadence)"),
    example='within = "30m"',
)
