"""What a table of rows belongs to, and how one that contradicts itself is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.recompute.desk import Calendar
from tests.recompute.times import seconds

Row = Mapping[str, str]


class Disagreement(Exception):
    """A row that contradicts itself or its period."""


@dataclass(frozen=True)
class Asked:
    """A promise as it was worded, a period, the time of counting, and the calendars by version."""

    definition: Mapping[str, Any]
    start: datetime
    end: datetime
    as_of: datetime
    calendars: Mapping[tuple[str | None, str], Calendar] = field(default_factory=dict)
    is_promised: bool = True

    @property
    def within(self) -> timedelta:
        return timedelta(seconds=seconds(self.definition["within"]))


def require(is_so: bool, what: str, row: Row) -> None:
    """Raises Disagreement unless it is so."""
    if not is_so:
        raise Disagreement(f"{what} does not agree: {dict(row)}")
