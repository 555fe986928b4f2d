"""The indicator `update_cadence`: did the words keep coming while something was broken?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from statuspage.config import Sla
from statuspage.domain.promises import silence
from statuspage.domain.promises.silence import Judged
from statuspage.figures import disruptions
from statuspage.figures.indicator import Indicator, limit, of_few, share
from statuspage.figures.ledger import Ledger
from statuspage.figures.tally import Question, Tally, of_enough
from statuspage.said import Said, said


def _tally(question: Question) -> Tally:
    """Announced incidents that began in the period; the longest silence decides."""
    return of_enough(silence.counts(_judged(question)), question.sla.min_events)


def _ledger(question: Question) -> Ledger:
    return disruptions.ledger(_judged(question))


def _judged(question: Question) -> list[Judged]:
    within = question.sla.within or timedelta(0)
    found = disruptions.in_question(question, within)
    return silence.update_cadence(found, question.period.span, question.now, within)


def _promise(sla: Sla) -> Said:
    return said(
        "At least in {share} of incidents there is never more than {limit} without a word",
        share=share(sla),
        limit=limit(sla.within),
    )


def _rule(sla: Sla) -> Sequence[Said]:
    return [said("Good events divided by all that are decided (update cadence)"), *of_few(sla)]


INDICATOR = Indicator(
    "update_cadence",
    _tally,
    _ledger,
    promise=_promise,
    rule=_rule,
    takes=("within",),
    needed={"within": 'within = "30m"'},
)
