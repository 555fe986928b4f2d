"""Results that are raw no more: packed by the UTC day, or as version 0.1.0 left them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from statuspage.domain.measured.former import Former
from statuspage.domain.measured.pace import DAY, day_of
from statuspage.domain.measured.packing import pack, unpack
from statuspage.domain.measured.samples import ProbeState, Sample, StateRun
from statuspage.store.db import run

_STATES = tuple(ProbeState)
_BETWEEN = """
SELECT start, checks FROM probe_day WHERE series_id = ? AND start > ? AND start < ? ORDER BY start
"""
_PUT = """
INSERT INTO probe_day VALUES (?, ?, ?)
ON CONFLICT (series_id, start) DO UPDATE SET checks = excluded.checks
"""
# Runs do not overlap, so only the last one that begins before can reach inside.
_FORMER = """
SELECT start, "end", state, is_confirmed FROM probe_former
WHERE series_id = ?1 AND start < ?3 AND "end" >= ?2 AND start >= coalesce(
  (SELECT max(start) FROM probe_former WHERE series_id = ?1 AND start < ?2), ?2)
ORDER BY start
"""
_CHECKS_BY_THE_HOUR = """
SELECT count(*), sum(up + degraded + down + unknown) FROM probe_hour
WHERE series_id = ? AND start >= ? AND start < ?
"""
_BEFORE = """
SELECT max(at) FROM (
  SELECT max(at) AS at FROM probe_sample WHERE series_id = ?1 AND at < ?2
  UNION ALL SELECT max(start) FROM probe_day WHERE series_id = ?1 AND start < ?2
  UNION ALL SELECT * FROM (
    SELECT CASE WHEN "end" < ?2 THEN "end" ELSE ?2 END - 1 FROM probe_former
    WHERE series_id = ?1 AND start < ?2 ORDER BY start DESC LIMIT 1) AS former) AS known
"""
_AFTER = """
SELECT min(at) FROM (
  SELECT min(at) AS at FROM probe_sample WHERE series_id = ?1 AND at >= ?2
  UNION ALL SELECT min(start) FROM probe_day WHERE series_id = ?1 AND start >= ?2
  UNION ALL SELECT min(start) FROM probe_former WHERE series_id = ?1 AND start >= ?2
  UNION ALL SELECT ?2 WHERE (
    SELECT "end" FROM probe_former WHERE series_id = ?1 AND start < ?2
    ORDER BY start DESC LIMIT 1) > ?2) AS known
"""


def put(number: int, day: datetime, samples: Sequence[Sample]) -> None:
    """Keep all samples of a UTC day, in order; what was kept of it is replaced."""
    run(_PUT, number, int(day.timestamp()), pack(day, samples))


def between(number: int, start: datetime, end: datetime) -> list[Sample]:
    """The packed samples of a series in [start, end), in order."""
    first = int((start - DAY).timestamp())
    rows = run(_BETWEEN, number, first, int(end.timestamp())).fetchall()
    found = (sample for day, checks in rows for sample in unpack(_instant(day), checks))
    return [sample for sample in found if start <= sample.at < end]


def former(number: int, day: datetime, reach: timedelta) -> Former:
    """What version 0.1.0 left of a UTC day, and of as much time after it as a check may hold."""
    rows = run(_FORMER, number, int(day.timestamp()), int((day + DAY + reach).timestamp()))
    runs = [
        StateRun(_STATES[state], _instant(start), _instant(end), bool(is_confirmed))
        for start, end, state, is_confirmed in rows
    ]
    if not runs:
        return Former()
    hours, checks = run(
        _CHECKS_BY_THE_HOUR, number, int(day.timestamp()), int((day + DAY).timestamp())
    ).fetchone()
    return Former(runs, timedelta(seconds=max(hours * 3600 // checks, 1)) if checks else None)


def day_before(number: int, edge: datetime) -> datetime | None:
    """The last UTC day of which anything before an instant is known."""
    return _day(run(_BEFORE, number, int(edge.timestamp())).fetchone()[0])


def day_after(number: int, edge: datetime) -> datetime | None:
    """The first UTC day, beginning at the given one, of which anything is known."""
    return _day(run(_AFTER, number, int(edge.timestamp())).fetchone()[0])


def _day(seconds: int | None) -> datetime | None:
    return None if seconds is None else day_of(_instant(seconds))


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
