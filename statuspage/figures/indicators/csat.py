"""The indicator `csat`: the share of ratings that are 4 or 5 of 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from statuspage.config import Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured.availability import of_events
from statuspage.domain.measured.satisfaction import SCALES, Survey, survey_json
from statuspage.domain.promises.disclosed import disclosed
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.late import LateKind
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.indicator import Indicator, of_few, on, share
from statuspage.figures.ledger import Ledger
from statuspage.figures.reckoning import Question, Reckoning, of_enough
from statuspage.said import Said, said

_HEADER = ("score", "answers")


def also_asked(library: Library, period: Period) -> list[dict[str, Any]]:
    """What may be published of the other surveys in the same period, of those ever taken."""
    span = period.span
    return [
        survey_json(survey, library.ratings.counts(survey, span.start, span.end))
        for survey in (Survey.NPS, Survey.CES)
        if library.ratings.first_at(survey) is not None
    ]


def _reckon(question: Question) -> Reckoning:
    """Ratings given in the period. What few answers must not tell, `disclosed` takes out."""
    given = _counts(question)
    satisfied = sum(given[3:])
    return of_enough(of_events(satisfied, sum(given) - satisfied, 0), question.sla.min_events)


def _ledger(question: Question) -> Ledger:
    """How many gave each score; of too few only that they are few."""
    told = survey_json(Survey.CSAT, _counts(question))
    if told["suppressed"]:
        return Ledger(_HEADER, [("all", "suppressed")])
    scored = zip(SCALES[Survey.CSAT], told["counts"], strict=True)
    return Ledger(_HEADER, [(str(score), str(count)) for score, count in scored])


def _evidence(question: Question) -> Mapping[str, Any]:
    told = survey_json(Survey.CSAT, _counts(question))
    return {"survey": told, "also": also_asked(question.library, question.period)}


def _counts(question: Question) -> tuple[int, ...]:
    """How many gave 1 to 5."""
    span = question.period.span
    return question.library.ratings.counts(Survey.CSAT, span.start, span.end)


def _first_known(library: Library, _: Sla) -> datetime | None:
    return library.ratings.first_at(Survey.CSAT)


def _disclosed(figure: Figure, sla: Sla) -> Figure:
    return disclosed(figure, has_credits=bool(sla.credits))


def _promise(sla: Sla) -> Said:
    return said("At least {share} of those who rate us are satisfied", share=share(sla))


def _rule(sla: Sla) -> Sequence[Said]:
    counted = said("Ratings of 4 or 5 out of 5, as a share of all ratings given in the period")
    return [counted, *of_few(sla)]


INDICATOR = Indicator(
    "csat",
    _reckon,
    _ledger,
    promise=_promise,
    rule=_rule,
    rests_on=on(LateKind.RATINGS),
    first_known=_first_known,
    evidence=_evidence,
    disclosed=_disclosed,
)
