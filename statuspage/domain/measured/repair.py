"""How often something failed, how soon somebody took it up, and how long the repair took.

Source: numbers.md, "Repair and failure times". R is repair, from the start of impact to its end.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.spans import Span, union

FEW = 5
"""Under so many failures they are listed instead of summed up."""


@dataclass(frozen=True)
class Failure:
    """One failure; what has not happened yet is None."""

    started_at: datetime  # of impact
    acknowledged_at: datetime | None
    repaired_at: datetime | None
    incident: str = ""  # the key of the one that tells of it


@dataclass(frozen=True)
class Times:
    """Some lengths of time, in seconds. The mean stands last: one long failure rules it."""

    n: int
    median: Fraction
    p90: int  # at rank ceil(0.9 n), without interpolation
    mean: Fraction


def times(seconds: Iterable[int]) -> Times | None:
    """Sum up some lengths; None when there is none. The median of an even number is the middle."""
    found = sorted(seconds)
    if not found:
        return None
    exact = [Fraction(length) for length in found]
    return Times(
        n=len(found),
        median=statistics.median(exact),
        p90=found[math.ceil(Fraction(9, 10) * len(found)) - 1],
        mean=statistics.mean(exact),
    )


def acknowledgements(failures: Iterable[Failure]) -> list[int]:
    """Seconds from the start of impact until somebody took it up, of those that were."""
    return [
        Span(failure.started_at, failure.acknowledged_at).seconds
        for failure in failures
        if failure.acknowledged_at is not None
    ]


def repairs(failures: Iterable[Failure]) -> list[int]:
    """Seconds from the start of impact to its end, of those that ended."""
    return [
        Span(failure.started_at, failure.repaired_at).seconds
        for failure in failures
        if failure.repaired_at is not None
    ]


def between_failures(failures: Sequence[Failure], period: Span, now: datetime) -> Fraction | None:
    """MTBF: the seconds without failure in a period so far over the failures that began in it.

    Failures that overlap are down once; one that goes on ends now. None without a failure.
    """
    past = Span(period.start, max(period.start, min(period.end, now)))
    down = union(
        part
        for failure in failures
        if (part := Span(failure.started_at, failure.repaired_at or now).clip(past)) is not None
    )
    began = sum(past.start <= failure.started_at < past.end for failure in failures)
    return Fraction(past.seconds - sum(span.seconds for span in down), began) if began else None


def report(failures: Sequence[Failure], period: Span, now: datetime) -> list[str]:
    """The failures that began in a period of whole days, in sentences; few of them are listed."""
    lengths = _plural(period.seconds // 86_400, "day")
    began = [one for one in failures if period.start <= one.started_at < period.end]
    if not began:
        return [f"No failures in {lengths}."]
    repaired, noticed = repairs(began), acknowledgements(began)
    said = [f"{_plural(len(began), 'failure')} in {lengths}."]
    if repaired:
        said.append(f"Repaired, from the start of impact: {_summed(repaired)}.")
    if going_on := len(began) - len(repaired):
        said.append(f"Not repaired yet: {going_on}.")
    if noticed:
        said.append(f"First word from us, from the start of impact: {_summed(noticed)}.")
    if unnoticed := sum(one.acknowledged_at is None for one in began):
        said.append(f"Without any word from us: {unnoticed}.")
    between = between_failures(failures, period, now)
    if between is not None and len(began) >= FEW:
        minutes = math.floor(between / 60)
        said.append(f"Between failures it worked {display.duration(minutes * 60)} on average.")
    return said


def _summed(seconds: Sequence[int]) -> str:
    found = times(seconds)
    if found is None or found.n < FEW:
        return "after " + ", ".join(display.duration(length) for length in sorted(seconds))
    return (
        f"half of them within {display.duration(found.median)}, 9 of 10 within "
        f"{display.duration(found.p90)}, on average after {display.duration(found.mean)}"
    )


def _plural(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
