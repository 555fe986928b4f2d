"""The indicator `first_notice`: did we say it in time when something broke?"""

from __future__ import annotations

from datetime import timedelta

from statuspage.domain.promises import silence
from statuspage.domain.promises.silence import Judged
from statuspage.figures import disruptions
from statuspage.figures.indicators.tally import Question, Tally, of_enough


def tally(question: Question) -> Tally:
    """Incidents and measured outages that began in the period; one never announced is missed."""
    return of_enough(silence.counts(judged(question)), question.sla.min_events)


def judged(question: Question) -> list[Judged]:
    """Those that count, in order of their start."""
    within = question.sla.within or timedelta(0)
    found = disruptions.in_question(question, within)
    return silence.first_notice(found, question.period.span, question.now, within)
