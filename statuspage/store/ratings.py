"""Ratings that people gave: a score on the scale of its kind, and nothing about who gave it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.measured.satisfaction import SCALES, Rating, Survey
from statuspage.store.db import run
from statuspage.store.tables import support as tables

_R = tables.Rating
_MOST_ROWS = 4000  # in one statement, under SQLite's limit of variables


def put(ratings: Iterable[Rating]) -> None:
    """Keep ratings; the one with the same id is replaced."""
    rows = [row(rating) for rating in ratings]
    for start in range(0, len(rows), _MOST_ROWS):
        _R.insert_many(rows[start : start + _MOST_ROWS]).on_conflict_replace().execute()


def put_staged() -> None:
    """Keep the ratings of an attached staging file likewise."""
    run("INSERT OR REPLACE INTO main.rating SELECT * FROM staged.rating")


def row(rating: Rating) -> dict[str, Any]:
    """The columns of a rating by name."""
    return {
        "id": rating.id,
        "at": rating.at,
        "kind": rating.survey.value,
        "score": rating.score,
        "incident": rating.incident,
    }


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
