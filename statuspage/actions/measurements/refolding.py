"""Time folded anew: as much as what came late can change, from every sample of it.

An answer that was up, and that no news touch, forgets all before it; so do failures in a row, once
there are enough to be believed. So time is folded again from the last such answer before the news
to the first after them, and the runs outside stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain

from statuspage.domain.measured.former import filled
from statuspage.domain.measured.pace import (
    DAY,
    Dated,
    day_of,
    fold_at_pace,
    is_measured,
    measured,
)
from statuspage.domain.measured.samples import Cadence, Fold, ProbeState, Sample, StateRun
from statuspage.domain.vocabulary.spans import Span
from statuspage.store.fields import FAR
from statuspage.store.measured import measurements, packed

_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Pace = Dated[Cadence]


@dataclass(frozen=True)
class Window:
    """The time to fold again. Where `since` or `until` is None, all before or after is in it.

    `days` are those to be read, first and last: they begin earlier than `since` where samples
    tell the interval, which a day with few of them has from the day before.
    """

    since: datetime | None
    until: datetime | None
    days: tuple[datetime, datetime]

    @property
    def span(self) -> Span:
        """All time that it can change, as far as anything is known there."""
        first, last = self.days
        return Span(self.since or first, self.until or last + DAY)


@dataclass(frozen=True)
class History:
    """All that is kept of one series, by the UTC day."""

    number: int
    pace: Pace

    def day(self, day: datetime) -> Sequence[Sample]:
        """The samples of a day."""
        return self.with_former(day, measurements.samples_between(self.number, day, day + DAY))

    def with_former(self, day: datetime, samples: Sequence[Sample]) -> Sequence[Sample]:
        """Samples of a day, and what version 0.1.0 left of it."""
        reach = max(cadence.hold for _, cadence in self.pace)
        return filled(day, samples, packed.former(self.number, day, reach), self.pace)

    def days(self, first: datetime, last: datetime) -> Iterator[Sequence[Sample]]:
        """The samples of each day of which anything is known, from one to another."""
        day = packed.day_after(self.number, first)
        while day is not None and day <= last:
            yield self.day(day)
            day = packed.day_after(self.number, day + DAY)

    def known_days(self, window: Window) -> Iterator[datetime]:
        """The days of a window of which anything is known."""
        day = packed.day_after(self.number, window.days[0])
        while day is not None and day <= window.days[1]:
            yield day
            day = packed.day_after(self.number, day + DAY)

    def real(self, window: Window) -> Iterator[Sample]:
        """The samples of the days of a window, as a stream; nothing that is guessed."""
        for day in self.known_days(window):
            yield from measurements.samples_between(self.number, day, day + DAY)

    def raw(self) -> Sequence[Sample]:
        """All samples that are not packed."""
        return measurements.raw_between(self.number, _EPOCH, FAR)

    def window(self, first: datetime, last: datetime) -> Window:
        """What samples at or between two instants can change."""
        if is_measured(self.pace):  # each may change the interval of its day
            first, last = day_of(first), self._end_of_sparse(last)
        since, first_day = self._sure_before(first)
        until, last_day = self._sure_after(last)
        if is_measured(self.pace):
            first_day = self._begin_of_sparse(first_day)
        return Window(since, until, (first_day, last_day))

    def days_told(self, first: datetime, last: datetime) -> Iterator[Sequence[Sample]]:
        """The days from one instant to another, and those that tell the interval of the first."""
        return self.days(self._begin_of_sparse(day_of(first)), day_of(last))

    def _sure_before(self, edge: datetime) -> tuple[datetime | None, datetime]:
        """The last answer before an instant that forgets what was before, and the first day."""
        first_day, day, sure = (
            day_of(edge),
            packed.day_before(self.number, edge),
            self._forgetting(),
        )
        while day is not None:
            first_day = day
            for sample in reversed(self.day(day)):
                if sample.at < edge and sure(sample):
                    return sample.at, day
            day = packed.day_before(self.number, day)
        return None, first_day

    def _sure_after(self, edge: datetime) -> tuple[datetime | None, datetime]:
        """The first answer after an instant that forgets what was before, and the last day."""
        last_day, day = day_of(edge), packed.day_after(self.number, day_of(edge))
        sure = self._forgetting()
        while day is not None:
            last_day = day
            for sample in self.day(day):
                if sample.at > edge and sure(sample):
                    return sample.at, day
            day = packed.day_after(self.number, day + DAY)
        return None, last_day

    def _forgetting(self) -> Callable[[Sample], bool]:
        """Whether an answer is up, or the last of enough failures among neighbours given in turn.

        Enough are as many as were ever needed to believe one: what came before them changes nothing
        of what follows.
        """
        enough, failures = max(cadence.fail_after for _, cadence in self.pace), 0

        def is_sure(sample: Sample) -> bool:
            nonlocal failures
            failures = failures + 1 if sample.state is ProbeState.DOWN else 0
            return sample.state is ProbeState.UP or failures >= enough

        return is_sure

    def _begin_of_sparse(self, day: datetime) -> datetime:
        """Back to the first of adjoining days that have their interval from the one before."""
        while len(self.day(day)) < 2 and self.day(day - DAY):
            day -= DAY
        return day

    def _end_of_sparse(self, edge: datetime) -> datetime:
        """On to the last of adjoining days that have their interval from that of an instant."""
        day = day_of(edge)
        while len(self.day(day + DAY)) == 1:
            day += DAY
        return day + DAY - _SECOND


class Refold:
    """The fold of a window at work; gives its runs as a stream, and then where it stands."""

    def __init__(self, window: Window, pace: Pace) -> None:
        self.state = Fold()
        self._window = window
        self._pace = pace

    def runs(self, days: Iterable[Sequence[Sample]]) -> Iterator[StateRun]:
        """The runs of the samples of some days, of which all before the window are passed over."""
        for samples in days:
            inside = [sample for sample in samples if self._is_inside(sample.at)]
            if inside:
                closed, self.state = fold_at_pace(self.state, inside, self._pace)
                yield from closed
        yield from self.state.tail

    def _is_inside(self, at: datetime) -> bool:
        since, until = self._window.since, self._window.until
        return (since is None or since <= at) and (until is None or at <= until)


def told(pace: Pace, days: Iterable[Sequence[Sample]]) -> Pace:
    """The pace, with the interval that samples tell where none is stated."""
    if not is_measured(pace):
        return pace
    return measured(pace, (sample.at for sample in chain.from_iterable(days)))


def edges(number: int, window: Window) -> tuple[StateRun | None, StateRun | None]:
    """The runs of a series that go on beyond a window on either side."""
    return _holding(number, window.since), _holding(number, window.until)


def _holding(number: int, at: datetime | None) -> StateRun | None:
    if at is None:
        return None
    found = measurements.last_runs(number, at + _SECOND, 1)
    holds = (ProbeState.UP, ProbeState.DOWN)
    return found[0] if found and found[0].end > at and found[0].counted in holds else None


def joined(
    runs: Iterable[StateRun], left: StateRun | None, right: StateRun | None
) -> Iterator[StateRun]:
    """The runs of a window, the first and the last made one with those that go on beyond it."""
    before: StateRun | None = None
    for run in runs:
        if before is not None:
            yield before
            before = run
        else:
            before = run if left is None else replace(run, start=left.start)
    if before is not None:
        yield before if right is None else replace(before, end=right.end)


def refold(number: int, first: datetime, last: datetime, pace: Pace) -> Span:
    """Fold anew what samples at or between two instants can have changed, inside a transaction.

    Returns the time that this was.
    """
    history = History(number, pace)
    window = history.window(first, last)
    left, right = edges(number, window)
    fold = Refold(window, told(pace, history.days(*window.days)))
    runs = list(joined(fold.runs(history.days(*window.days)), left, right))
    since = left.start if left else window.since
    measurements.drop_runs_between(number, since, window.until or FAR)
    measurements.put_runs(number, runs)
    state = fold.state if window.until is None else measurements.fold_numbered(number)
    measurements.save_fold(number, with_newest(state, number))
    return window.span


def with_newest(state: Fold, number: int) -> Fold:
    """Where the fold of a series stands, with its newest runs as they are now kept.

    They may have begun earlier than the samples that were folded again.
    """
    if state.last is None:
        return state
    runs = measurements.last_runs(number, state.last + _SECOND, len(state.tail))
    return replace(state, tail=tuple(runs))
