"""Ratings that are pushed: what one looks like, and how they are taken. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import Field, StrictInt

from statuspage import clock
from statuspage.actions.measurements.marking import mark_instants
from statuspage.actions.measurements.rows import Instant, Word, checked_rows
from statuspage.actions.measurements.taking import Chunk, Taken, import_rows, record
from statuspage.config.kinds.values import Model
from statuspage.domain.measured import satisfaction
from statuspage.domain.measured.samples import require_not_ahead
from statuspage.domain.measured.satisfaction import SCALES, Survey
from statuspage.domain.promises.late import LateKind
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import ratings
from statuspage.store.measured.staging import Rows


class Rating(Model):
    """One answer to a survey: csat from 1 to 5, nps from 0 to 10, ces from 1 to 7."""

    id: Word
    at: Instant
    kind: Survey
    score: StrictInt
    incident: Word | None = Field(default=None, description="The id of the incident it is about.")


def record_ratings(raw: Chunk) -> int:
    """Take a batch of ratings; returns how many there were. Raises InvalidRows, StoreError.

    The same id again replaces the rating.
    """
    return record(raw, _read, _keep)


def import_ratings(chunks: Iterable[Chunk]) -> Taken:
    """Take any number of ratings, given in chunks. Raises StoreError."""
    return import_rows("rating", chunks, _read, _keep)


def _keep(rows: Rows) -> None:
    with db.transaction():
        mark_instants(LateKind.RATINGS, *ratings.given(rows), clock.now())
        ratings.put(rows)
        db.raise_topics("measurements", "ratings")


def _read(raw: Chunk, faults: list[RowFault]) -> Sequence[Sequence[object]]:
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

    given = (row for _, row in checked_rows(Rating, raw, require, faults))
    return ratings.rows(
        satisfaction.Rating(one.id, one.at, one.kind, one.score, one.incident) for one in given
    )
