"""What people asked for on another board, from its CSV: Fider, Quackback, Canny, or any like them.

Of whoever wrote it nothing is read. Columns: https://github.com/getfider/fider (app/pkg/csv),
https://github.com/QuackbackIO/quackback (scripts/import), and the export of https://canny.io.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.listening.elsewhere import AskedElsewhere
from statuspage.domain.vocabulary.text import clean_text
from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import RowFault, message
from statuspage.said import Said, said

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("number", "id", "post_id", "post id"),
    "title": ("title", "post_title", "post title", "name"),
    "text": ("description", "content", "details", "body", "post details", "text"),
    "state": ("status", "state", "post status"),
    "at": ("created_at", "created", "created at", "date", "asked"),
    "votes": (
        "total_votes",
        "votes_count",
        "vote_count",
        "votes",
        "score",
        "upvotes",
        "vote count",
    ),
    "response": ("response", "official_response", "official response", "answer"),
    "responded_at": (
        "responded_at",
        "response_at",
        "status_changed_at",
        "status changed",
        "answered",
    ),
    "same_as": (
        "original_number",
        "merged_into",
        "merged into",
        "canonical_post_id",
        "duplicate_of",
    ),
    "same_title": ("original_title",),
    "tags": ("tags", "labels"),
}
COLUMNS = tuple(name for names in _COLUMNS.values() for name in names)

_STATES: Mapping[str, tuple[str, ...]] = {
    "asked": ("", "open", "new", "active", "asked"),
    "considering": ("under review", "considering", "in review", "reviewing", "needs info"),
    "planned": ("planned", "accepted", "approved", "roadmap", "next"),
    "doing": ("started", "in progress", "doing", "in development", "beta"),
    "done": ("completed", "complete", "done", "shipped", "released", "implemented", "live"),
    "declined": ("declined", "closed", "rejected", "wont do", "not planned", "archived"),
    "unchanged": ("unchanged",),
    "same": ("duplicate", "merged"),
}
_BY_NAME = {name: state for state, names in _STATES.items() for name in names}


def read(
    rows: Iterable[tuple[int, Any]], zone: ZoneInfo, now: datetime
) -> tuple[list[AskedElsewhere], list[RowFault]]:
    """What rows ask for, and whatever is wrong with them. A time without a zone is in `zone`."""
    found, faults = [], []
    for line, row in rows:
        reader = _Row(line, {str(name).lower(): value for name, value in row.items()}, zone, now)
        found.append(reader.asked())
        faults += reader.faults
    return found, [*faults, *_twice(found)]


class _Row:
    """Reads one row, and gathers what is wrong with it."""

    def __init__(self, line: int, row: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> None:
        self._line, self._row, self._zone, self._now = line, row, zone, now
        self.faults: list[RowFault] = []

    def asked(self) -> AskedElsewhere:
        title = " ".join(self._text("title").split())
        if not title:
            self._fault("title", said("This is empty; say it in a few words."))
        return AskedElsewhere(
            line=self._line,
            id=self._text("id"),
            title=title,
            text=self._text("text"),
            state=self._state(),
            at=self._instant("at"),
            votes=self._votes(),
            response=self._text("response"),
            responded_at=self._instant("responded_at"),
            same_as=self._text("same_as") or self._text("same_title"),
            tags=tuple(dict.fromkeys(_split(self._text("tags")))),
        )

    def _text(self, name: str) -> str:
        held = (self._row[column] for column in _COLUMNS[name] if column in self._row)
        return clean_text(str(next(held, ""))).strip()

    def _state(self) -> str:
        named = self._text("state")
        plain = re.sub(r"[\s_-]+", " ", named.casefold().replace("'", "").replace("’", "")).strip()
        state = _BY_NAME.get(plain)
        if state is None:
            self._fault(
                "state",
                said(
                    "'{value}' is not known here. Known: {known}.",
                    value=named,
                    known=[name for name in _BY_NAME if name],
                ),
            )
        return state or "asked"

    def _votes(self) -> int:
        text = self._text("votes")
        if not text:
            return 0
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            what = said("'{text}' is not a whole number; write it in digits alone.", text=text)
            self._fault("votes", what)
            return 0
        return int(text)

    def _instant(self, name: str) -> datetime | None:
        text = self._text(name)
        try:
            found = certain_instant(text, self._zone) if text else None
        except ValueError as error:
            self._fault(name, message(error))
            return None
        if found is not None and found > self._now:
            self._fault(name, said("That is in the future; give a time that has passed."))
            return None
        return found

    def _fault(self, name: str, what: Said) -> None:
        column = next((one for one in _COLUMNS[name] if one in self._row), _COLUMNS[name][0])
        self.faults.append(RowFault(self._line, column, what))


def _split(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,;|]", text) if one.strip()]


def _twice(found: Collection[AskedElsewhere]) -> list[RowFault]:
    """Ids that stand in more than one row."""
    first: dict[str, int] = {}
    faults = []
    for one in found:
        if one.id and one.id in first:
            faults.append(RowFault(one.line, "id", said("It is there twice; keep one.")))
        first.setdefault(one.id, one.line)
    return faults
