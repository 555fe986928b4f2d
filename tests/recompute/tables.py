"""From the rows of a CSV to the counts of its figure, each sort of promise in its own way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.recompute import cases
from tests.recompute.asked import Asked, Row, require
from tests.recompute.rules import NONE, WEIGHTS, Counts, of_enough, of_events
from tests.recompute.times import at, seconds

_SECOND = timedelta(seconds=1)
_IMPAIRED = ("degraded_performance", "partial_outage", "major_outage")


def count(rows: Sequence[Row], asked: Asked) -> Counts:
    """The counts of a figure from the rows that were published for it."""
    return _WAYS[asked.definition["indicator"]](rows, asked)


def sweep(
    marks: Iterable[tuple[datetime, datetime, Any]],
) -> Iterator[tuple[datetime, datetime, set[Any]]]:
    """Each piece of time between two edges of some marks, with what is said throughout it."""
    changes: dict[datetime, list[tuple[Any, int]]] = defaultdict(list)
    for start, end, said in marks:
        if start < end:
            changes[start].append((said, 1))
            changes[end].append((said, -1))
    active: Counter[Any] = Counter()
    for start, end in pairwise(sorted(changes)):
        for said, step in changes[start]:
            active[said] += step
        yield start, end, {said for said in active if active[said]}


def _availability(rows: Sequence[Row], asked: Asked) -> Counts:
    weights = WEIGHTS | {k: Fraction(v) for k, v in asked.definition["weights"].items()}
    for row in rows:
        weight = weights.get(row["state"], NONE) if row["state"] else None
        require(weight is None or weight == Fraction(row["weight"]), "a weight", row)
    return _time(rows, asked, weights)


def unweighted(rows: Sequence[Row], asked: Asked) -> Counts:
    """The same if every impaired second counted whole."""
    stated = {k: Fraction(v) for k, v in asked.definition["weights"].items()}
    whole = {state: Fraction(1) for state, weight in stated.items() if weight}
    return _time(rows, asked, whole | dict.fromkeys(_IMPAIRED, Fraction(1)))


def _time(rows: Sequence[Row], asked: Asked, weights: Mapping[str, Fraction]) -> Counts:
    names = list(asked.definition["components"])
    marks = []
    for row in rows:
        weight = weights.get(row["state"], NONE) if row["state"] else None
        marks.append((at(row["from"]), at(row["to"]), (row["component"], row["kind"], weight)))
    is_mean = asked.definition["combine"] == "mean"
    groups = [[name] for name in names] if is_mean else [names]
    sums: Counter[str] = Counter()
    for start, end, said in sweep(marks):
        length = Fraction((end - start) / timedelta(seconds=1))
        for group in groups:
            mine = [one for one in said if one[0] in group]
            for side, part in _sides(mine, group):
                sums[side] += part * length / len(groups)  # type: ignore[assignment]
    counts = Counts(**{side: Fraction(length) for side, length in sums.items()})
    known = counts.measured + counts.unknown
    return replace(counts, coverage=counts.measured / known if known else Fraction(1))


def _sides(said: Sequence[tuple[str, str, Any]], group: Sequence[str]) -> list[tuple[str, Any]]:
    """How much of an instant was good, bad and so on, with and without what is left out."""
    if any(kind == "future" for _, kind, _ in said):
        return [("future", Fraction(1))]
    left_out = {name for name, kind, _ in said if kind == "excluded"}
    good, bad, unknown = _parts(said)
    found = [("raw_good", good), ("raw_bad", bad)]
    if left_out == set(group):
        return [*found, ("excluded", Fraction(1))]
    good, bad, unknown = _parts([one for one in said if one[0] not in left_out])
    return [*found, ("good", good), ("bad", bad), ("unknown", unknown)]


def _parts(said: Sequence[tuple[str, str, Any]]) -> tuple[Fraction, Fraction, Fraction]:
    bad = max((weight for _, _, weight in said if weight is not None), default=NONE)
    rest = 1 - bad
    return (NONE, bad, rest) if any(k == "unknown" for _, k, _ in said) else (rest, bad, NONE)


def _latency(rows: Sequence[Row], asked: Asked) -> Counts:
    each: dict[str, Counter[str]] = {name: Counter() for name in asked.definition["components"]}
    whole = silent = NONE
    for row in rows:
        length = Fraction((at(row["to"]) - at(row["from"])) / timedelta(seconds=1))
        whole += length if row["kind"] == "period" else 0
        silent += length if row["kind"] == "silence" else 0
        for side in ("good", "bad", "unknown", "future"):
            each[row["component"]][side] += int(row[side])
    found = [
        replace(of_events(c["good"], c["bad"], c["unknown"]), future=Fraction(c["future"]))
        for c in each.values()
    ]
    if asked.definition["combine"] == "worst":
        chosen = min(found, key=lambda c: c.good / c.measured if c.measured else Fraction(1))
    else:
        good, bad, unknown, future = (
            sum((getattr(one, side) for one in found), NONE)
            for side in ("good", "bad", "unknown", "future")
        )
        chosen = replace(of_events(good, bad, unknown), future=future)
    coverage = (whole - silent) / whole if whole else Fraction(1)
    return replace(of_enough(chosen, asked.definition["min_events"]), coverage=coverage)


def _ratings(rows: Sequence[Row], asked: Asked) -> Counts:
    if [row["score"] for row in rows] == ["all"]:
        require(rows[0]["answers"] == "suppressed", "how few there are", rows[0])
        return replace(Counts(), answers=0)
    given = {int(row["score"]): int(row["answers"]) for row in rows}
    satisfied, n = given[4] + given[5], sum(given.values())
    require(n >= 5, "enough answers to be told of", rows[0])
    counts = of_enough(of_events(satisfied, n - satisfied), asked.definition["min_events"])
    return replace(counts, answers=int(counts.measured))


def _first_notice(rows: Sequence[Row], asked: Asked) -> Counts:
    return _incidents(rows, asked, _noticed)


def _update_cadence(rows: Sequence[Row], asked: Asked) -> Counts:
    return _incidents(rows, asked, _kept_talking)


def _incidents(rows: Sequence[Row], asked: Asked, judge: Any) -> Counts:
    sides: Counter[str] = Counter()
    for row in rows:
        start = at(row["impact_from"])
        require(asked.start <= start < asked.end, "a start in the period", row)
        words = sorted(at(word) for word in row["words"].split(";") if word)
        side = judge(row, start, words, asked)
        require(side == row["counts_as"], "what an incident counts as", row)
        sides[side] += 1
    counts = of_events(sides["good"], sides["bad"], sides["unknown"])
    return of_enough(counts, asked.definition["min_events"])


def _noticed(row: Row, start: datetime, words: Sequence[datetime], asked: Asked) -> str:
    latest = start + asked.within
    if words:
        return "good" if words[0] <= latest else "bad"
    return "bad" if asked.as_of > latest else "unknown"


def _kept_talking(row: Row, start: datetime, words: Sequence[datetime], asked: Asked) -> str:
    end = max(at(row["impact_until"]) if row["impact_until"] else asked.as_of, start)
    edges = [start, *(word for word in words if start < word < end), end]
    if any(after - before > asked.within for before, after in pairwise(edges)):
        return "bad"
    return "good" if row["impact_until"] else "unknown"


def _ratio(rows: Sequence[Row], asked: Asked) -> Counts:
    least = asked.definition["min_events"] or 0
    slice_ = asked.definition["slice"]
    length = timedelta(seconds=seconds(slice_)) if slice_ else None
    for row in rows:
        is_enough = int(row["total"]) >= least
        is_long = length is not None and at(row["to"]) - at(row["from"]) > length
        is_inside = is_long or at(row["from"]) >= asked.start
        wanted = "yes" if is_enough and is_inside else "no"
        require(row["counts"] == wanted, "whether a slice counts", row)
    if length is not None:
        return _slices(rows, asked, length)
    counted = [row for row in rows if row["counts"] == "yes"]
    good = sum(int(row["good"]) for row in counted)
    counts = of_events(good, sum(int(row["total"]) for row in counted) - good)
    return replace(counts, coverage=_reported(rows, asked))


def _reported(rows: Sequence[Row], asked: Asked) -> Fraction:
    """The share of the time so far for which anything was reported."""
    end = max(asked.start, min(asked.end, asked.as_of))
    pieces = [(max(at(row["from"]), asked.start), min(at(row["to"]), end), 1) for row in rows]
    reported = sum(((until - start) for start, until, said in sweep(pieces) if said), timedelta(0))
    elapsed = end - asked.start
    return Fraction(reported // _SECOND, elapsed // _SECOND) if elapsed else Fraction(1)


def _slices(rows: Sequence[Row], asked: Asked, length: timedelta) -> Counts:
    """The mean error rate over slices of one length.

    One that is reported without events is without error, one of which nothing is reported unknown.
    """
    good: Counter[int] = Counter()
    total: Counter[int] = Counter()
    reported: set[int] = set()
    whole = -(-(asked.end - asked.start) // length)
    for row in rows:
        first = last = (at(row["from"]) - asked.start) // length
        if at(row["to"]) - at(row["from"]) > length:
            last = -(-(at(row["to"]) - asked.start) // length) - 1
        for place in range(max(first, 0), min(last, whole - 1) + 1):
            reported.add(place)
            if int(row["total"]) and row["counts"] == "yes":
                good[place] += int(row["good"])
                total[place] += int(row["total"])
    errors = sum((1 - Fraction(good[place], total[place]) for place in total), NONE)
    begun = -(-(min(asked.as_of, asked.end) - asked.start) // length)
    begun = max(begun, max(reported, default=-1) + 1)
    unknown = begun - len(reported)
    coverage = Fraction(len(reported), begun) if begun else Fraction(1)
    found = replace(of_events(len(reported) - errors, errors, unknown), coverage=coverage)
    return replace(found, future=Fraction(whole - begun))


_WAYS = {
    "availability": _availability,
    "latency": _latency,
    "first_response": cases.count,
    "resolution": cases.count,
    "first_contact_resolution": cases.count,
    "csat": _ratings,
    "first_notice": _first_notice,
    "update_cadence": _update_cadence,
    "ratio": _ratio,
}
