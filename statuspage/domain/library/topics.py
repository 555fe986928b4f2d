"""Names of topics: what a write raises, so that whatever rests on it is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

HAPPENING = ("incidents", "maintenance", "components")
"""What any incident or planned work may be; they bear the names of the components they touch."""

ERASED = "erased"
"""Texts of the record that were erased: all else that was entered stays as it is."""

FIRST_INCIDENT = "incidents@first"
"""When the oldest incident began."""

NEW_INCIDENT = "incidents@new"
"""Which incidents and planned work there are."""


def months(start: datetime, end: datetime) -> Iterator[str]:
    """The UTC months that a stretch of time touches, such as 2026-05, the first one first."""
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def through(topic: str, start: datetime, end: datetime) -> list[str]:
    """What to raise when something of a stretch of time changed: the topic, and its months."""
    return [topic, *(f"{topic}@{month}" for month in months(start, end))]


def series_topic(number: int) -> str:
    """The topic of a series, by its number."""
    return f"series:{number}"


def watched_topic(component: str) -> str:
    """The topic of which series there are of a component."""
    return f"watched:{component}"


def shifted(since: datetime, now: datetime) -> list[str]:
    """What to raise when a row of a journal was put before others: pages from there on shift."""
    return [f"journal@{month}" for month in months(since, now)]


def month_of(at: datetime) -> str:
    """The UTC month of an instant, such as 2026-05."""
    return f"{at.year:04d}-{at.month:02d}"


def figures_topic(sla: str) -> str:
    """The topic of what was published of one SLA in figures."""
    return f"figures:{sla}"


def named_topic(path: str) -> str:
    """The topic of which entries lead to a page."""
    return f"named:{path}"


def first_topic(topic: str) -> str:
    """The topic of when what a topic is about began."""
    return f"{topic}@first"
