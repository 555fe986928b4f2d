"""The indicator `first_contact_resolution`: was one answer enough?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from statuspage.config import Sla
from statuspage.domain.measured import support
from statuspage.domain.measured.support import JudgedCase
from statuspage.figures import cases
from statuspage.figures.indicator import limit, share
from statuspage.figures.reckoning import Question
from statuspage.said import Said, said


def _judged(question: Question) -> list[JudgedCase]:
    assert question.sla.within is not None  # noqa: S101 it has a default
    span = question.period.span
    resolved = question.library.cases.resolved_between(span.start, span.end)
    known = [kept.case for kept in resolved]
    found = support.first_contact(known, span, question.now, within=question.sla.within)
    return cases.chosen(question.sla, found)


def _promise(sla: Sla) -> Said:
    return said("At least {share} of requests are solved with the first answer", share=share(sla))


def _rule(sla: Sla) -> Sequence[Said]:
    counted = said(
        "Requests solved with one answer, not reopened and not followed by another about the "
        "same thing, as a share of all solved in the period"
    )
    once = said("a request counts once {days} have passed", days=limit(sla.within))
    return [counted, once, *cases.limits(sla)]


INDICATOR = cases.indicator(
    "first_contact_resolution",
    _judged,
    lambda case: case.resolved_at,
    support.resolution_seconds,
    promise=_promise,
    rule=_rule,
    defaults={"within": timedelta(days=7)},
    settles_after=lambda sla: sla.within or timedelta(0),
)
