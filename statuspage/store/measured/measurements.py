"""What probes measured: samples, raw for a while and then packed, state runs, folds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from statuspage.domain.measured.pace import DAY, day_of
from statuspage.domain.measured.samples import (
    Fold,
    ProbeState,
    Sample,
    Series,
    StateRun,
    merged,
)
from statuspage.store.db import run, run_many
from statuspage.store.measured import packed
from statuspage.store.tables import measured as tables

_S = tables.Series
_R = tables.ProbeRun
_P = tables.ProbeSample
_STATES = tuple(ProbeState)
NUMBERS = {state: number for number, state in enumerate(_STATES)}
"""The number that stands for each state in the store."""

# Runs of a series do not overlap, so only the last one that begins before can reach inside.
# Pages ask for hundreds of series at once, hence plain columns.
_RUNS = """
SELECT series_id, start, "end", state, is_confirmed
FROM series JOIN probe_run ON series_id = series.id
WHERE series.id IN ({chosen}) AND start < ?2 AND (start >= ?1 OR "end" > ?1) AND start >= coalesce(
  (SELECT max(start) FROM probe_run WHERE series_id = series.id AND start < ?1), ?1)
ORDER BY series_id, start
"""
_FIRST_STARTS = """
SELECT id, (SELECT min(start) FROM probe_run WHERE series_id = series.id) FROM series
WHERE id IN ({chosen})
"""
_SAMPLES = """
SELECT at, state, latency_ms FROM probe_sample WHERE series_id = ? AND at >= ? AND at < ?
ORDER BY at
"""
_NEWEST_SAMPLE = """
SELECT at, state, latency_ms FROM probe_sample WHERE series_id = ? AND at <= ?
ORDER BY at DESC LIMIT 1
"""
_OLDEST_SAMPLE = "SELECT min(at) FROM probe_sample WHERE series_id = ?"
PUT_SAMPLE = """
INSERT INTO probe_sample VALUES (?, ?, ?, ?)
  ON CONFLICT (series_id, at) DO UPDATE
  SET state = excluded.state, latency_ms = excluded.latency_ms
  WHERE ((excluded.state + 1) % 4, coalesce(excluded.latency_ms, -1))
    > ((probe_sample.state + 1) % 4, coalesce(probe_sample.latency_ms, -1))
"""
"""States are numbered up, degraded, down, unknown; moved on by one they are in order of weight."""


_PUT_RUN = """
INSERT INTO probe_run VALUES (?, ?, ?, ?, ?) ON CONFLICT (series_id, start) DO UPDATE
SET ("end", state, is_confirmed) = (excluded."end", excluded.state, excluded.is_confirmed)
"""


def series(probe: str, location: str, component: str) -> Series:
    """The series of a probe and a location, made when it is new."""
    row = _S.get_or_none((_S.probe == probe) & (_S.location == location))
    if row is None:
        nothing = _fold_json(Fold())
        row = _S.create(probe=probe, location=location, component=component, fold=nothing)
    elif row.component != component:
        row.component = component
        row.save()
    return _series_fact(row)


def series_known(probe: str, location: str) -> Series | None:
    """The series of a probe and a location, if there is one."""
    row = _S.get_or_none((_S.probe == probe) & (_S.location == location))
    return None if row is None else _series_fact(row)


def series_on(components: Collection[str]) -> dict[str, list[Series]]:
    """The series that watch each of some components."""
    found: dict[str, list[Series]] = {component: [] for component in components}
    rows = _S.select().where(_S.component.in_(list(components)))
    for row in rows.order_by(_S.probe, _S.location):
        found[row.component].append(_series_fact(row))
    return found


def fold_of(probe: str, location: str) -> Fold:
    """Where the fold of a probe and a location stands; a new one knows nothing."""
    row = _S.get_or_none((_S.probe == probe) & (_S.location == location))
    return Fold() if row is None else _fold_fact(row.fold)


def fold_numbered(number: int) -> Fold:
    """Where the fold of a series stands, by its number."""
    return _fold_fact(_S.get_by_id(number).fold)


def save_fold(number: int, fold: Fold) -> None:
    """Remember where the fold of a series stands."""
    _S.update(fold=_fold_json(fold)).where(_S.id == number).execute()


def put_samples(number: int, samples: Iterable[Sample]) -> None:
    """Keep raw samples; of two for one instant the worse stands."""
    run_many(PUT_SAMPLE, sample_rows((number, sample) for sample in samples))


def sample_rows(samples: Iterable[tuple[int, Sample]]) -> Iterator[Sequence[object]]:
    """The columns of samples, each with the number of its series."""
    for number, sample in samples:
        yield number, int(sample.at.timestamp()), NUMBERS[sample.state], sample.latency_ms


def sample(row: Sequence[Any]) -> Sample:
    """A sample from its time, state and latency in columns."""
    at, state, latency_ms = row
    return Sample(_instant(at), _STATES[state], latency_ms)


def samples_between(number: int, start: datetime, end: datetime) -> list[Sample]:
    """All samples of a series in [start, end), in order, raw or packed."""
    raw = raw_between(number, start, end)
    older = packed.between(number, start, end)
    return merged([*older, *raw]) if older else raw


def raw_between(number: int, start: datetime, end: datetime) -> list[Sample]:
    """The samples of a series in [start, end) that are not packed, in order."""
    rows = run(_SAMPLES, number, int(start.timestamp()), int(end.timestamp()))
    return [*map(sample, rows)]


def newest_sample(number: int, until: datetime) -> Sample | None:
    """The newest raw sample of a series up to an instant, while one is kept."""
    row = run(_NEWEST_SAMPLE, number, int(until.timestamp())).fetchone()
    return None if row is None else sample(row)


def pack_oldest_day(number: int, before: datetime) -> int:
    """Pack the oldest UTC day of raw samples that lies before an instant; returns how many."""
    (oldest,) = run(_OLDEST_SAMPLE, number).fetchone()
    if oldest is None or oldest >= int(before.timestamp()):
        return 0
    day = day_of(_instant(oldest))
    packed.put(number, day, samples_between(number, day, day + DAY))
    inside = (_P.series == number) & (_P.at >= day) & (_P.at < day + DAY)
    return int(_P.delete().where(inside).execute())


def all_numbers() -> list[int]:
    """The numbers of all series."""
    return [number for (number,) in run("SELECT id FROM series ORDER BY id")]


def put_runs(number: int, runs: Iterable[StateRun]) -> None:
    """Keep runs; the one with the same start is replaced."""
    run_many(
        _PUT_RUN,
        (
            (
                number,
                int(kept.start.timestamp()),
                int(kept.end.timestamp()),
                NUMBERS[kept.state],
                kept.is_confirmed,
            )
            for kept in runs
        ),
    )


def drop_runs_between(number: int, start: datetime | None, end: datetime) -> None:
    """Take away the runs that begin in [start, end], or up to its end, to fold them anew."""
    chosen = (_R.series == number) & (_R.start <= end)
    _R.delete().where(chosen if start is None else chosen & (_R.start >= start)).execute()


def last_runs(number: int, before: datetime, limit: int) -> list[StateRun]:
    """The newest runs of a series that begin before an instant, oldest first."""
    rows = (
        _R.select()
        .where((_R.series == number) & (_R.start < before))
        .order_by(_R.start.desc())
        .limit(limit)
    )
    return [_run_fact(row) for row in rows][::-1]


def runs_between(number: int, start: datetime, end: datetime) -> list[StateRun]:
    """The runs of a series that overlap [start, end), in order."""
    return runs_of([number], start, end)[number]


def runs_of(numbers: Collection[int], start: datetime, end: datetime) -> dict[int, list[StateRun]]:
    """The runs of each of some series that overlap [start, end), in order; all in one query."""
    found: dict[int, list[StateRun]] = {number: [] for number in numbers}
    statement = _RUNS.format(chosen=_listed(numbers))
    rows = run(statement, int(start.timestamp()), int(end.timestamp()))
    for number, begun, ended, state, is_confirmed in rows:
        kept = StateRun(_STATES[state], _instant(begun), _instant(ended), bool(is_confirmed))
        found[number].append(kept)
    return found


def first_starts(numbers: Collection[int]) -> dict[int, datetime]:
    """When the first run of each of some series began; one without runs is absent."""
    rows = run(_FIRST_STARTS.format(chosen=_listed(numbers)))
    return {number: _instant(first) for number, first in rows if first is not None}


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(map(str, numbers)) or "NULL"


def _series_fact(row: tables.Series) -> Series:
    return Series(row.id, row.probe, row.location, row.component, _fold_fact(row.fold))


def _run_fact(row: tables.ProbeRun) -> StateRun:
    return StateRun(_STATES[row.state], row.start, row.end, bool(row.is_confirmed))


def _fold_json(fold: Fold) -> dict[str, Any]:
    return {
        "tail": [
            [run.state, run.start.timestamp(), run.end.timestamp(), run.is_confirmed]
            for run in fold.tail
        ],
        "last": fold.last.timestamp() if fold.last else None,
        "failures": fold.failures,
        "is_down": fold.is_down,
        "troubled": fold.troubled,
        "is_slow": fold.is_slow,
    }


def _fold_fact(kept: dict[str, Any]) -> Fold:
    tail = [
        StateRun(ProbeState(state), _instant(start), _instant(end), is_confirmed)
        for state, start, end, is_confirmed in kept["tail"]
    ]
    last = None if kept["last"] is None else _instant(kept["last"])
    failures, is_down = kept["failures"], kept["is_down"]
    # Version 0.1.0 believed slow answers at once, and did not count them.
    is_slow = is_down or any(run.state is ProbeState.DEGRADED for run in tail[-1:])
    troubled = kept.get("troubled", max(failures, int(is_slow)))
    return Fold(tuple(tail), last, failures, is_down, troubled, kept.get("is_slow", is_slow))


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
