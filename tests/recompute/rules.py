"""From counts to the figure that must be published: rounding, verdict, budget, credit, words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

NONE = Fraction(0)
WEIGHTS = {"major_outage": Fraction(1), "partial_outage": Fraction(3, 10)}


@dataclass(frozen=True)
class Counts:
    """Seconds or events. `coverage` is None for events, `answers` that of ratings."""

    good: Fraction = NONE
    bad: Fraction = NONE
    unknown: Fraction = NONE
    excluded: Fraction = NONE
    future: Fraction = NONE
    raw_good: Fraction = NONE
    raw_bad: Fraction = NONE
    coverage: Fraction | None = None
    answers: int | None = None

    @property
    def measured(self) -> Fraction:
        return self.good + self.bad

    @property
    def total(self) -> Fraction:
        return self.measured + self.unknown + self.excluded + self.future


def of_events(good: Fraction | int, bad: Fraction | int, unknown: Fraction | int = 0) -> Counts:
    """Counts of events, nothing left out."""
    sides = Fraction(good), Fraction(bad)
    return Counts(*sides, Fraction(unknown), raw_good=sides[0], raw_bad=sides[1])


def of_enough(counts: Counts, least: int | None) -> Counts:
    """Fewer events than the promise is judged by are left out."""
    if counts.measured >= (least or 0):
        return counts
    return replace(counts, good=NONE, bad=NONE, excluded=counts.measured)


def share(text: str) -> Fraction:
    """ "99.9%" as 999/1000."""
    return Fraction(text.rstrip("%")) / 100


def floored(good: Fraction, total: Fraction, places: int = 2) -> str:
    """A share in percent that is good when high, never rounded up."""
    return _digits(math.floor(good / total * 100 * 10**places), places)


def places_of(target: str) -> int:
    """How many decimals a target has."""
    return len(target.rstrip("%").partition(".")[2].rstrip("0"))


def figure(
    counts: Counts,
    definition: Mapping[str, Any],
    decimals: int,
    *,
    is_running: bool,
    is_promised: bool,
) -> dict[str, Any]:
    """All that must be published of some counts; `headline` is what pages say."""
    target = share(definition["target"])
    places = max(decimals, places_of(definition["target"]))
    best = counts.good + counts.unknown + counts.future
    verdict = _verdict(counts, target, best, is_running=is_running)
    numbers = _published(counts)
    allowed = math.floor((1 - target) * (counts.total - counts.excluded))
    ceiled = _digits(math.ceil(counts.bad / allowed * 100 * 100), 2) if allowed else None
    tiers = definition["credits"] if is_promised else []
    worst = Counts(counts.good, counts.bad + counts.unknown)
    found = {
        **numbers,
        "value": _percent(counts.good, counts.measured, places),
        "raw_value": _percent(counts.raw_good, counts.raw_good + counts.raw_bad, places),
        "best_case": _percent(best, best + counts.bad, places),
        "worst_case": _percent(counts.good, counts.measured + counts.unknown, places),
        "coverage": None if counts.coverage is None else floored(counts.coverage, Fraction(1)),
        "verdict": verdict if is_promised else "not_promised",
        "budget": None
        if not is_promised
        else {
            "allowed": allowed,
            "used": numbers["bad"],
            "remaining": round(allowed - numbers["bad"], 3),
            "used_percent": ceiled if counts.bad else "0.00",
        },
        "credit": _credit(counts, tiers, verdict),
        "credit_if_unknown_was_bad": _credit(worst, tiers, "")
        if worst.measured or not tiers
        else "none",
        "method": 2,
        "suppressed": False,
        "reported": definition["source"] == "incidents",
    }
    is_of_events = counts.coverage is None or definition["indicator"] == "ratio"
    found["headline"] = _headline(counts, found, is_of_events=is_of_events, is_running=is_running)
    is_unsettled = is_promised and counts.coverage is not None and counts.unknown > allowed
    if is_unsettled and found["headline"].endswith("%"):
        found["headline"] += f", at worst {found['worst_case']}%"
    return found if counts.answers is None else _disclosed(found, counts, definition, is_running)


def shown_verdict(found: Mapping[str, Any], *, moves: bool) -> str:
    """How pages say it: of a period that goes on, what it comes to unless something changes."""
    verdict = found["verdict"]
    if verdict != "in_progress" and not (moves and verdict == "met"):
        return str(verdict)
    budget, coverage = found["budget"], found["coverage"]
    if found["suppressed"] or not found["good"] + found["bad"]:
        return "insufficient_data"
    if 4 * budget["remaining"] < budget["allowed"]:
        return "at_risk"
    if coverage is not None and Fraction(coverage) < 95:
        return "insufficient_data"
    stays_unknown = 0 if coverage is None else found["unknown"]
    return "not_proven" if stays_unknown > budget["remaining"] else "on_track"


def room(found: Mapping[str, Any]) -> Fraction:
    """The share of its budget that is left; whole where there is none."""
    budget = found["budget"]
    if budget is None:
        return Fraction(1)
    if not budget["allowed"]:
        return Fraction(1 if budget["remaining"] >= 0 else -1)
    return Fraction(str(budget["remaining"])) / budget["allowed"]


def value(counts: Counts, definition: Mapping[str, Any], decimals: int) -> str | None:
    """The observed share of other counts of the same promise."""
    places = max(decimals, places_of(definition["target"]))
    return _percent(counts.good, counts.measured, places)


def headline_of(counts: Counts, *, is_reported: bool = False) -> str:
    """What a page says of time that was measured, or reported, in two decimals."""
    value = _percent(counts.good, counts.measured, 2)
    return _words(counts, value, is_reported=is_reported)


def coverage_words(counts: Counts) -> str:
    """How much of the time is known, in short digits."""
    digits = floored(counts.measured, counts.measured + counts.unknown)
    return digits.rstrip("0").rstrip(".") + "%"


def _verdict(counts: Counts, target: Fraction, best: Fraction, *, is_running: bool) -> str:
    eligible = best + counts.bad
    if best < target * eligible:
        return "missed"
    if is_running:
        return "in_progress"
    if not eligible or _is_sparse(counts):
        return "insufficient_data"
    is_met = counts.good >= target * (counts.measured + counts.unknown)
    return "met" if is_met else "not_proven"


def _is_sparse(counts: Counts) -> bool:
    return counts.coverage is not None and counts.coverage < Fraction(95, 100)


def _credit(counts: Counts, tiers: list[dict[str, str]], verdict: str) -> str | None:
    if not tiers:
        return None
    is_certain = verdict == "missed" or not _is_sparse(counts)
    if not counts.measured or verdict == "insufficient_data" or not is_certain:
        return "undetermined"
    value = counts.good / counts.measured
    earned = [tier["credit"] for tier in tiers if value < share(tier["below"])]
    return max(earned, key=share, default="none")


def _published(counts: Counts) -> dict[str, int | float]:
    """To three decimals: bad up, the others down, and unknown what is left of the total."""
    parts = {
        "good": math.floor(counts.good * 1000),
        "bad": math.ceil(counts.bad * 1000),
        "excluded": math.floor(counts.excluded * 1000),
        "future": math.floor(counts.future * 1000),
    }
    total = math.ceil(counts.total * 1000)
    parts |= {"unknown": total - sum(parts.values()), "total": total}
    return {name: _thousandths(part) for name, part in parts.items()}


def _thousandths(part: int) -> int | float:
    return part // 1000 if part % 1000 == 0 else part / 1000


def _headline(
    counts: Counts, found: Mapping[str, Any], *, is_of_events: bool, is_running: bool
) -> str:
    if is_of_events and counts.total < 30:
        is_known = bool(counts.measured)
        return f"{counts.good} of {counts.measured}" if is_known else "nothing to count yet"
    known = "known" if found["reported"] else "measured"
    is_hidden = found["verdict"] in ("insufficient_data", "not_promised") and _is_sparse(counts)
    if is_hidden and counts.measured and counts.bad:
        return f"not enough data: {coverage_words(counts)} {known}"
    if is_running and found["value"] is None:
        return f"not {known} yet"
    return _words(counts, found["value"], is_reported=found["reported"])


def _words(counts: Counts, value: str | None, *, is_reported: bool = False) -> str:
    known, seen = ("known", "reported") if is_reported else ("measured", "seen")
    if value is None:
        return f"not {known}"
    if counts.measured * (10_000 if counts.bad else 100) < counts.measured + counts.unknown:
        return f"hardly {known} so far"
    if counts.bad:
        return f"{value}%"
    return (
        f"no failure {seen} in the {coverage_words(counts)} {known}" if counts.unknown else "100%"
    )


def _disclosed(
    found: dict[str, Any], counts: Counts, definition: Mapping[str, Any], is_running: bool
) -> dict[str, Any]:
    """Of ratings: nothing of fewer than 5, no percentage of fewer than 30."""
    assert counts.answers is not None
    if counts.answers >= 30:
        return found
    silent = dict.fromkeys(("value", "raw_value", "best_case", "worst_case"))
    promised = found["budget"] is not None
    found |= silent | {"budget": found["budget"] | {"used_percent": None} if promised else None}
    if counts.answers >= 5:
        return found
    none = {"allowed": 0, "used": 0, "remaining": 0, "used_percent": None}
    verdict = "in_progress" if is_running else "insufficient_data"
    credit = "undetermined" if definition["credits"] and promised else None
    return found | {
        "budget": none if promised else None,
        "verdict": verdict if promised else "not_promised",
        "credit": credit,
        "credit_if_unknown_was_bad": credit,
        "suppressed": True,
        "headline": "fewer than 5 answers",
    }


def _percent(good: Fraction, total: Fraction, places: int) -> str | None:
    return floored(good, total, places) if total else None


def _digits(scaled: int, places: int) -> str:
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)
