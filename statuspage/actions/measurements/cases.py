"""Support cases that are pushed: what one looks like, how they are taken. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr

from statuspage import clock
from statuspage.actions.measurements.marking import mark_cases
from statuspage.actions.measurements.rows import Instant, Word, checked_rows
from statuspage.actions.measurements.taking import Chunk, Taken, import_rows, record
from statuspage.config import Settings
from statuspage.config.kinds.values import Model
from statuspage.domain.measured import support
from statuspage.domain.measured.samples import require_not_ahead
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import cases
from statuspage.store.measured.staging import Rows


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


def record_cases(raw: Chunk, settings: Settings) -> int:
    """Take a batch of cases; returns how many there were. Raises InvalidRows, StoreError."""
    return record(raw, _read, lambda rows: _keep(rows, settings))


def import_cases(chunks: Iterable[Chunk], settings: Settings) -> Taken:
    """Take any number of cases, given in chunks. Raises StoreError."""
    return import_rows("support_case", chunks, _read, lambda rows: _keep(rows, settings))


def _keep(rows: Rows, settings: Settings) -> None:
    with db.transaction():
        now = clock.now()
        mark_cases(*cases.opened(rows), now)
        cases.put(rows, cases.calendars_number(settings.calendars, now))
        db.raise_topics("measurements", "cases")


def _read(raw: Chunk, faults: list[RowFault]) -> Sequence[Sequence[object]]:
    now = clock.now()
    found = checked_rows(Case, raw, lambda case: _require_order(case, now), faults)
    return cases.rows(support.Case(**dict(row) | {"topic": row.topic or ""}) for _, row in found)


def _require_order(case: Case, now: datetime) -> None:
    """Raises InvalidInput when the times of a case cannot be."""
    faults = {}
    for name in ("first_response_at", "resolved_at"):
        at = getattr(case, name)
        if at is not None and at < case.opened_at:
            faults[name] = said("That is before opened_at; check both.")
    for start, end in case.waiting:
        if start < case.opened_at or (end is not None and end < start):
            faults["waiting"] = said(
                "A period of waiting begins before opened_at, or ends before it begins."
            )
    if faults:
        raise InvalidInput(faults)
    ends = (end for _, end in case.waiting)
    for at in (case.opened_at, case.first_response_at, case.resolved_at, *ends):
        if at is not None:
            require_not_ahead(at, now)
