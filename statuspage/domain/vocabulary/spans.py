"""Half-open UTC intervals, and the one sweep from which every figure over time is folded.

What the pieces mean (how bad, how coloured) is said by the modules that fold them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Generic, TypeVar

from statuspage.domain.vocabulary.states import ComponentState
from statuspage.errors import InvalidInput
from statuspage.said import said

T = TypeVar("T", bound=Hashable)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, order=True)
class Span:
    """The time from `start` up to but without `end`, both kept in UTC.

    Takes any aware datetimes; raises InvalidInput when the end lies before the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        # Two datetimes of one ZoneInfo compare and subtract as wall time, so UTC comes first.
        if self.start.tzinfo is not UTC:
            object.__setattr__(self, "start", self.start.astimezone(UTC))
        if self.end.tzinfo is not UTC:
            object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end < self.start:
            raise InvalidInput(
                {"end": said("{end} is before the start, {start}.", end=self.end, start=self.start)}
            )

    @property
    def seconds(self) -> int:
        """Whole seconds. Both edges are cut to the second, so adjoining spans add up."""
        return (self.end - _EPOCH) // _SECOND - (self.start - _EPOCH) // _SECOND

    def clip(self, window: Span) -> Span | None:
        """The part inside a window; None when that has no length."""
        start, end = max(self.start, window.start), min(self.end, window.end)
        if start is self.start and end is self.end:
            return self if start < end else None
        return Span(start, end) if start < end else None


@dataclass(frozen=True)
class ImpactRun:
    """A state that one incident declares of one component; `end` is None while it goes on."""

    component: str
    state: ComponentState
    start: datetime
    end: datetime | None
    incident: str  # its key
    title: str

    def span(self, now: datetime) -> Span:
        """Its time: what still goes on ends now, and has no length before it starts.

        Raises InvalidInput when the end lies before the start.
        """
        return Span(self.start, max(now, self.start) if self.end is None else self.end)


@dataclass(frozen=True)
class Step(Generic[T]):
    """A piece of time and all that is in force throughout it."""

    span: Span
    tags: frozenset[T]


def steps(marks: Iterable[tuple[Span, T]], window: Span) -> list[Step[T]]:
    """Cut a window at every edge of some tagged spans, in order, without a gap.

    Order and repetition of the marks do not matter. Sorting costs O(n log n) for n marks.
    """
    changes: list[tuple[datetime, int, T]] = []
    for span, tag in marks:
        if (part := span.clip(window)) is not None:
            changes += ((part.start, 1, tag), (part.end, -1, tag))
    found: list[Step[T]] = []
    active: dict[T, int] = {}  # how many marks of each tag are in force
    edge = window.start
    for instant, change, tag in sorted(changes, key=itemgetter(0)):
        if edge < instant:
            found.append(Step(Span(edge, instant), frozenset(active)))
            edge = instant
        if number := active.pop(tag, 0) + change:
            active[tag] = number
    if edge < window.end:
        found.append(Step(Span(edge, window.end), frozenset(active)))
    return found


def union(spans: Iterable[Span]) -> list[Span]:
    """The time that any of the spans holds, in order; touching spans are joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.start < span.end:
            joined.append(span)
    return joined


def intersection(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The time that both sides hold."""
    return _where(left, right, lambda sides: len(sides) == 2)


def subtract(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The time of the left side that the right side does not hold."""
    return _where(left, right, lambda sides: sides == {"left"})


def _where(
    left: Iterable[Span], right: Iterable[Span], is_wanted: Callable[[frozenset[str]], bool]
) -> list[Span]:
    marks = [(span, "left") for span in left] + [(span, "right") for span in right]
    if not marks:
        return []
    hull = Span(min(span.start for span, _ in marks), max(span.end for span, _ in marks))
    return union(step.span for step in steps(marks, hull) if is_wanted(step.tags))
