"""Answers that programs read: each is a model, which is what openapi.json describes."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, PlainSerializer, WithJsonSchema

from statuspage.config.kinds.values import Model
from statuspage.domain.promises import budget, figure
from statuspage.domain.promises.figure import Verdict, published_counts
from statuspage.domain.promises.granted import GrantedCredits
from statuspage.domain.promises.late import Late, LateKind
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.ledger import instant

Number = int | float
Indicator = Annotated[str, WithJsonSchema({"enum": list(INDICATORS), "type": "string"})]
At = Annotated[
    datetime,
    PlainSerializer(instant, return_type=str),
    WithJsonSchema({"format": "date-time", "type": "string"}),
]
"""Whole seconds of UTC, such as 2026-07-01T00:00:00Z."""


class Answer(Model):
    """An object of the API. A field whose name Python keeps for itself has a "_" at its end."""

    model_config = ConfigDict(
        alias_generator=lambda name: name.removesuffix("_"), populate_by_name=True
    )

    def as_json(self, separators: tuple[str, str] = (",", ":")) -> bytes:
        """One line. What was not stated is left out, which is something else than null."""
        told = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return json.dumps(told, ensure_ascii=False, separators=separators).encode() + b"\n"


class Budget(Answer):
    """The error budget, in the unit of the counts."""

    allowed: int
    used: Number
    remaining: Number
    used_percent: str | None


class LateData(Answer):
    """Data of one kind that came after a figure was published, on one day of the site's zone.

    `seconds` is how much of the period they are about, 0 where they are of instants.
    """

    kind: LateKind
    day: date
    count: int
    seconds: int


class Granted(Answer):
    """Credits granted for a period; sums by currency, in its own unit."""

    customers: int
    unasked: int
    sums: dict[str, str]
    day: date


class Figure(Answer):
    """One objective in one period. Percentages are digits, rounded never in our favour.

    good + bad + unknown + excluded + future = total; seconds for availability, else events. Budget
    and credit are null where none is promised. `unweighted` counts every impaired second whole;
    `worst_child` is the lowest of several components whose mean `value` is. `unconfirmed` checks
    failed once and no more: their time is unknown; an outage shorter than `can_miss_seconds` can go
    unseen; `reported` figures rest on what we say alone, nothing measured them. `measured_by`: what
    other systems measured, each with what it was asked. `since_stated`: the promise is said to be
    older than its first version. `suppressed`: there are too few answers. `granted`: the credits
    granted for the period, where that was told.
    """

    id: str
    title: str
    indicator: Indicator
    period: str
    from_: At
    to: At
    target: str
    unit: Literal["percent"]
    verdict: Verdict
    value: str | None
    raw_value: str | None
    best_case: str | None
    worst_case: str | None
    coverage: str | None
    as_of: At
    good: Number
    bad: Number
    unknown: Number
    excluded: Number
    future: Number
    total: Number
    budget: Budget | None
    credit: str | None
    credit_if_unknown_was_bad: str | None
    provisional: bool
    definition_version: int
    revision: int
    method: int
    unweighted: str | None
    worst_child: str | None
    unconfirmed: int | None
    can_miss_seconds: int | None
    probes: int
    silent_probes: list[str]
    lowered: int
    shortened: int
    reported: bool
    measured_by: list[str]
    since_stated: bool
    suppressed: bool
    reason: str | None
    late_data: list[LateData]
    granted: Granted | None
    rule: str


def figure_answer(
    found: figure.Figure,
    rule: str,
    *,
    reason: str | None = None,
    late: Late = (),
    given: GrantedCredits | None = None,
) -> Figure:
    """A figure as it is published; `rule` says in a sentence how its counts come about.

    `reason` says why it is a further revision, `late` has the data that made it one.
    """
    counts, beside = published_counts(found.counts), found.beside
    return Figure(
        id=found.id,
        title=found.title,
        indicator=found.indicator,
        period=found.period.name,
        from_=found.period.span.start,
        to=found.period.span.end,
        target=found.target,
        unit="percent",
        verdict=found.verdict,
        value=found.value,
        raw_value=found.raw_value,
        best_case=found.best_case,
        worst_case=found.worst_case,
        coverage=found.coverage,
        as_of=found.as_of,
        **counts,
        budget=None if found.budget is None else _budget(found.budget, counts["bad"]),
        credit=found.credit,
        credit_if_unknown_was_bad=found.credit_if_unknown_was_bad,
        provisional=found.is_provisional,
        definition_version=found.definition_version,
        revision=found.revision,
        method=found.method,
        unweighted=beside.unweighted,
        worst_child=beside.worst_child,
        unconfirmed=beside.unconfirmed,
        can_miss_seconds=beside.can_miss_seconds,
        probes=beside.probes,
        silent_probes=list(beside.silent_probes),
        lowered=beside.lowered,
        shortened=beside.shortened,
        reported=beside.is_reported,
        measured_by=list(beside.measured_by),
        since_stated=found.is_since_stated,
        suppressed=found.is_withheld,
        reason=reason,
        late_data=[LateData(**vars(one)) for one in late],
        granted=None if given is None else granted_answer(given),
        rule=rule,
    )


def granted_answer(found: GrantedCredits) -> Granted:
    """Credits that were granted, for programs."""
    return Granted(
        customers=found.customers,
        unasked=found.unasked,
        sums={code: f"{amount:.2f}" for code, amount in found.amounts.items()},
        day=found.day,
    )


def _budget(found: budget.Budget, used: Number) -> Budget:
    remaining = round(found.allowed - used, 3)
    return Budget(
        allowed=found.allowed, used=used, remaining=remaining, used_percent=found.used_percent
    )
