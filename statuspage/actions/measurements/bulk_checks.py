"""Checks by the million: gathered beside the store, folded where nobody sees it, shown at once.

Where the store knows the same time already, the worse of both stands, as for late samples.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from statuspage import clock
from statuspage.actions.measurements.checks import LONGEST_MS, Check, read_checks
from statuspage.actions.measurements.marking import mark_imported
from statuspage.actions.measurements.results import latency_limits, paces, record_series
from statuspage.actions.measurements.taking import Chunk, Taken, gather
from statuspage.config import Settings
from statuspage.domain.measured.hours import hour_of, roll_up
from statuspage.domain.measured.merging import worse_of_both
from statuspage.domain.measured.pace import Dated, fold_at_pace, measured
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import (
    MOST_AHEAD,
    Cadence,
    Fold,
    ProbeState,
    Sample,
    StateRun,
)
from statuspage.errors import RowFault
from statuspage.store import db
from statuspage.store.fields import FAR
from statuspage.store.measured import hours, measurements, unseen
from statuspage.store.measured.staging import Staging, staging
from statuspage.store.published import topics

_STEP = 5000  # samples or runs that one transaction writes
_KEYS = Check.model_fields.keys()
_STATES = {name: measurements.NUMBERS[ProbeState(name)] for name in ("up", "degraded", "down")}
_EARLIEST = 631_152_000  # 1990


def import_checks(chunks: Iterable[Chunk], settings: Settings) -> Taken:
    """Take any number of checks of any age, given in chunks. Raises StoreError.

    Raw ones are kept as long as any others; what is older stays as runs and hours.
    """
    keep_from = hour_of(clock.now() - settings.store.keep_samples)
    with staging() as staged:
        reader = _Reader(settings)
        taken = gather(chunks, reader.read, staged.put_samples)
        if taken.rows and not taken.fault_count:
            _in_steps(unseen.drop())  # what an import has left that was killed
            try:
                came = [(probe, staged.sample_times(one)) for one, probe, _ in reader.series()]
                folded = [_fold(staged, *one, keep_from) for one in reader.series()]
                with db.transaction():
                    for one in folded:
                        _show(one, keep_from)
                    for probe, times in came:
                        mark_imported(times, probe.component, clock.now())
            finally:
                _in_steps(unseen.drop())
    return taken


def _in_steps(steps: Iterator[None]) -> None:
    """Write each step in a transaction, and leave as much time after it to others that wait."""
    is_more = True
    while is_more:
        begun = clock.elapsed()
        with db.transaction():
            is_more = next(steps, steps) is not steps
        time.sleep(clock.elapsed() - begun)


class _Reader:
    """Rows to the columns of samples. Most are alike, and read without a model."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._series: dict[tuple[str, str], tuple[int, Watched, str]] = {}
        self._latest = (clock.now() + MOST_AHEAD).timestamp()

    def series(self) -> Iterable[tuple[int, Watched, str]]:
        """The series met so far: number, probe, location."""
        return self._series.values()

    def read(self, chunk: Chunk, faults: list[RowFault]) -> list[Sequence[object]]:
        """The checks of some rows; what is wrong with the others is added to `faults`."""
        found: list[Sequence[object]] = []
        unusual = []
        for line, value in chunk:
            check = self._quick(value)
            if check is None:
                unusual.append((line, value))
            else:
                found.append(check)
        for probe, sample in read_checks(unusual, self._settings, faults):
            fresh = len(self._series), probe, sample.location
            known = self._series.setdefault((probe.probe, sample.location), fresh)
            found += measurements.sample_rows([(known[0], sample)])
        return found

    def _quick(self, value: Any) -> Sequence[object] | None:
        """A check in its usual form; None leaves the row to the model, which says what is wrong."""
        try:
            number = self._series[value["probe"], value.get("location", "")][0]
            at, latency = value["at"], value.get("latency_ms")
            seconds, state = int(datetime.fromisoformat(at).timestamp()), _STATES[value["state"]]
            is_usual = (
                len(at) == 20
                and at[10::9] == "TZ"
                and _EARLIEST <= seconds <= self._latest
                and (latency is None or (type(latency) is int and 0 <= latency <= LONGEST_MS))
                and value.get("location") != ""
                and value.keys() <= _KEYS
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        return (number, seconds, state, latency) if is_usual else None


@dataclass(frozen=True)
class _Folded:
    """A series that is folded where nobody sees it, and can be shown."""

    number: int
    probe: Watched
    location: str
    known_until: datetime | None  # the newest check that the store had of it
    version: int  # of its component's topic then


def _fold(
    staged: Staging, series: int, probe: Watched, location: str, keep_from: datetime
) -> _Folded:
    """Fold and roll up one series, together with what the store knows of the same time."""
    topic = f"component:{probe.component}"
    with db.snapshot():
        limits, pace = latency_limits()[probe.component], paces([probe])[probe.probe]
        known = measurements.series_known(probe.probe, location)
        version = topics.versions([topic]).get(topic, 0)
        raw = measurements.samples_since(known.number, keep_from) if known else []
        staged.put_samples(measurements.sample_rows((series, sample) for sample in raw))
        first = next(staged.samples(series)).at
        end = raw[0].at if raw else clock.now() + MOST_AHEAD
        before = measurements.runs_between(known.number, first, end) if known else []
    with db.transaction():
        number = unseen.make(probe.probe, location)

    def keep(step: list[Sample]) -> None:
        rolled = roll_up(step, limits, probe.timeout)
        with db.transaction():
            if step[-1].at >= keep_from:
                measurements.put_samples(number, (one for one in step if one.at >= keep_from))
            hours.add({number: rolled})

    folding = _Folding(measured(pace, (one.at for one in staged.samples(series))), keep)
    runs = folding.runs(staged.samples(series))
    if before:
        runs = worse_of_both(runs, _up_to(before, end))
    while step := list(islice(runs, _STEP)):
        with db.transaction():
            measurements.put_runs(number, step)
    known_until = known.fold.last if known else None
    with db.transaction():
        measurements.save_fold(number, _last_state(folding.state, number, known_until))
    if known:
        since = min([first, *(run.start for run in before[:1])])
        _in_steps(unseen.copy(known.number, number, since))
    return _Folded(number, probe, location, known_until, version)


class _Folding:
    """A fold at work on a stream of samples, each step of which is kept in passing."""

    def __init__(self, pace: Dated[Cadence], keep: Callable[[list[Sample]], None]) -> None:
        self.state = Fold()
        self._pace = pace
        self._keep = keep

    def runs(self, samples: Iterator[Sample]) -> Iterator[StateRun]:
        """All runs in order, as a stream."""
        while step := list(islice(samples, _STEP)):
            closed, self.state = fold_at_pace(self.state, step, self._pace)
            self._keep(step)
            yield from closed
        yield from self.state.tail


def _up_to(runs: Iterable[StateRun], end: datetime) -> Iterator[StateRun]:
    """Runs up to where raw samples begin, which are folded anew.

    A failure is kept whole, since the samples that confirm it may lie on both sides.
    """
    for run in runs:
        keeps = run.state is ProbeState.DOWN or run.end <= end
        yield run if keeps else replace(run, end=end)


def _last_state(state: Fold, number: int, known_until: datetime | None) -> Fold:
    """Where the fold of a series stands, of which the runs are merged with those known before."""
    if known_until is not None and state.last is not None and known_until > state.last:
        # The imported time is past, and the newest known so old that nothing can touch it.
        return Fold(last=known_until)
    # Merged, the newest may begin earlier or later.
    return replace(state, tail=tuple(measurements.last_runs(number, FAR, len(state.tail))))


def _show(one: _Folded, keep_from: datetime) -> None:
    """Let a series be seen, with what came in meanwhile; inside the transaction."""
    probe, topic = one.probe, f"component:{one.probe.component}"
    before = measurements.series_known(probe.probe, one.location)
    late: list[Sample] = []
    if before is not None:
        # A check that comes in order raises no topic while its state stays, all others do.
        is_in_order = topics.versions([topic]).get(topic, 0) == one.version
        since = one.known_until if is_in_order and one.known_until else keep_from
        late = unseen.missed(before.number, one.number, max(since, keep_from))
    unseen.show(one.number, probe.probe, one.location, probe.component)
    if late:
        shown = measurements.series(probe.probe, one.location, probe.component)
        limits, pace = latency_limits()[probe.component], paces([probe])[probe.probe]
        _, rolled = record_series(shown, late, probe, pace, limits, keep_from)
        hours.add({one.number: rolled})
    db.raise_topics("measurements", topic)
