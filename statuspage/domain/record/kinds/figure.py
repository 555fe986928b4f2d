"""The figure and verdict of a closed period. Its number is that of the entry, as all revisions'."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from statuspage.domain.promises import late, news
from statuspage.domain.promises.frozen import FrozenRevision, given_back, kept
from statuspage.domain.record.codec import RecordKind, Shape, text
from statuspage.domain.record.recorded import Statement, canonical
from statuspage.said import said

_LATE_DATA = Shape(
    lambda given: canonical(late.kept(given)).decode(),
    lambda told: late.given_back(json.loads(told)),
)


def _news_until(statement: Statement) -> datetime:
    return datetime.fromtimestamp(json.loads(statement.words["figure"])["to"], UTC) + news.LATE


FIGURE = RecordKind(
    "figure",
    said("Figure of a closed period"),
    FrozenRevision,
    (
        text(
            "figure",
            Shape(
                lambda figure: canonical(kept(figure)).decode(),
                lambda told: given_back(json.loads(told), 1),
            ),
            None,
        ),
        text("late", _LATE_DATA, None, absent=()),
    ),
    names=("figure.id", "figure.period.name"),
    path="/sla/{name}",
    topic="figures:{first}",
    news_until=_news_until,
)
