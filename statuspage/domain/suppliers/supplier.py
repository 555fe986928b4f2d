"""What the status page of a supplier says, read from the summary of Statuspage's API v2."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.said import Said, said

MOST_SHOWN = 5
_LONGEST = 200  # characters of a line that others wrote
_OVER = frozenset({"resolved", "postmortem", "completed"})
_STATES = {
    Impact.NONE: ComponentState.OPERATIONAL,
    Impact.MAINTENANCE: ComponentState.UNDER_MAINTENANCE,
    Impact.MINOR: ComponentState.DEGRADED,
    Impact.MAJOR: ComponentState.PARTIAL_OUTAGE,
    Impact.CRITICAL: ComponentState.MAJOR_OUTAGE,
}


@dataclass(frozen=True)
class SupplierIncident:
    """An incident that is open there; `url` is "" where it names no web address."""

    title: str
    url: str


@dataclass(frozen=True)
class SupplierSummary:
    """What it says of itself; `more` are open incidents beyond those that are listed."""

    indicator: Impact
    description: str
    incidents: tuple[SupplierIncident, ...] = ()
    more: int = 0

    @property
    def state(self) -> ComponentState:
        """The mark that fits its indicator."""
        return _STATES[self.indicator]


@dataclass(frozen=True)
class SupplierStanding:
    """What was read of one last, and what came of the last try; `url` is the page that was asked.

    `summary` is None where it was never read.
    """

    id: str
    url: str
    tried_at: datetime
    read_at: datetime | None = None
    summary: SupplierSummary | None = None
    fault: Said | None = None  # of the last try
    etag: str = ""

    def holds_at(self, now: datetime, holds_for: timedelta) -> bool:
        """Whether what was read still says how it is."""
        return self.read_at is not None and now < self.read_at + holds_for


def summary_of(body: bytes) -> SupplierSummary:
    """Read the document at /api/v2/summary.json. Raises ValueError with one plain line."""
    try:
        found = json.loads(body)
        status = found["status"]
        indicator = Impact(status["indicator"])
        description = _line(status["description"])
        told = list(_open_incidents(found["incidents"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(
            said("What it answers is no summary of Statuspage’s API v2; look at its address.")
        ) from None
    listed = tuple(told[:MOST_SHOWN])
    return SupplierSummary(indicator, description, listed, len(told) - len(listed))


def _open_incidents(found: list[Mapping[str, Any]]) -> Iterator[SupplierIncident]:
    for one in found:
        title = _line(one["name"])
        if one.get("status") not in _OVER and title:
            yield SupplierIncident(title, _address(one.get("shortlink")))


def _line(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(text)
    line = one_line(clean_text(text))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _address(text: object) -> str:
    """A web address, or ""."""
    if not isinstance(text, str) or len(text) > 2000 or not text.isprintable():
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.hostname else ""
