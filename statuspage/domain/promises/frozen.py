"""Figures of closed periods as they were published: kept in JSON types, given back exactly.

Later code or definitions change nothing of them; a correction stands beside them as a revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises import late
from statuspage.domain.promises.figure import Budget, Figure, Verdict
from statuspage.domain.promises.late import LateData
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period
from statuspage.said import Said, said

LATE_DATA = said("figure.late_data").key

_AS_THEY_ARE = (
    *("id", "title", "indicator", "target", "value", "raw_value", "best_case"),
    *("worst_case", "coverage", "credit", "definition_version", "is_withheld"),
)

_OF_CHECKS = ("unconfirmed", "can_miss_seconds")
"""Kept where they are known: what version 0.1.0 froze has none."""


@dataclass(frozen=True)
class FrozenRevision:
    """One publication of a closed period; `late` is what made it differ from the one before.

    The first has no reason. Those of version 0.1.0 had one that names no data.
    """

    at: datetime
    reason: str  # the key of a message that is kept
    figure: Figure
    late: tuple[LateData, ...] = ()

    @property
    def why(self) -> Said | None:
        """Why it was published beside another, in words; None for the first."""
        return late.reason(self.late) or (said(self.reason) if self.reason else None)


def kept(figure: Figure) -> dict[str, Any]:
    """A figure in JSON types, fractions as text such as "7/3"."""
    counts = {field.name: str(getattr(figure.counts, field.name)) for field in fields(Counts)}
    budget = figure.budget
    of_checks = {name: getattr(figure, name) for name in _OF_CHECKS}
    return {
        **{name: number for name, number in of_checks.items() if number is not None},
        **{name: getattr(figure, name) for name in _AS_THEY_ARE},
        "verdict": figure.verdict.value,
        "period": figure.period.name,
        "from": figure.period.span.start.timestamp(),
        "to": figure.period.span.end.timestamp(),
        "as_of": figure.as_of.timestamp(),
        "counts": counts,
        "budget": asdict(budget) | {"used": str(budget.used), "remaining": str(budget.remaining)},
    }


def given_back(kept: Mapping[str, Any], revision: int) -> Figure:
    """The figure that was kept; it is provisional no more."""
    budget = kept["budget"]
    exact = {name: Fraction(text) for name, text in kept["counts"].items()}
    return Figure(
        **{name: kept[name] for name in _AS_THEY_ARE},
        verdict=Verdict(kept["verdict"]),
        period=Period(kept["period"], Span(_instant(kept["from"]), _instant(kept["to"]))),
        as_of=_instant(kept["as_of"]),
        counts=Counts(**exact),
        budget=Budget(
            allowed=budget["allowed"],
            used=Fraction(budget["used"]),
            remaining=Fraction(budget["remaining"]),
            used_percent=budget["used_percent"],
        ),
        is_provisional=False,
        revision=revision,
        unconfirmed=kept.get("unconfirmed"),
        can_miss_seconds=kept.get("can_miss_seconds"),
    )


def reason_for(figure: Figure, before: Figure | None) -> str | None:
    """Why a figure is to be published beside the one before; None when nothing else was counted.

    Only the counts are compared: words and rounding are those of the time of publication.
    """
    if before is None:
        return ""
    return None if figure.counts == before.counts else LATE_DATA


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
