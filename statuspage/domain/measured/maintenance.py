"""Which planned maintenance is left out of a figure.

Source: numbers.md, "Planned maintenance": announced in time, inside the announced window, and up to
the monthly cap. Overrun counts; late announcements count whole, and so does what an extension or a
move adds unless it came in time itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import (
    Extension,
    Rescheduling,
    WindowChange,
    first_window,
)
from statuspage.domain.vocabulary.spans import Span, intersection, subtract, union
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.domain.vocabulary.window import current_period


@dataclass(frozen=True)
class PlannedWindow:
    """A maintenance as announced and as it went.

    `actual` is None before it begins, and for good when it was cancelled before that; while it goes
    on its end is now. It ends when it was said to, completed or called off.
    """

    key: str
    announced_at: datetime  # when it was published
    scheduled: Span  # as first announced
    actual: Span | None
    extensions: tuple[Extension, ...] = ()
    moves: tuple[Rescheduling, ...] = ()

    def announced_by(self, instant: datetime | None = None) -> Span:
        """The window as readers knew it at an instant; without one, as it stands now."""
        found = self.scheduled
        changes: list[WindowChange] = [*self.extensions, *self.moves]
        for change in sorted(changes, key=lambda one: one.at):
            if instant is not None and change.at > instant:
                break
            match change:
                case Extension():
                    found = Span(found.start, change.until)
                case Rescheduling():
                    found = Span(change.start, change.end)
        return found


@dataclass(frozen=True)
class Terms:
    """What an SLA grants: the notice it asks for, and the time a local month may leave out."""

    notice: timedelta
    monthly_cap: timedelta | None = None  # None: no cap


@dataclass(frozen=True)
class Ruling:
    """What is left out for one window."""

    key: str
    excluded: tuple[Span, ...] = ()


def rulings(windows: Iterable[PlannedWindow], terms: Terms, zone: ZoneInfo) -> list[Ruling]:
    """Rule on each window, in order of time.

    The cap of a local month is used up in that order, so give every window of the months in
    question. Where windows overlap, the shared time uses the cap once and is left out of both.
    """
    allowance = _Allowance(terms.monthly_cap, zone)
    ordered = sorted(windows, key=lambda one: (one.announced_by().start, one.scheduled, one.key))
    return [_rule(window, terms.notice, allowance) for window in ordered]


def planned_window(entry: Incident, now: datetime) -> PlannedWindow:
    """The window of planned work, as it was announced and went."""
    assert entry.kind is Kind.MAINTENANCE  # noqa: S101
    assert entry.scheduled_for is not None  # noqa: S101
    assert entry.scheduled_until is not None  # noqa: S101
    begun = next((u.at for u in reversed(entry.updates) if u.status is Status.IN_PROGRESS), None)
    ended = entry.resolved_at or now
    changes: tuple[WindowChange, ...] = (*entry.extensions, *entry.moves)
    return PlannedWindow(
        key=entry.key,
        announced_at=entry.announced_at,
        scheduled=Span(*first_window(entry.scheduled_for, entry.scheduled_until, changes)),
        actual=None if begun is None else Span(begun, max(begun, ended)),
        extensions=entry.extensions,
        moves=entry.moves,
    )


class _Allowance:
    """What the cap still grants in each local month, and what was granted."""

    def __init__(self, cap: timedelta | None, zone: ZoneInfo) -> None:
        self._cap = cap
        self._zone = zone
        self._used: defaultdict[str, timedelta] = defaultdict(timedelta)
        self._granted: list[Span] = []

    def grant(self, wanted: Span) -> list[Span]:
        """The part of a span that may be left out, from its start on."""
        shared = intersection([wanted], self._granted)
        fresh = [part for span in subtract([wanted], self._granted) for part in self._consume(span)]
        self._granted = union([*self._granted, *fresh])
        return union([*shared, *fresh])

    def _consume(self, span: Span) -> Iterator[Span]:
        if self._cap is None:
            yield span
            return
        for month, part in _by_month(span, self._zone):
            rest = self._cap - self._used[month]
            granted = Span(part.start, min(part.end, part.start + rest))
            self._used[month] += granted.end - granted.start
            yield granted


def _by_month(span: Span, zone: ZoneInfo) -> Iterator[tuple[str, Span]]:
    """A span cut at the ends of local months."""
    start = span.start
    while start < span.end:
        month = current_period("month", zone, start)
        end = min(span.end, month.span.end)
        yield month.name, Span(start, end)
        start = end


def _rule(window: PlannedWindow, notice: timedelta, allowance: _Allowance) -> Ruling:
    standing = window.announced_by()
    in_time = standing.start - notice
    if window.announced_at > in_time or window.actual is None:
        return Ruling(window.key)
    inside = window.actual.clip(standing)
    inside = inside and inside.clip(window.announced_by(in_time))
    return Ruling(window.key, tuple(allowance.grant(inside)) if inside is not None else ())
