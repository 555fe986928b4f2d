"""From the runs of a component to its 90 days and its share of good time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.recompute import rules, times
from tests.recompute.rules import NONE, WEIGHTS, Counts
from tests.recompute.tables import sweep
from tests.recompute.times import at

_DAYS = 90
_ORDER = (
    *("operational", "under_maintenance", "degraded_performance"),
    *("partial_outage", "major_outage"),
)
_LEVELS = ((20, "level-1"), (40, "level-2"), (60, "level-3"))


def counted(published: Mapping[str, Any]) -> tuple[dict[str, Any], Counts]:
    """The days and the uptime of a component that must have been published, and its seconds."""
    as_of = at(published["as_of"])
    calendar = times.days_of(as_of, ZoneInfo(published["timezone"]), _DAYS)
    marks: list[tuple[datetime, datetime, Any]] = []
    for run in published["runs"]:
        marks.append((*_cut(run, calendar[0][1], as_of), ("state", run["state"])))
    for gap in published["unknown"]:
        marks.append((*_cut(gap, calendar[0][1], as_of), ("unknown", "")))
    for place, (_, start, end) in enumerate(calendar):
        marks.append((start, min(end, as_of), ("day", place)))
    by_day: list[Counter[str]] = [Counter() for _ in calendar]
    good = bad = unknown = whole_good = whole_bad = NONE
    for start, end, said in sweep(marks):
        length = (end - start) // timedelta(seconds=1)
        states = [state for kind, state in said if kind == "state"]
        is_blind = any(kind == "unknown" for kind, _ in said)
        weight = max((WEIGHTS.get(state, NONE) for state in states), default=NONE)
        bad += weight * length
        good += 0 if is_blind else (1 - weight) * length
        is_impaired = any(state in _ORDER[2:] for state in states)
        whole_bad += length if is_impaired else 0
        whole_good += 0 if is_impaired or is_blind else length
        unknown += (1 - weight) * length if is_blind else 0
        in_force = (
            "" if is_blind and not states else max(["operational", *states], key=_ORDER.index)
        )
        [place] = [place for kind, place in said if kind == "day"]
        by_day[place][in_force] += length
    counts = Counts(Fraction(good), Fraction(bad), Fraction(unknown))
    is_reported = not published["watched"]
    is_known = counts.measured >= 3600
    is_part = is_known and counts.unknown
    found = {
        "uptime": rules.headline_of(counts, is_reported=is_reported) if is_known else None,
        "uptime_coverage": rules.coverage_words(counts) if is_part else "" if is_known else None,
        "uptime_unweighted": _unweighted(counts, whole_good, whole_bad) if is_known else None,
        "days": [
            _day(f"{day:%Y-%m-%d}", lasted, start == as_of)
            for (day, start, _), lasted in zip(calendar, by_day, strict=True)
        ],
    }
    return found, counts


def group(children: Iterable[Counts], *, is_reported: bool = False) -> dict[str, str | None]:
    """The mean of some components and the worst of them; one not measured is coverage alone."""
    every = [counts for counts in children if counts.measured + counts.unknown]
    measured = [counts for counts in every if counts.measured]
    if not measured:
        return {"mean": None, "worst": None, "coverage": None}
    covered = sum((c.measured / (c.measured + c.unknown) for c in every), NONE) / len(every)
    shares = [counts.good / counts.measured for counts in measured]
    share = sum(shares, NONE) / len(shares)
    mean = Counts(share * covered, (1 - share) * covered, 1 - covered)
    return {
        "mean": rules.headline_of(mean, is_reported=is_reported),
        "worst": rules.headline_of(measured[shares.index(min(shares))], is_reported=is_reported),
        "coverage": rules.coverage_words(mean),
    }


def _unweighted(counts: Counts, good: Fraction, bad: Fraction) -> str | None:
    """The share if every impaired second counts; None where that is the same."""
    is_alike = (good, bad) == (counts.good, counts.bad)
    return None if is_alike else rules.floored(good, good + bad)


def _cut(run: Mapping[str, str], start: datetime, end: datetime) -> tuple[datetime, datetime]:
    return max(at(run["from"]), start), min(at(run["to"]), end)


def _day(name: str, lasted: Counter[str], is_new: bool) -> dict[str, Any]:
    states = [state for state in lasted if state]
    worst = max(states, key=_ORDER.index, default="operational")
    bad = sum((WEIGHTS.get(state, NONE) * lasted[state] for state in states), NONE)
    level = "ok" if states or is_new else "none"
    if lasted["degraded_performance"]:
        level = "degraded"
    if bad:
        level = next((name for most, name in _LEVELS if bad <= most * 60), "level-4")
    return {
        "date": name,
        "level": level,
        "worst": worst,
        "worst_seconds": lasted[worst],
        "unknown_seconds": lasted[""],
    }
