"""Recording pushed ratings: on their scales, once for each id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.domain.measured.satisfaction import Survey
from statuspage.errors import InvalidRows
from statuspage.store import db
from statuspage.store.measured import ratings

NOW = datetime(2026, 7, 2, 12, 0, tzinfo=UTC)
ROW = {"id": "R-1", "at": "2026-07-01T09:00:00Z", "kind": "csat", "score": 5, "incident": None}

pytestmark = pytest.mark.usefixtures("store")


def record(*rows: Any) -> int:
    with clock.standing_at(NOW):
        return record_ratings(enumerate(rows, 1))


def given(survey: Survey = Survey.CSAT) -> tuple[int, ...]:
    with db.snapshot():
        return ratings.counts(survey, NOW - timedelta(days=2), NOW)


def test_ratings_are_counted_by_score_and_kind() -> None:
    record(ROW, ROW | {"id": "R-2", "score": 1}, ROW | {"id": "R-3", "kind": "nps", "score": 0})
    assert given() == (1, 0, 0, 0, 1)
    assert given(Survey.NPS) == (1, *(0,) * 10)


def test_same_id_again_replaces_the_rating() -> None:
    record(ROW)
    record(ROW | {"score": 2})
    assert given() == (0, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"score": 6}, "is not on the scale; give 1 to 5"),
        ({"score": "5"}, "line 1, score"),
        ({"kind": "stars"}, "line 1, kind"),
        ({"at": "2026-07-09T00:00:00Z"}, "in the future"),
        ({"name": "Ada"}, "line 1, name"),
    ],
)
def test_rating_that_cannot_be_is_refused_with_its_batch(change: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidRows) as refused:
        record(ROW | change, ROW | {"id": "R-2"})
    [fault] = refused.value.rows
    assert said in str(fault)
    assert sum(given()) == 0
