"""The three clocks of an incident as figures, and the times named for its next words.

How the clocks are told is in domain/promises/clocks.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Clocks:
    """When it began to hurt, until when, and what was said meanwhile."""

    start: datetime
    end: datetime | None  # None while the impact goes on
    lag: int  # seconds from the start of impact to the first notice, never negative
    longest_silence: int | None  # seconds, within the impact; None while that is not known
    is_measured: bool  # by checks, beyond what was said of it
    is_told_apart: bool  # the impact is not just the time between the first and the last word


@dataclass(frozen=True)
class DueTime:
    """A time by which the next word was promised."""

    due: datetime
    said_at: datetime  # when that was published
