"""Ratings that are pushed: what one looks like, and how some are recorded. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field, StrictInt

from statuspage import clock
from statuspage.actions.measurements.rows import Instant, Word, checked_rows, judged, refuse_rows
from statuspage.config.values import Model
from statuspage.domain.measured import satisfaction
from statuspage.domain.measured.samples import require_not_ahead
from statuspage.domain.measured.satisfaction import SCALES, Survey
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said
from statuspage.store import db, ratings


class Rating(Model):
    """One answer to a survey: csat from 1 to 5, nps from 0 to 10, ces from 1 to 7."""

    id: Word
    at: Instant
    kind: Survey
    score: StrictInt
    incident: Word | None = Field(default=None, description="The id of the incident it is about.")


def record_ratings(raw: Iterable[tuple[int, Any]]) -> int:
    """Record a batch of ratings, given as (line, JSON object); returns how many there were.

    The same id again replaces the rating. All of them are taken, or none: raises InvalidRows with
    every fault. Raises StoreError.
    """
    faults: list[RowFault] = []
    found = read_ratings(raw, faults)
    refuse_rows(faults)
    with db.transaction():
        ratings.put(found)
        db.raise_topics("measurements")
    return len(found)


def read_ratings(
    raw: Iterable[tuple[int, Any]], faults: list[RowFault]
) -> list[satisfaction.Rating]:
    """The ratings that some rows hold; what is wrong with the others is added to `faults`."""
    now = clock.now()

    def require(rating: Rating) -> None:
        require_not_ahead(rating.at, now)
        scale = SCALES[rating.kind]
        if rating.score not in scale:
            text = said(
                "{score} is not on the scale; give {scale} to {scale_2}.",
                score=rating.score,
                scale=scale[0],
                scale_2=scale[-1],
            )
            raise InvalidInput({"score": text})

    rows = checked_rows(Rating, raw, faults)
    judged(rows, require, faults)
    given = (numbered.row for numbered in rows)
    return [satisfaction.Rating(one.id, one.at, one.kind, one.score, one.incident) for one in given]
