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
from statuspage.domain.promises.beside import NOTHING, Beside
from statuspage.domain.promises.budget import Budget
from statuspage.domain.promises.figure import Figure, Verdict
from statuspage.domain.promises.late import LateData
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period
from statuspage.said import Said, said

LATE_DATA = said("figure.late_data").key

_AS_THEY_ARE = (
    *("id", "title", "indicator", "target", "value", "raw_value", "best_case"),
    *("worst_case", "coverage", "credit", "definition_version", "is_withheld"),
)
_SINCE_METHOD_2 = ("method", "is_since_stated", "credit_if_unknown_was_bad")
_BEFORE_METHOD_2: dict[str, Any] = {
    "method": 1,
    "is_since_stated": False,
    "credit_if_unknown_was_bad": None,
    "beside": {name: value for name, value in asdict(NOTHING).items() if name != "measured_by"},
}
"""What a figure without these parts means: it was frozen by a program that did not know them."""


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
    later = {name: getattr(figure, name) for name in _SINCE_METHOD_2} | {
        "beside": _beside_kept(figure.beside)
    }
    return {
        **{name: getattr(figure, name) for name in _AS_THEY_ARE},
        "verdict": figure.verdict.value,
        "period": figure.period.name,
        "from": figure.period.span.start.timestamp(),
        "to": figure.period.span.end.timestamp(),
        "as_of": figure.as_of.timestamp(),
        "counts": counts,
        "budget": None if figure.budget is None else _budget_kept(figure.budget),
        **{name: value for name, value in later.items() if value != _BEFORE_METHOD_2[name]},
    }


def given_back(kept: Mapping[str, Any], revision: int) -> Figure:
    """The figure that was kept; it is provisional no more."""
    later = _BEFORE_METHOD_2 | {name: kept[name] for name in _BEFORE_METHOD_2 if name in kept}
    exact = {name: Fraction(text) for name, text in kept["counts"].items()}
    return Figure(
        **{name: kept[name] for name in _AS_THEY_ARE},
        verdict=Verdict(kept["verdict"]),
        period=Period(kept["period"], Span(_instant(kept["from"]), _instant(kept["to"]))),
        as_of=_instant(kept["as_of"]),
        counts=Counts(**exact),
        budget=None if kept["budget"] is None else _budget(kept["budget"]),
        is_provisional=False,
        revision=revision,
        beside=_beside(later.pop("beside")),
        **later,
    )


def reason_for(figure: Figure, before: Figure | None, *, has_late_data: bool = False) -> str | None:
    """Why a figure is to be published beside the one before; None when nothing else was counted.

    Only the counts are compared, and whether it was promised: words and rounding are those of the
    time of publication. What was frozen by an earlier method keeps it until there is late data:
    another way of counting alone is no news about the period.
    """
    if before is None:
        return ""
    if figure.method != before.method and not has_late_data:
        return None
    is_promised = [one.verdict is not Verdict.NOT_PROMISED for one in (figure, before)]
    is_alike = figure.counts == before.counts and is_promised[0] == is_promised[1]
    return None if is_alike else LATE_DATA


def _beside_kept(beside: Beside) -> dict[str, Any]:
    found = asdict(beside)
    if not beside.measured_by:  # so that figures without sources stay as they were
        del found["measured_by"]
    return found


def _beside(kept: Mapping[str, Any]) -> Beside:
    lists = {name: tuple(kept.get(name, ())) for name in ("silent_probes", "measured_by")}
    return Beside(**{**kept, **lists})


def _budget_kept(budget: Budget) -> dict[str, Any]:
    return asdict(budget) | {"used": str(budget.used), "remaining": str(budget.remaining)}


def _budget(kept: Mapping[str, Any]) -> Budget:
    exact = {name: Fraction(kept[name]) for name in ("used", "remaining")}
    return Budget(**{**kept, **exact})


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
