"""What an indicator is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises.beside import NOTHING, Beside
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


def of_enough(counts: Counts, min_events: int | None) -> Reckoning:
    """Events. Where fewer are decided than the SLA's `min_events`, they are left out."""
    if counts.measured >= (min_events or 0):
        return Reckoning(counts)
    none = Fraction(0)
    return Reckoning(replace(counts, good=none, bad=none, excluded=counts.measured))
