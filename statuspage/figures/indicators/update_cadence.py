"""The indicator `update_cadence`: did the words keep coming while something was broken?"""

from __future__ import annotations

from datetime import timedelta

from statuspage.domain.promises import silence
from statuspage.domain.promises.silence import Judged
from statuspage.figures import disruptions
from statuspage.figures.indicators.tally import Question, Tally, of_enough


def tally(question: Question) -> Tally:
    """Announced incidents that began in the period; the longest silence decides."""
    return of_enough(silence.counts(judged(question)), question.sla.min_events)


def judged(question: Question) -> list[Judged]:
    """Those that count, in order of their start."""
    within = question.sla.within or timedelta(0)
    found = disruptions.in_question(question, within)
    return silence.update_cadence(found, question.period.span, question.now, within)
