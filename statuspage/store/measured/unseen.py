"""Series that nobody sees: those an import still fills, and those that it has replaced.

They bear the name of no probe, so no page or figure finds them; one small write gives them one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from statuspage.domain.measured.samples import Sample
from statuspage.store.db import run
from statuspage.store.fields import FAR
from statuspage.store.measured import measurements
from statuspage.store.measured.hours import REPLACE
from statuspage.store.tables import measured as tables

_STEP = 5000  # rows that one transaction copies or drops: some milliseconds of work
_S = tables.Series
_NOBODY = ""
NONE = 0
"""The number of no series."""
_TABLES = (
    *(("probe_run", "start"), ("probe_hour", "start"), ("probe_sample", "at")),
    *(("probe_day", "start"), ("probe_former", "start")),
)
_EDGE = """
SELECT max(key) FROM (
  SELECT {key} AS key FROM {table} WHERE series_id = ? AND {key} > ? ORDER BY {key} LIMIT ?) AS step
"""
_DROP = "DELETE FROM {table} WHERE series_id = ? AND {key} <= ?"
_COPY_RUNS = """
INSERT INTO probe_run SELECT ?1, start, "end", state, is_confirmed FROM probe_run
WHERE series_id = ?2 AND start > ?3 AND start <= ?4 AND (start < ?5 OR start > ?6)
"""
_COPY_DAYS = """
INSERT INTO probe_day SELECT ?1, start, checks FROM probe_day
WHERE series_id = ?2 AND start > ?3 AND start <= ?4 ON CONFLICT (series_id, start) DO NOTHING
"""
_COPY_FORMER = """
INSERT INTO probe_former SELECT ?1, start, "end", state, is_confirmed FROM probe_former
WHERE series_id = ?2 AND start > ?3 AND start <= ?4
"""
# An hour that is known by more checks than were read keeps its row.
_COPY_HOURS = """
INSERT INTO probe_hour
SELECT ?1, start, up, degraded, down, unknown, answers, sketch, within FROM probe_hour AS known
WHERE series_id = ?2 AND start > ?3 AND start <= ?4 AND NOT EXISTS (
  SELECT 1 FROM probe_hour AS read WHERE series_id = ?1 AND start = known.start
  AND read.up + read.degraded + read.down + read.unknown
    >= known.up + known.degraded + known.down + known.unknown)
"""
_COPY_HOURS += REPLACE
_MISSED = """
SELECT at, state, latency_ms FROM probe_sample AS came WHERE series_id = ? AND at >= ?
AND NOT EXISTS (SELECT 1 FROM probe_sample WHERE series_id = ? AND at = came.at) ORDER BY at
"""


def make(probe: str, location: str) -> int:
    """A new series that will be that of a probe and a location; returns its number."""
    return measurements.series(_NOBODY, f"{probe} {location}", _NOBODY).number


def copy(known: int, number: int, since: datetime | None, until: datetime | None) -> Iterator[None]:
    """Give a series what another knows and it lacks, in steps.

    Of the runs those that begin before `since` or after `until`; None: there are none on that side.
    """
    outside = (
        _seconds(since) if since else -1,
        _seconds(until or FAR),
    )
    for table, statement, more in (
        ("probe_run", _COPY_RUNS, outside),
        ("probe_hour", _COPY_HOURS, ()),
        ("probe_day", _COPY_DAYS, ()),
        ("probe_former", _COPY_FORMER, ()),
    ):
        for after, edge in _steps(table, "start", known):
            run(statement, number, known, after, edge, *more)
            yield


def missed(before: int, number: int, since: datetime | None) -> list[Sample]:
    """The raw samples of a series from an instant on, or all, that another lacks, in order."""
    return [
        *map(measurements.sample, run(_MISSED, before, _seconds(since) if since else 0, number))
    ]


def show(number: int, probe: str, location: str, component: str) -> None:
    """Let an unseen series be that of a probe and a location; the one before is seen no more."""
    _S.update(probe=_NOBODY, component=_NOBODY, location=f"before {number}").where(
        (_S.probe == probe) & (_S.location == location)
    ).execute()
    _S.update(probe=probe, component=component, location=location).where(_S.id == number).execute()


def drop() -> Iterator[None]:
    """Take away the unseen series, in steps."""
    for row in _S.select().where(_S.probe == _NOBODY):
        for table, key in _TABLES:
            for _, edge in _steps(table, key, row.id):
                run(_DROP.format(table=table, key=key), row.id, edge)
                yield
        row.delete_instance()


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _steps(table: str, key: str, series: int) -> Iterator[tuple[int, int]]:
    """The keys after which each step through a series in a table begins, and at which it ends."""
    statement, after = _EDGE.format(table=table, key=key), -1
    while (edge := run(statement, series, after, _STEP).fetchone()[0]) is not None:
        yield after, edge
        after = edge
