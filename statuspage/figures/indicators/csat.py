"""The indicator `csat`: the share of ratings that are 4 or 5 of 5."""

from __future__ import annotations

from statuspage.domain.measured.availability import of_events
from statuspage.domain.measured.satisfaction import Survey
from statuspage.figures.indicators.tally import Question, Tally, of_enough
from statuspage.store import ratings


def tally(question: Question) -> Tally:
    """Ratings given in the period. What few answers must not tell, `disclosed` takes out."""
    given = counts(question)
    satisfied = sum(given[3:])
    return of_enough(of_events(satisfied, sum(given) - satisfied, 0), question.sla.min_events)


def counts(question: Question) -> tuple[int, ...]:
    """How many gave 1 to 5."""
    span = question.period.span
    return ratings.counts(Survey.CSAT, span.start, span.end)
