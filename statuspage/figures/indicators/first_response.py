"""The indicator `first_response`: was each request answered by a person in time?"""

from __future__ import annotations

from collections.abc import Sequence

from statuspage.config import Sla
from statuspage.domain.measured.support import JudgedCase, response_seconds
from statuspage.figures import cases
from statuspage.figures.indicator import limit, share
from statuspage.figures.reckoning import Question
from statuspage.said import Said, said


def _judged(question: Question) -> list[JudgedCase]:
    return cases.on_time(question, "first_response")


def _promise(sla: Sla) -> Said:
    return said(
        "At least {share} of requests get their first answer within {limit}",
        share=share(sla),
        limit=limit(sla.within),
    )


def _rule(sla: Sla) -> Sequence[Said]:
    counted = said(
        "Requests whose first answer by a person came in time, as a share of all that were due "
        "in the period; one still open past its due date is late"
    )
    return [counted, cases.clock_words(sla), *cases.limits(sla)]


INDICATOR = cases.indicator(
    "first_response",
    _judged,
    lambda case: case.first_response_at,
    response_seconds,
    promise=_promise,
    rule=_rule,
    needed={"within": 'within = "4h"'},
)
