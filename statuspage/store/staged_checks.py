"""Checks of an import while they are gathered and folded, and their way into the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from statuspage.domain.measured.hours import Hour
from statuspage.domain.measured.samples import ProbeState, Sample, StateRun
from statuspage.store import hours, measurements
from statuspage.store.db import run
from statuspage.store.staging import Staging, as_stored
from statuspage.store.tables.measured import ProbeHour, ProbeRun, ProbeSample
from statuspage.store.unseen import KEYS, edge_of_step

_STATES = tuple(ProbeState)
NUMBERS = {state.value: number for number, state in enumerate(_STATES)}
"""The number that stands for each state in the store."""

# The states are numbered up, degraded, down, unknown; moved on by one they are in order of weight.
_UNLESS_WORSE = """
  ON CONFLICT DO UPDATE SET state = excluded.state, latency_ms = excluded.latency_ms
  WHERE ((excluded.state + 1) % 4, coalesce(excluded.latency_ms, -1))
    > ((state + 1) % 4, coalesce(latency_ms, -1))
"""
_PUT_SAMPLE = "INSERT INTO probe_sample VALUES (?, ?, ?, ?)" + _UNLESS_WORSE  # noqa: S608
_SAMPLES = "SELECT at, state, latency_ms FROM probe_sample WHERE series_id = ? ORDER BY at"
_PUT_RUN = "INSERT INTO probe_run VALUES (?, ?, ?, ?, ?)"
# An hour that is known by more checks than were read keeps its row.
_PUT_HOUR = """
INSERT OR REPLACE INTO probe_hour SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS (
  SELECT 1 FROM probe_hour WHERE series_id = ?1 AND start = ?2
  AND up + degraded + down + unknown > ?3 + ?4 + ?5 + ?6)
"""
_KNOWN_RUNS = "SELECT * FROM main.probe_run WHERE series_id = ? AND start < ?"
_KNOWN_HOURS = "SELECT * FROM main.probe_hour WHERE series_id = ?"
_COPY = """
INSERT INTO main.{name} (series_id, {columns})
SELECT ?, {columns} FROM staged.{name} WHERE series_id = ? AND {key} > ? AND {key} <= ?
"""
_NOT_STAGED = """
SELECT at FROM main.probe_sample WHERE series_id = ? AND at >= ?
EXCEPT SELECT at FROM staged.probe_sample WHERE series_id = ? ORDER BY at
"""

RawCheck = tuple[int, int, int, int | None]
"""Number of the staged series, seconds since 1970, number of the state, milliseconds."""


@dataclass(frozen=True)
class StagedChecks:
    """Checks, runs and hours in a staging file. A staged series has a number of its own."""

    staging: Staging

    def make(self) -> None:
        """Make the tables."""
        for model in (ProbeSample, ProbeRun, ProbeHour):
            self.staging.make_like(model)

    def put(self, checks: Iterable[RawCheck]) -> None:
        """Gather checks; of two for one instant the worse stands."""
        self.staging.put(_PUT_SAMPLE, checks)

    def put_samples(self, series: int, samples: Iterable[Sample]) -> None:
        """Gather samples that the store has already."""
        self.put(
            (series, int(one.at.timestamp()), NUMBERS[one.state], one.latency_ms) for one in samples
        )

    def samples(self, series: int) -> Iterator[Sample]:
        """All samples of a series in order, as a stream."""
        for at, state, latency_ms in self.staging.connection.execute(_SAMPLES, (series,)):
            yield Sample(datetime.fromtimestamp(at, UTC), _STATES[state], latency_ms)

    def put_runs(self, series: int, runs: Iterable[StateRun]) -> None:
        """Gather the runs that the samples of a series fold into."""
        self.staging.put_like(ProbeRun, (measurements.run_row(series, run) for run in runs))

    def put_hours(self, series: int, rolled: Iterable[Hour]) -> None:
        """Gather the hours of a series."""
        rows = (hours.row(series, hour) for hour in rolled)
        self.staging.put(_PUT_HOUR, as_stored(ProbeHour, rows))

    def put_known(self, series: int, number: int, since: datetime) -> None:
        """Gather what the store knows of a series: its runs from before an instant, its hours."""
        runs = run(_KNOWN_RUNS, number, int(since.timestamp()))
        self.staging.put(_PUT_RUN, ((series, *row[1:]) for row in runs))
        known = run(_KNOWN_HOURS, number)
        self.staging.put(_PUT_HOUR, ((series, *row[1:]) for row in known))

    def copy(self, series: int, number: int, keep_from: datetime) -> Iterator[bool]:
        """Put a staged series into the store under its number there, one step whenever asked.

        Of raw samples only those since `keep_from`. The staging file must be attached.
        """
        for model, key in KEYS.items():
            name = model._meta.table_name
            columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields[1:])
            after = int(keep_from.timestamp()) - 1 if model is ProbeSample else -1
            while (edge := edge_of_step(f"staged.{name}", key, series, after)) is not None:
                run(_COPY.format(name=name, columns=columns, key=key), number, series, after, edge)
                after = edge
                yield True

    def missed(self, series: int, number: int, since: datetime) -> list[datetime]:
        """When samples were taken that came into the store while the import was gathering."""
        rows = run(_NOT_STAGED, number, int(since.timestamp()), series)
        return [datetime.fromtimestamp(at, UTC) for (at,) in rows]
