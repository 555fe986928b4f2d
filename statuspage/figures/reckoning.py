"""What an indicator is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises.beside import NOTHING, Beside
from statuspage.domain.promises.figure import ENOUGH_COVERAGE
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.window import Period


@dataclass(frozen=True)
class Question:
    """One SLA in one period, asked at one moment."""

    library: Library
    sla: Sla
    period: Period
    settings: Settings
    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True)
class Reckoning:
    """What counted. `coverage` is the share of time measured, None for events."""

    counts: Counts
    coverage: Fraction | None = None
    decimals: int = 2  # what the source supports
    unweighted: Counts | None = None  # the same if every impaired second counted whole
    worst_child: Counts | None = None  # of several components whose mean counts
    beside: Beside = NOTHING
    known_since: datetime | None = None  # where nothing is known of what lies before in the period


def known_since(unknown: Iterable[Iterable[Span]], past: Span) -> datetime | None:
    """When it began to be known, from the unknown time of each component.

    None where it was known from the first instant on, where nothing is known yet, and where more of
    the time since then is unknown than a verdict allows.
    """
    began, gaps = past.start, []
    for one in unknown:
        gaps += (inside := union(part for gap in one if (part := gap.clip(past)) is not None))
        if inside and inside[0].start == past.start:
            began = max(began, inside[0].end)
    since = Span(began, past.end)
    missing = sum(part.seconds for gap in union(gaps) if (part := gap.clip(since)) is not None)
    is_whole = missing <= (1 - ENOUGH_COVERAGE) * since.seconds
    return began if past.start < began < past.end and is_whole else None


def of_enough(counts: Counts, min_events: int | None) -> Reckoning:
    """Events. Where fewer are decided than the SLA's `min_events`, they are left out."""
    if counts.measured >= (min_events or 0):
        return Reckoning(counts)
    none = Fraction(0)
    return Reckoning(replace(counts, good=none, bad=none, excluded=counts.measured))
