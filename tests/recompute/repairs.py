"""From the published failures to the sentences of pages about failures and repairs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.recompute.tables import sweep
from tests.recompute.times import at, brief, days_of, duration

_FEW = 5
_SECOND = timedelta(seconds=1)
_FAR = "9999-01-01T00:00:00Z"
_OUTAGES = ("partial_outage", "major_outage")

Failure = tuple[datetime, datetime | None, datetime | None]


def sentences(published: Mapping[str, Any] | None, second: int) -> list[str]:
    """What a page says that was made in that second of the minute of the document."""
    if published is None:
        return []
    now = at(published["as_of"]).replace(second=second)
    days = published["days"]
    begin = now - timedelta(days=days)
    every = [
        (at(one["from"]), _or_none(one["noticed"]), _or_none(one["to"]))
        for one in published["outages"]
    ]
    began = [one for one in every if begin <= one[0] < now]
    if not began:
        return [f"No failures in {_plural(days, 'day')}."]
    repaired = [end - start for start, _, end in began if end]
    noticed = [word - start for start, word, _ in began if word]
    said = [f"{_plural(len(began), 'failure')} in {_plural(days, 'day')}."]
    if repaired:
        said.append(f"Repaired after the start of the impact: {_summed(repaired)}.")
    if len(repaired) < len(began):
        said.append(f"Not repaired yet: {len(began) - len(repaired)}.")
    if noticed:
        said.append(f"First notice after the start of the impact: {_summed(noticed)}.")
    if len(noticed) < len(began):
        said.append(f"Never announced by us: {len(began) - len(noticed)}.")
    if len(began) >= _FEW:
        between = _between(every, begin, now) / len(began) // 60 * Fraction(60)
        said.append(f"On average it worked for {duration(between)} between failures.")
    return said


def contradictions(component: Mapping[str, Any]) -> list[str]:
    """When outages among the runs of a component began that no failure speaks of, and inversely.

    What was measured while planned work was announced is none.
    """
    published = component["failures"]
    if published is None:
        return []
    as_of = at(published["as_of"])
    shown = days_of(as_of, ZoneInfo(component["timezone"]), len(component["days"]))
    begin = max(as_of - timedelta(days=published["days"]), shown[0][1])
    planned = [run for run in component["runs"] if run["state"] == "under_maintenance"]
    down = [run for run in component["runs"] if run["state"] in _OUTAGES]
    unsaid = [
        run
        for run in down
        if not (run["incident"] is None and any(_meet(run, work) for work in planned))
        and not any(_meet(run, failure) for failure in published["outages"])
    ]
    invented = [
        failure for failure in published["outages"] if not any(_meet(run, failure) for run in down)
    ]
    return [one["from"] for one in (*unsaid, *invented) if at(one["to"] or _FAR) > begin]


def _meet(run: Mapping[str, str], other: Mapping[str, Any]) -> bool:
    is_begun = at(other["from"]) <= at(run["to"])
    return is_begun and (other["to"] is None or at(run["from"]) <= at(other["to"]))


def _between(every: Sequence[Failure], begin: datetime, now: datetime) -> Fraction:
    """The seconds of a period in which nothing was down."""
    marks = [(max(start, begin), min(end or now, now), "down") for start, _, end in every]
    down = sum((end - start for start, end, said in sweep(marks) if said), timedelta())
    return Fraction((now - begin - down) // _SECOND)


def _summed(lengths: Sequence[timedelta]) -> str:
    seconds = sorted(Fraction(length // _SECOND) for length in lengths)
    if len(seconds) < _FEW:
        return "after " + ", ".join(_told(length) for length in seconds)
    ninth = seconds[math.ceil(Fraction(9, 10) * len(seconds)) - 1]
    return (
        f"half within {_told(statistics.median(seconds))}, 9 of 10 within "
        f"{_told(ninth)}, {_told(statistics.mean(seconds))} on average"
    )


def _told(length: Fraction) -> str:
    return brief(length) if length >= 1 else "less than a minute"


def _or_none(text: str | None) -> datetime | None:
    return None if text is None else at(text)


def _plural(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
