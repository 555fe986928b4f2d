"""What figures of events are recomputed from: one row for each case, slice or incident.

Of ratings it is how many gave each score, and nothing at all of too few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from statuspage.domain.measured import satisfaction
from statuspage.domain.measured.satisfaction import SCALES, Survey
from statuspage.domain.measured.support import Judged, Outcome
from statuspage.domain.promises import silence
from statuspage.domain.vocabulary.business_time import Calendar
from statuspage.figures.indicators import csat, first_notice, support, update_cadence
from statuspage.figures.indicators.ledger import Ledger, instant
from statuspage.figures.indicators.tally import Question
from statuspage.store import ratios

_CASES = (
    *("case", "priority", "opened_at", "waiting", "done_at", "calendar", "due"),
    *("agent_replies", "reopened", "came_back_at", "outcome", "counts_as"),
)
_SLICES = ("from", "to", "good", "total", "counts")
_SCORES = ("score", "answers")
_INCIDENTS = ("incident", "impact_from", "impact_until", "words", "counts_as")
_SIDES = {True: "good", False: "bad", None: "unknown"}


def of_cases(question: Question) -> Ledger:
    """The cases that count, in order of their due dates; waiting as from/to, joined by ";".

    `calendar` is the version that the clock ran by, as the document of the SLA numbers them.
    """
    is_answer = question.sla.indicator == "first_response"
    versions = support.calendar_versions(question.sla, question.settings)
    return Ledger(_CASES, [_case(one, is_answer, versions) for one in support.judged(question)])


def of_slices(question: Question) -> Ledger:
    """The slices that begin in the period; those under `min_events` are listed and do not count."""
    span = question.period.span
    rows = [
        (
            instant(one.span.start),
            instant(one.span.end),
            str(one.good),
            str(one.total),
            "yes" if one.total >= (question.sla.min_events or 0) else "no",
        )
        for one in ratios.starting_between(question.sla.id, span.start, span.end)
    ]
    return Ledger(_SLICES, rows)


def of_ratings(question: Question) -> Ledger:
    """How many gave each score; of too few only that they are few."""
    told = satisfaction.survey_json(Survey.CSAT, csat.counts(question))
    if "counts" not in told:
        return Ledger(_SCORES, [("all", told["answers"])])
    scored = zip(SCALES[Survey.CSAT], told["counts"], strict=True)
    return Ledger(_SCORES, [(str(score), str(count)) for score, count in scored])


def of_notices(question: Question) -> Ledger:
    """The disruptions that first notices are judged by."""
    return _disruptions(first_notice.judged(question))


def of_words(question: Question) -> Ledger:
    """The announced disruptions whose silences are judged."""
    return _disruptions(update_cadence.judged(question))


def _disruptions(judged: Iterable[silence.Judged]) -> Ledger:
    """In order of their start; the instants of the public words joined by ";"."""
    rows = [
        (
            one.disruption.key,
            instant(one.disruption.start),
            _or_empty(one.disruption.end),
            ";".join(map(instant, one.disruption.words)),
            _SIDES[one.is_good],
        )
        for one in judged
    ]
    return Ledger(_INCIDENTS, rows)


def _case(one: Judged, is_answer: bool, versions: Mapping[Calendar, int]) -> tuple[str, ...]:
    case = one.case
    waiting = (f"{instant(start)}/{_or_empty(end)}" for start, end in case.waiting)
    return (
        case.id,
        case.priority,
        instant(case.opened_at),
        ";".join(waiting),
        _or_empty(case.first_response_at if is_answer else case.resolved_at),
        "" if one.calendar is None else str(versions[one.calendar]),
        instant(one.due),
        str(case.agent_replies),
        "yes" if case.reopened else "no",
        _or_empty(one.came_back),
        one.outcome.value,
        _counts_as(one.outcome),
    )


def _or_empty(at: datetime | None) -> str:
    return "" if at is None else instant(at)


def _counts_as(outcome: Outcome) -> str:
    if outcome is Outcome.UNDECIDED:
        return "unknown"
    return "bad" if outcome.is_bad else "good"
