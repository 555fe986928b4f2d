"""What an indicator is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain.availability import Counts
from statuspage.domain.window import Period


@dataclass(frozen=True)
class Question:
    """One SLA in one period, asked at one moment."""

    sla: Sla
    period: Period
    settings: Settings
    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True)
class Tally:
    """What counted. `coverage` is the share of time measured, None for events."""

    counts: Counts
    coverage: Fraction | None = None
    decimals: int = 2  # what the source supports
