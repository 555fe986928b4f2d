"""Checks by the million: gathered beside the store, folded where nobody sees it, shown at once.

They are folded together with all that the store keeps of the same time, as late samples are.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from statuspage import clock
from statuspage.actions.measurements.checks import ImportedCheck, read_checks
from statuspage.actions.measurements.marking import mark_imported
from statuspage.actions.measurements.refolding import (
    History,
    Refold,
    edges,
    joined,
    told,
    with_newest,
)
from statuspage.actions.measurements.results import (
    latency_limits,
    paces,
    record_series,
    roll_up_again,
)
from statuspage.actions.measurements.taking import Chunk, Taken, gather
from statuspage.config import Settings
from statuspage.domain.library.topics import watched_topic
from statuspage.domain.measured.hours import roll_up
from statuspage.domain.measured.pace import day_of
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import LONGEST_MS, MOST_AHEAD, ProbeState, Sample
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import RowFault
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import hours, measurements, packed, unseen
from statuspage.store.measured.measurements import sample_rows
from statuspage.store.measured.staging import Staging
from statuspage.store.published import topics
from statuspage.store.staging import staging

_STEP = 5000  # samples or runs that one transaction writes
_KEYS = ImportedCheck.model_fields.keys()
_STATES = {name: measurements.NUMBERS[ProbeState(name)] for name in ("up", "degraded", "down")}
_EARLIEST = 631_152_000  # 1990


def import_checks(
    chunks: Iterable[Chunk], settings: Settings, progress: Progress = quietly
) -> Taken:
    """Take any number of checks of any age, given in chunks. Raises StoreError.

    Raw ones are kept as long as any others; what is older is packed.
    """
    keep_from = day_of(clock.now() - settings.store.keep_samples)
    with staging() as staged:
        reader = _Reader(settings)
        taken = gather(chunks, reader.read, staged.put_samples)
        if taken.rows and not taken.fault_count:
            _in_steps(unseen.drop())  # what an import has left that was killed
            try:
                came = [staged.sample_times(one) for one, _, _ in reader.series()]
                counting = _Counting(progress, staged, [one for one, _, _ in reader.series()])
                folded = [_fold(staged, *one, keep_from, counting) for one in reader.series()]
                counting.end()
                with db.transaction():
                    for one, times in zip(folded, came, strict=True):
                        _show(one)
                        mark_imported(times, one.refolded, one.probe.component, clock.now())
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


class _Counting:
    """How many days of all series were folded, of those that came."""

    def __init__(self, progress: Progress, staged: Staging, series: Collection[int]) -> None:
        self._progress = progress
        self._days = sum(len(staged.days(one)) for one in series)
        self._done = 0

    def next_day(self) -> None:
        """Another one begins; there may be more than came, where others change with them."""
        self._tell(min(self._done, self._days))
        self._done += 1

    def end(self) -> None:
        """All of them are done."""
        self._tell(self._days)

    def _tell(self, done: int) -> None:
        self._progress(Stage(said("Counting"), done, self._days))


@dataclass(frozen=True)
class _Folded:
    """A series that is folded where nobody sees it, and can be shown."""

    number: int
    probe: Watched
    location: str
    known_until: datetime | None  # the newest check that the store had of it
    version: int  # of its component's topic then
    refolded: Span


def _fold(
    staged: Staging,
    series: int,
    probe: Watched,
    location: str,
    keep_from: datetime,
    counting: _Counting,
) -> _Folded:
    """Fold and roll up one series, together with what the store knows of the same time."""
    topic = f"component:{probe.component}"
    with db.snapshot():
        limits, pace = latency_limits()[probe.component], paces([probe])[probe.probe]
        known = measurements.series_known(probe.probe, location)
        version = topics.versions([topic]).get(topic, 0)
        history = History(known.number if known else unseen.NONE, pace)
        window = history.window(*staged.edges(series))
        staged.put_samples(sample_rows((series, one) for one in history.real(window)))
        staged.put_samples(sample_rows((series, one) for one in history.raw()))
        left, right = edges(history.number, window)
        days = sorted({*staged.days(series), *history.known_days(window)})
    with db.transaction():
        number = unseen.make(probe.probe, location)
    shelf = _Shelf(number, keep_from, limits, probe.timeout)

    def kept() -> Iterator[Sequence[Sample]]:
        for day in days:
            counting.next_day()
            samples = staged.day(series, day)
            if window.days[0] <= day <= window.days[1]:
                shelf.put(day, samples)
                yield history.with_former(day, samples)
            else:
                shelf.put_raw(samples)

    inside = (day for day in days if window.days[0] <= day <= window.days[1])
    in_force = told(pace, (history.with_former(day, staged.day(series, day)) for day in inside))
    fold = Refold(window, in_force)
    runs = joined(fold.runs(kept()), left, right)
    while step := list(islice(runs, _STEP)):
        with db.transaction():
            measurements.put_runs(number, step)
    if known:
        since = left.start if left else window.since
        _in_steps(unseen.copy(known.number, number, since, window.until))
    with db.transaction():
        state = known.fold if known and window.until else fold.state
        measurements.save_fold(number, with_newest(state, number))
    refolded = window.span
    if not known:  # its silence since then is known now
        refolded = Span(refolded.start, max(refolded.end, clock.now()))
    return _Folded(number, probe, location, known.fold.last if known else None, version, refolded)


@dataclass(frozen=True)
class _Shelf:
    """Where the samples of a series are put, a few thousand at a time, and rolled up."""

    number: int
    keep_from: datetime
    limits: Collection[int]
    timeout: timedelta | None

    def put(self, day: datetime, samples: Sequence[Sample]) -> None:
        """Keep the samples of a UTC day: raw, or packed where raw ones are kept no longer."""
        for start in range(0, len(samples), _STEP):
            step = samples[start : start + _STEP]
            rolled = roll_up(step, self.limits, self.timeout)
            with db.transaction():
                hours.add({self.number: rolled})
        if day >= self.keep_from:
            self.put_raw(samples)
        elif samples:
            with db.transaction():
                packed.put(self.number, day, samples)

    def put_raw(self, samples: Sequence[Sample]) -> None:
        for start in range(0, len(samples), _STEP):
            with db.transaction():
                measurements.put_samples(self.number, samples[start : start + _STEP])


def _show(one: _Folded) -> None:
    """Let a series be seen, with what came in meanwhile; inside the transaction."""
    probe, topic = one.probe, f"component:{one.probe.component}"
    before = measurements.series_known(probe.probe, one.location)
    late: list[Sample] = []
    if before is not None:
        # A check that comes in order raises no topic while its state stays, all others do.
        is_in_order = topics.versions([topic]).get(topic, 0) == one.version
        late = unseen.missed(before.number, one.number, one.known_until if is_in_order else None)
    unseen.show(one.number, probe.probe, one.location, probe.component)
    if late:
        shown = measurements.series(probe.probe, one.location, probe.component)
        limits, pace = latency_limits()[probe.component], paces([probe])[probe.probe]
        record_series(shown, late, probe, pace, limits)
        # Hours were copied after the samples, so they may hold some of these.
        roll_up_again(one.number, late, probe, limits)
    db.raise_topics("measurements", topic, watched_topic(probe.component))
