"""What an error-budget policy says: what we will do once so much of a budget is spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from statuspage.config import parse_duration
from statuspage.domain.promises.figure import Figure
from statuspage.domain.vocabulary import display


@dataclass(frozen=True)
class Consequence:
    """One rule of a policy: from this share of the budget on, this is promised."""

    spent: Fraction
    promise: str
    owner: str
    within: timedelta

    @property
    def spent_text(self) -> str:
        """The share as it is kept, such as "100%"."""
        return display.percent_text(self.spent) + "%"


def consequences(details: Mapping[str, Any]) -> tuple[Consequence, ...]:
    """The rules of a policy, from the details of its entry, the smallest share first."""
    found = [
        Consequence(
            Fraction(one["spent"].rstrip("%")) / 100,
            one["promise"],
            one["owner"],
            parse_duration(one["within"]),
        )
        for one in details.get("consequences", ())
    ]
    return tuple(sorted(found, key=lambda one: one.spent))


def reached(figure: Figure, rule: Consequence) -> bool:
    """Whether so much of a budget is spent, by the exact counts.

    A budget of nothing is spent whole by anything bad; of what is told of nobody, nothing is known.
    """
    budget = figure.budget
    if budget is None or figure.is_withheld or not budget.used:
        return False
    return budget.used >= rule.spent * budget.allowed
