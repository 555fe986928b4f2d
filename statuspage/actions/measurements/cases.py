"""Support cases that are pushed: what one looks like, how some are recorded. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr

from statuspage import clock
from statuspage.actions.measurements.rows import Instant, Word, checked_rows, judged, refuse_rows
from statuspage.config import Settings
from statuspage.config.values import Model
from statuspage.domain.measured import support
from statuspage.domain.measured.samples import require_not_ahead
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said
from statuspage.store import cases, db


def _no_person(text: str) -> str:
    if "@" in text or not text.isprintable() or len(text) > 200:
        raise ValueError(
            said(
                "must be a short plain word or a number; nothing about a person, such as "
                "a mail address, is kept here"
            )
        )
    return text


_Label = Annotated[StrictStr, AfterValidator(_no_person)]
_Key = Annotated[Word, AfterValidator(_no_person)]


class Case(Model):
    """One support case as it stands now. The same id again updates it."""

    id: _Key
    opened_at: Instant
    first_response_at: Instant | None = Field(
        default=None, description="The first answer by a person; automatic ones never count."
    )
    resolved_at: Instant | None = None
    waiting: tuple[tuple[Instant, Instant | None], ...] = Field(
        default=(), max_length=1000, description="When the customer was waited for: [from, to]."
    )
    priority: _Label = ""
    agent_replies: Annotated[StrictInt, Field(ge=0, le=1_000_000)] = 0
    reopened: StrictBool = False
    topic: _Label | None = None
    follow_up_of: _Key | None = Field(
        default=None, description="The id of the case that this one shows to be unsolved."
    )


def record_cases(raw: Iterable[tuple[int, Any]], settings: Settings) -> int:
    """Record a batch of cases, given as (line, JSON object); returns how many there were.

    All of them are taken, or none: raises InvalidRows with every fault. Raises StoreError.
    """
    faults: list[RowFault] = []
    found = read_cases(raw, faults)
    refuse_rows(faults)
    now = clock.now()
    with db.transaction():
        cases.put(found, cases.calendars_number(settings.calendars, now))
        db.raise_topics("measurements")
    return len(found)


def read_cases(raw: Iterable[tuple[int, Any]], faults: list[RowFault]) -> list[support.Case]:
    """The cases that some rows hold; what is wrong with the others is added to `faults`."""
    now = clock.now()
    rows = checked_rows(Case, raw, faults)
    judged(rows, lambda case: _require_order(case, now), faults)
    return [support.Case(**dict(row.row) | {"topic": row.row.topic or ""}) for row in rows]


def _require_order(case: Case, now: datetime) -> None:
    """Raises InvalidInput when the times of a case cannot be."""
    faults = {}
    for name in ("first_response_at", "resolved_at"):
        at = getattr(case, name)
        if at is not None and at < case.opened_at:
            faults[name] = said("It lies before opened_at; check both.")
    for start, end in case.waiting:
        if start < case.opened_at or (end is not None and end < start):
            faults["waiting"] = said("A stretch begins before opened_at or ends before it begins.")
    if faults:
        raise InvalidInput(faults)
    ends = (end for _, end in case.waiting)
    for at in (case.opened_at, case.first_response_at, case.resolved_at, *ends):
        if at is not None:
            require_not_ahead(at, now)
