"""A report as it was published; each of its revisions is a subject of its own.

Facts are one text, the titles that people wrote another: what is erased from a title stands beside
the same facts again, and nothing else of the report moves.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from statuspage.domain.record.codec import MESSAGE, TABLE, Field, RecordKind, Shape, Shown, text
from statuspage.domain.record.recorded import Statement, parse_stamp, stamp
from statuspage.domain.reports.facts import ReportFacts
from statuspage.domain.reports.keeping import dumped, loaded
from statuspage.domain.reports.news import LATE
from statuspage.domain.reports.report import OpeningLetter, PeriodReport
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period
from statuspage.said import said


def _dump(period: Period) -> dict[str, Any]:
    span = period.span
    return {"name": period.name, "from": stamp(span.start), "to": stamp(span.end)}


def _load(kept: dict[str, Any]) -> Period:
    return Period(kept["name"], Span(parse_stamp(kept["from"]), parse_stamp(kept["to"])))


def _news_until(statement: Statement) -> datetime:
    return parse_stamp(statement.facts["period"]["to"]) + LATE


REPORT = RecordKind(
    "report",
    said("Report"),
    PeriodReport,
    (
        Field("period", Shape(_dump, _load)),
        Field("revision"),
        Field("zone"),
        Field("size"),
        Field("method"),
        Field("version"),
        text("facts", Shape(dumped, partial(loaded, ReportFacts)), None),
        text("names", TABLE, None),
        text("letter", place="letter.body", absent=""),
        text("author", place="letter.author", absent=""),
        text("why", place="reason", absent=""),
        text("erased", MESSAGE, Shown.MESSAGE, absent=None),
    ),
    names=("period.name", "revision"),
    parts={"letter": OpeningLetter},
    path="/reports/{name}",
    topic="reports",
    news_until=_news_until,
)
