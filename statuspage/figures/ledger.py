"""What a figure is recomputed from: plain rows to download, and the bad stretches among them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.said import Said, said

Titles = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Slow:
    """How many answers of some were slower than a limit."""

    bad: int
    all: int
    limit: int  # ms


@dataclass(frozen=True)
class BadStretch:
    """Time of one component that counted against a promise, and the incidents that tell of it.

    It was in some state, or its answers were slow.
    """

    component: str
    span: Span
    how: ComponentState | Slow
    incidents: Sequence[tuple[str, str]]  # (key, title)

    @property
    def what(self) -> Said:
        if isinstance(self.how, Slow):
            return said(
                "{bad} of {all} slower than {limit}",
                bad=self.how.bad,
                all=self.how.all,
                limit=said("{count} ms", count=self.how.limit),
            )
        length = display.brief(self.span.seconds, is_good_when_low=True)
        return said("{state}, {duration}", state=self.how.label, duration=length)


@dataclass(frozen=True)
class Ledger:
    """A table of texts under a heading; times are UTC, a cell that does not apply is empty."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    bad: Sequence[BadStretch] = ()  # the newest first


def kept(ledger: Ledger) -> dict[str, Any]:
    """A ledger in JSON types; of incidents the keys alone, for titles may change or be erased."""
    return {
        "header": list(ledger.header),
        "rows": [list(row) for row in ledger.rows],
        "bad": [
            {
                "component": one.component,
                "from": one.span.start.timestamp(),
                "to": one.span.end.timestamp(),
                "how": asdict(one.how) if isinstance(one.how, Slow) else one.how.value,
                "incidents": [key for key, _ in one.incidents],
            }
            for one in ledger.bad
        ],
    }


def given_back(kept: Mapping[str, Any], titles: Titles) -> Ledger:
    """The ledger that was kept; `titles` gives those of some incidents by their keys."""
    named = titles({key for one in kept["bad"] for key in one["incidents"]})
    bad = [
        BadStretch(
            one["component"],
            Span(*(datetime.fromtimestamp(one[edge], UTC) for edge in ("from", "to"))),
            Slow(**one["how"]) if isinstance(one["how"], dict) else ComponentState(one["how"]),
            [(key, named[key]) for key in one["incidents"] if key in named],
        )
        for one in kept["bad"]
    ]
    return Ledger(kept["header"], kept["rows"], bad)


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
