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
from statuspage.said import Said, counted, said

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
class Lengths:
    """Some lengths of time, in seconds. The mean stands last: one long failure rules it."""

    n: int
    median: Fraction
    p90: int  # at rank ceil(0.9 n), without interpolation
    mean: Fraction


def times(seconds: Iterable[int]) -> Lengths | None:
    """Sum up some lengths; None when there is none. The median of an even number is the middle."""
    found = sorted(seconds)
    if not found:
        return None
    exact = [Fraction(length) for length in found]
    return Lengths(
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


def report(failures: Sequence[Failure], period: Span, now: datetime) -> list[Said]:
    """The failures that began in a period of whole days, in sentences; few of them are listed."""
    days = counted("{count} day", "{count} days", period.seconds // 86_400)
    began = [one for one in failures if period.start <= one.started_at < period.end]
    if not began:
        return [said("No failures in {days}.", days=days)]
    failed = counted(
        "{count} failure in {days}.", "{count} failures in {days}.", len(began), days=days
    )
    sentences = [failed]
    repaired, noticed = repairs(began), acknowledgements(began)
    if repaired:
        took = _summed(repaired)
        sentences.append(said("Repaired after the start of the impact: {took}.", took=took))
    if going_on := len(began) - len(repaired):
        sentences.append(said("Not repaired yet: {number}.", number=going_on))
    if noticed:
        took = _summed(noticed)
        sentences.append(said("First notice after the start of the impact: {took}.", took=took))
    if unnoticed := sum(one.acknowledged_at is None for one in began):
        sentences.append(said("Never announced by us: {number}.", number=unnoticed))
    between = between_failures(failures, period, now)
    if between is not None and len(began) >= FEW:
        length = display.duration(math.floor(between / 60) * 60)
        sentences.append(said("On average it worked for {length} between failures.", length=length))
    return sentences


def _summed(seconds: Sequence[int]) -> Said:
    found = times(seconds)
    if found is None or found.n < FEW:
        lengths = [_brief(length) for length in sorted(seconds)]
        return said("after {lengths}", lengths=lengths)
    return said(
        "half within {median}, 9 of 10 within {ninth}, {mean} on average",
        median=_brief(found.median),
        ninth=_brief(found.p90),
        mean=_brief(found.mean),
    )


def _brief(seconds: Fraction | int) -> Said:
    if seconds < 1:
        return said("less than a minute")
    return display.brief(seconds, is_good_when_low=True)
