"""Checks by the million: read, folded and rolled up beside the store, then visible at once.

Where the store knows the same time already, the worse of both stands, as for late samples.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from statuspage import clock
from statuspage.actions.measurements.bulk import Chunk, Taken, in_steps
from statuspage.actions.measurements.checks import read_checks
from statuspage.actions.measurements.results import latency_limits, paces, record_series
from statuspage.config import Settings
from statuspage.domain.measured.hours import Hour, hour_of, roll_up
from statuspage.domain.measured.merging import worse_of_both
from statuspage.domain.measured.pace import Dated, fold_at_pace, measured
from statuspage.domain.measured.probe import Watched, watched
from statuspage.domain.measured.samples import (
    MOST_AHEAD,
    Cadence,
    Fold,
    ProbeState,
    Sample,
    StateRun,
)
from statuspage.errors import RowFault
from statuspage.store import db, hours, measurements, topics, unseen
from statuspage.store.staged_checks import NUMBERS, RawCheck, StagedChecks
from statuspage.store.staging import staging

_STEP = 20_000  # samples held in memory
_RUNS_HELD = 1000  # more than any failure that waits for its confirmation has
_KEYS = frozenset(("probe", "at", "state", "latency_ms", "location"))
_STATES = {name: NUMBERS[name] for name in ("up", "degraded", "down")}
_EARLIEST = 631_152_000  # 1990
_LONGEST_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class _Ready:
    """A series that is folded and can be shown."""

    staged: int
    probe: Watched
    location: str
    fold: Fold
    known_until: datetime | None  # the newest check that the store had of it
    version: int  # of its component's topic then


def import_checks(chunks: Iterable[Chunk], settings: Settings) -> Taken:
    """Take any number of checks of any age, given in chunks. Raises StoreError.

    Raw ones are kept as long as any others; what is older stays as runs and hours.
    """
    taken = Taken()
    keep_from = hour_of(clock.now() - settings.store.keep_samples)
    with staging() as file:
        staged = StagedChecks(file)
        staged.make()
        reader = _Reader(settings)
        for chunk in chunks:
            faults: list[RowFault] = []
            found = reader.read(chunk, faults)
            staged.put(found)
            taken.rows += len(found)
            taken.refuse(faults)
        if taken.rows and not taken.fault_count:
            ready = [
                _prepare(staged, number, watched, location, keep_from)
                for number, watched, location in reader.series()
            ]
            with file.attached():
                _show_all(staged, ready, keep_from)
    return taken


class _Reader:
    """Rows to the numbers that are staged. Most rows are alike, and read without a model."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._probes = {probe.id: watched(probe) for probe in settings.probes}
        self._numbers: dict[tuple[str, str | None], int] = {}
        self._latest = (clock.now() + MOST_AHEAD).timestamp()

    def series(self) -> Iterator[tuple[int, Watched, str]]:
        """The series met so far: staged number, probe, location."""
        for (probe, location), number in self._numbers.items():
            if location is not None:
                yield number, self._probes[probe], location

    def read(self, chunk: Chunk, faults: list[RowFault]) -> list[RawCheck]:
        """The checks of some rows; what is wrong with the others is added to `faults`."""
        found, unusual = [], []
        for line, value in chunk:
            check = self._quick(value)
            if check is None:
                unusual.append((line, value))
            else:
                found.append(check)
        for one in read_checks(unusual, self._settings, faults):
            if one.probe in self._probes:
                number = self._number(one.probe, one.location or "")
                seconds = int(one.at.timestamp())
                found.append((number, seconds, NUMBERS[one.state], one.latency_ms))
        return found

    def _number(self, probe: str, location: str) -> int:
        number = self._numbers.setdefault((probe, location), len(self._numbers))
        if not location:
            self._numbers[probe, None] = number  # as it stands in a row without a location
        return number

    def _quick(self, value: Any) -> RawCheck | None:
        """A check in its usual form; None leaves the row to the model, which says what is wrong."""
        try:
            number = self._numbers[value["probe"], value.get("location")]
            at, latency = value["at"], value.get("latency_ms")
            if len(at) != 20 or at[10] != "T" or at[19] != "Z" or not value.keys() <= _KEYS:
                return None
            seconds = int(datetime.fromisoformat(at).timestamp())
            state = _STATES[value["state"]]
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        if latency is not None and (type(latency) is not int or not 0 <= latency <= _LONGEST_MS):
            return None
        return (number, seconds, state, latency) if _EARLIEST <= seconds <= self._latest else None


def _prepare(
    staged: StagedChecks, number: int, probe: Watched, location: str, keep_from: datetime
) -> _Ready:
    """Fold and roll up one series, together with what the store knows of the same time."""
    topic = f"component:{probe.component}"
    with db.snapshot():
        limits, pace = latency_limits()[probe.component], paces([probe])[probe.probe]
        known = measurements.series_known(probe.probe, location)
        raw = measurements.samples_since(known.number, keep_from) if known else []
        staged.put_samples(number, raw)
        first = next(staged.samples(number)).at
        end = raw[0].at if raw else clock.now() + MOST_AHEAD
        before = measurements.runs_between(known.number, first, end) if known else []
        if known:
            staged.put_known(number, known.number, min([first, *(run.start for run in before[:1])]))
        version = topics.versions([topic]).get(topic, 0)
    pace = measured(pace, (sample.at for sample in staged.samples(number)))
    folding = _Folding(staged, number, probe, pace, limits)
    runs: Iterable[StateRun] = folding.runs()
    if before:
        runs = worse_of_both(runs, _up_to(before, end))
    newest: deque[StateRun] = deque(maxlen=_RUNS_HELD)
    stream = iter(runs)
    while step := list(islice(stream, _STEP)):
        newest.extend(step)
        staged.put_runs(number, step)
    state = folding.state
    known_until = known.fold.last if known else None
    if known_until is not None and state.last is not None and known_until > state.last:
        # The imported time is past, and the newest known so old that nothing can touch it.
        state = Fold(last=known_until)
    elif before:
        tail = list(newest)[-len(state.tail) :]  # merged, it may begin earlier or later
        state = replace(state, tail=tuple(tail))
    return _Ready(number, probe, location, state, known_until, version)


def _up_to(runs: Iterable[StateRun], end: datetime) -> Iterator[StateRun]:
    """Runs up to where raw samples begin, which are folded anew.

    A failure is kept whole, since the samples that confirm it may lie on both sides.
    """
    for run in runs:
        keeps = run.state is ProbeState.DOWN or run.end <= end
        yield run if keeps else replace(run, end=end)


class _Folding:
    """The samples of a staged series on their way to runs; their hours are staged in passing."""

    def __init__(
        self,
        staged: StagedChecks,
        number: int,
        probe: Watched,
        pace: Dated[Cadence],
        limits: Collection[int],
    ) -> None:
        self.state = Fold()
        self._staged = staged
        self._number = number
        self._probe = probe
        self._pace = pace
        self._limits = limits

    def runs(self) -> Iterator[StateRun]:
        """All runs in order, as a stream."""
        samples = self._staged.samples(self._number)
        rest: list[Hour] = []
        while step := list(islice(samples, _STEP)):
            closed, self.state = fold_at_pace(self.state, step, self._pace)
            yield from closed
            rest = self._put_hours(rest, step)
        self._staged.put_hours(self._number, rest)
        yield from self.state.tail

    def _put_hours(self, rest: list[Hour], step: list[Sample]) -> list[Hour]:
        """Stage the hours of some samples but for the last, which the next ones may go on with."""
        rolled = roll_up(step, self._limits, self._probe.timeout)
        if rest and rest[0].start == rolled[0].start:
            rolled[0] = rest[0] + rolled[0]
            rest = []
        self._staged.put_hours(self._number, [*rest, *rolled[:-1]])
        return rolled[-1:]


def _show_all(staged: StagedChecks, ready: Sequence[_Ready], keep_from: datetime) -> None:
    """Copy series where nobody sees them, then let all be seen at once; the file is attached."""
    in_steps(unseen.drop_some)  # what an import has left that was killed
    try:
        numbers = [_copy(staged, one, keep_from) for one in ready]
        with db.transaction():
            for one, number in zip(ready, numbers, strict=True):
                _show(staged, one, number, keep_from)
    finally:
        in_steps(unseen.drop_some)


def _copy(staged: StagedChecks, one: _Ready, keep_from: datetime) -> int:
    """Copy a series in short steps to where nobody sees it; returns its number there."""
    with db.transaction():
        number = unseen.make(one.probe.probe, one.location)
        measurements.save_fold(number, one.fold)
    steps = staged.copy(one.staged, number, keep_from)
    in_steps(lambda: next(steps, False))
    return number


def _show(staged: StagedChecks, one: _Ready, number: int, keep_from: datetime) -> None:
    """Let a series be seen, with what came in meanwhile; inside the transaction."""
    probe, topic = one.probe, f"component:{one.probe.component}"
    before = measurements.series_known(probe.probe, one.location)
    late: list[Sample] = []
    if before is not None:
        # A check that comes in order raises no topic while its state stays, all others do.
        is_in_order = topics.versions([topic]).get(topic, 0) == one.version
        since = one.known_until if is_in_order and one.known_until else keep_from
        missed = set(staged.missed(one.staged, before.number, max(since, keep_from)))
        if missed:
            raw = measurements.samples_since(before.number, min(missed))
            late = [sample for sample in raw if sample.at in missed]
    unseen.show(number, probe.probe, one.location, probe.component)
    if late:
        shown = measurements.series(probe.probe, one.location, probe.component)
        limits, pace = latency_limits()[probe.component], paces([probe])[probe.probe]
        _, rolled = record_series(shown, late, probe, pace, limits, keep_from)
        hours.add({number: rolled})
    db.raise_topics("measurements", topic)
