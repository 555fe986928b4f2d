"""Ratings that people gave: a score on the scale of its kind, and nothing about who gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.measured.satisfaction import SCALES, Rating, Survey
from statuspage.store.measured.staging import Rows, former_times, insert, times
from statuspage.store.tables import support as tables

_R = tables.Rating
_PUT = """
INSERT INTO rating {rows} ON CONFLICT (id) DO UPDATE SET (at, kind, score, incident)
= (excluded.at, excluded.kind, excluded.score, excluded.incident)
"""


def rows(ratings: Iterable[Rating]) -> list[Sequence[object]]:
    """The columns of ratings."""
    return [
        (one.id, int(one.at.timestamp()), one.survey.value, one.score, one.incident)
        for one in ratings
    ]


def put(kept: Rows) -> None:
    """Keep ratings, in columns; the one with the same id is replaced."""
    insert(_PUT, kept)


def given(kept: Rows) -> tuple[Counter[int], Counter[int]]:
    """When these ratings were given, and when those that they replace were."""
    return times(kept, 1), former_times(kept, "rating", "at")


def counts(survey: Survey, start: datetime, end: datetime) -> tuple[int, ...]:
    """How many gave each score in [start, end), from the lowest of the scale up."""
    inside = (_R.kind == survey.value) & (_R.at >= start) & (_R.at < end)
    rows: Any = _R.select(_R.score, fn.COUNT(_R.id)).where(inside).group_by(_R.score).tuples()
    found = {int(score): int(number) for score, number in rows}
    return tuple(found.get(score, 0) for score in SCALES[survey])


def first_at(survey: Survey) -> datetime | None:
    """When the oldest rating of a kind was given."""
    first: datetime | None = _R.select(fn.MIN(_R.at)).where(_R.kind == survey.value).scalar()
    return first
