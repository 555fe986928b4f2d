"""Support cases: when each was due, what it counts as, and how long those of a priority took."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from tests.recompute import desk
from tests.recompute.asked import Asked, Row, require
from tests.recompute.rules import NONE, Counts, floored, of_enough, of_events
from tests.recompute.times import at, brief

_FEW = 30


def count(rows: Sequence[Row], asked: Asked) -> Counts:
    """The counts of a figure, each row judged again from its own times."""
    sides: Counter[str] = Counter()
    is_contact = asked.definition["indicator"] == "first_contact_resolution"
    for row in rows:
        side = (_at_first_contact if is_contact else _on_time)(row, asked)
        require(side == row["counts_as"], "what a case counts as", row)
        wanted = asked.definition["priorities"]
        require(not wanted or row["priority"] in wanted, "a priority", row)
        sides[side] += 1
    counts = of_events(sides["good"], sides["bad"], sides["unknown"])
    return of_enough(counts, asked.definition["min_events"])


def shares(rows: Sequence[Row], asked: Asked) -> list[tuple[str, ...]]:
    """The table by priority that the page must show, that of cases without one before the total."""
    split: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        split[row["priority"]].append(row)
    parts = [
        (name[:1].upper() + name[1:] or "None given", split[name])
        for name in sorted(split, key=lambda name: (not name, name))
    ]
    return [_share(name, some, asked) for name, some in [*parts, ("All", rows)] if some]


def _on_time(row: Row, asked: Asked) -> str:
    due = at(row["due"])
    calendar = asked.calendars.get((asked.definition["calendar"], row["calendar"]))
    require(calendar is not None, "a calendar", row)
    assert calendar is not None
    counted = desk.due(calendar, at(row["opened_at"]), asked.within, _pauses(row, asked))
    require(due == counted, f"a due date ({counted:%Y-%m-%dT%H:%M:%SZ})", row)
    require(asked.start <= due < asked.end, "a due date in the period", row)
    if row["done_at"]:
        return "good" if at(row["done_at"]) <= due else "bad"
    return "bad" if due < asked.as_of else "unknown"


def _at_first_contact(row: Row, asked: Asked) -> str:
    solved = at(row["done_at"])
    due = solved + asked.within
    require(asked.start <= solved < asked.end and due == at(row["due"]), "a due date", row)
    if asked.as_of <= due:
        return "unknown"
    came_back = bool(row["came_back_at"]) and at(row["came_back_at"]) <= due
    is_good = row["agent_replies"] == "1" and row["reopened"] == "no" and not came_back
    return "good" if is_good else "bad"


def _pauses(row: Row, asked: Asked) -> list[tuple[datetime, datetime]]:
    """The time of waiting, which stops the clock of a solution, never that of a first answer."""
    if asked.definition["indicator"] == "first_response":
        return []
    now = _done(row, asked)
    found = []
    for text in filter(None, row["waiting"].split(";")):
        start, _, end = text.partition("/")
        found.append((at(start), at(end) if end else max(now, at(start))))
    return found


def _done(row: Row, asked: Asked) -> datetime:
    return at(row["done_at"]) if row["done_at"] else asked.as_of


def _share(name: str, rows: Sequence[Row], asked: Asked) -> tuple[str, ...]:
    sides = Counter(row["counts_as"] for row in rows)
    good, bad, n = sides["good"], sides["bad"], len(rows)
    words = "not decided yet"
    if good + bad:
        share = f"{floored(Fraction(good), Fraction(good + bad))}%" if bad else "100%"
        words = f"{good} of {good + bad}" if n < _FEW else share
    found = (name, str(good), str(bad), str(sides["unknown"]), str(n), words)
    if asked.definition["indicator"] == "first_contact_resolution":
        return found
    return (*found, _median(rows, asked))


def _median(rows: Sequence[Row], asked: Asked) -> str:
    taken = []
    for row in rows:
        if row["counts_as"] != "unknown":
            calendar = asked.calendars[asked.definition["calendar"], row["calendar"]]
            end = _done(row, asked)
            passed = desk.open_time(calendar, at(row["opened_at"]), end, _pauses(row, asked))
            taken.append(NONE + int(passed.total_seconds()))
    return brief(statistics.median(taken)) if taken else "not decided yet"
