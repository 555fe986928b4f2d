"""What customers answered to surveys, as far as it is published."""

from __future__ import annotations

from statuspage.domain.asking.questions import QuestionKind
from statuspage.said import said
from statuspage.site.answers import Answer
from statuspage.site.api.reading import document, reading
from statuspage.site.asking import of_surveys
from statuspage.site.page import Context, Facts


class AnsweredQuestion(Answer):
    """What readers answered: `about` is a round of a survey, or the id of an incident.

    Who does not know is `unknown`, and not among `answers`. Of fewer than five answers nothing is
    told (`suppressed`). `percent` with its 95 % interval (csat: 4 or 5 of 5; ces: 5 or more of 7;
    else: yes), `score` and `margin` (nps) and `mean` are given from 30 on.
    """

    question: QuestionKind
    about: str
    suppressed: bool
    answers: int | None
    unknown: int | None
    counts: dict[str, int] | None
    asked: int | None
    response_percent: str | None
    percent: str | None
    low: str | None
    high: str | None
    mean: str | None
    score: str | None
    margin: str | None


class AnsweredSurveys(Answer):
    """Every round that was published."""

    surveys: list[AnsweredQuestion]


def survey_list(context: Context) -> Facts:
    """Every round of the surveys."""
    found = [AnsweredQuestion(**one.document()) for one in of_surveys(context)]
    return document(AnsweredSurveys(surveys=found), context.now)


READINGS = (
    reading(
        "/surveys",
        survey_list,
        said("What customers answered to surveys, as far as it is published."),
        AnsweredSurveys,
    ),
)
