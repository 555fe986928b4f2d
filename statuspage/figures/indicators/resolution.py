"""The indicator `resolution`: was each request solved in time?"""

from __future__ import annotations

from collections.abc import Sequence

from statuspage.config import Sla
from statuspage.domain.measured.support import JudgedCase, resolution_seconds
from statuspage.figures import cases
from statuspage.figures.indicator import limit, share
from statuspage.figures.reckoning import Question
from statuspage.said import Said, said


def _judged(question: Question) -> list[JudgedCase]:
    return cases.on_time(question, "resolution")


def _promise(sla: Sla) -> Said:
    return said(
        "At least {share} of requests are solved within {limit}",
        share=share(sla),
        limit=limit(sla.within),
    )


def _rule(sla: Sla) -> Sequence[Said]:
    counted = said(
        "Requests solved in time, as a share of all that were due in the period, not counting "
        "the time spent waiting for the customer; one still open past its due date is late"
    )
    return [counted, cases.clock_words(sla), *cases.limits(sla)]


INDICATOR = cases.indicator(
    "resolution",
    _judged,
    lambda case: case.resolved_at,
    resolution_seconds,
    promise=_promise,
    rule=_rule,
    needed={"within": 'within = "3d"'},
)
