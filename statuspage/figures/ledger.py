"""What a figure is recomputed from: plain rows to download, and the bad stretches among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.said import Said


@dataclass(frozen=True)
class BadStretch:
    """Time of one component that counted against a promise, and the incidents that tell of it."""

    component: str
    span: Span
    what: Said
    incidents: Sequence[tuple[str, str]]  # (key, title)


@dataclass(frozen=True)
class Ledger:
    """A table of texts under a heading; times are UTC, a cell that does not apply is empty."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    bad: Sequence[BadStretch] = ()  # the newest first


def told(incidents: Iterable[ImpactRun], span: Span, now: datetime) -> list[tuple[str, str]]:
    """The incidents that declare anything of a stretch of time, in order."""
    found = {run.incident: run.title for run in incidents if run.span(now).clip(span) is not None}
    return list(found.items())


def instant(at: datetime) -> str:
    """An instant as whole seconds in UTC, such as 2026-07-01T00:00:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_or_empty(at: datetime | None) -> str:
    """The same for a cell of a table; nothing for what has not come."""
    return "" if at is None else instant(at)
