"""Hour rows of the series: rolled up when results are written, read by pages and figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from peewee import fn

from statuspage.domain.measured import latency
from statuspage.domain.measured.hours import Hour, Verdicts
from statuspage.store.db import json_text, run, run_many
from statuspage.store.tables.measured import ProbeHour

_H = ProbeHour
_SKETCHES = """
SELECT start, sketch FROM probe_hour WHERE series_id IN ({chosen}) AND start >= ? AND start < ?
ORDER BY start, series_id
"""


REPLACE = """
ON CONFLICT (series_id, start) DO UPDATE SET (up, degraded, down, unknown, answers, sketch, within)
= (excluded.up, excluded.degraded, excluded.down, excluded.unknown, excluded.answers,
   excluded.sketch, excluded.within)
"""
"""What ends an INSERT of hours: one takes the place of the former row of the same hour."""


def put(hours: Iterable[tuple[int, Hour]]) -> None:
    """Keep hours, each with the number of its series; the row of the same hour is replaced."""
    rows = (
        (
            series,
            int(hour.start.timestamp()),
            *(hour.up, hour.degraded, hour.down, hour.unknown, hour.sketch.total),
            latency.encode(hour.sketch),
            _H.within.db_value(hour.within),
        )
        for series, hour in hours
    )
    run_many(f"INSERT INTO probe_hour VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) {REPLACE}", rows)  # noqa: S608


def add(fresh: Mapping[int, Sequence[Hour]]) -> None:
    """Add checks, by the number of their series, that no row of their hours counts yet.

    All in two statements, for this happens with every check.
    """
    numbered = [(series, hour) for series, some in fresh.items() for hour in some]
    starts = [hour.start for _, hour in numbered]
    if not starts:
        return
    query = _H.select().where(
        _H.series.in_(list(fresh)) & (_H.start >= min(starts)) & (_H.start <= max(starts))
    )
    rows: Any = query.tuples()
    kept = {(number, fact.start): fact for number, fact in map(_numbered, rows)}
    put(
        (key[0], kept[key] + hour if key in kept else hour)
        for key, hour in (((series, hour.start), hour) for series, hour in numbered)
    )


def between(series: int, start: datetime, end: datetime) -> list[Hour]:
    """The hours of a series that begin in [start, end), in order."""
    query = _H.select().where((_H.series == series) & (_H.start >= start) & (_H.start < end))
    rows: Any = query.order_by(_H.start).tuples()
    return [fact for _, fact in map(_numbered, rows)]


def verdicts(series: int, start: datetime, end: datetime, limit: int) -> Verdicts:
    """The answers of the hours that begin in [start, end) against a limit in ms, summed up."""
    chosen = (_H.series == series) & (_H.start >= start) & (_H.start < end)
    counted = json_text(_H.within, str(limit)).cast("BIGINT")
    query = _H.select(fn.SUM(counted), fn.SUM(_H.answers)).where(chosen & counted.is_null(False))
    exact: Any = query.tuples().get()
    good, answers = (number or 0 for number in exact)
    others: Any = _H.select().where(chosen & counted.is_null()).tuples()
    rest = (fact.against(limit) for _, fact in map(_numbered, others))
    return sum(rest, Verdicts(good, answers - good))


def verdicts_by_hour(
    series: int, start: datetime, end: datetime, limit: int
) -> list[tuple[datetime, Verdicts]]:
    """What `verdicts` sums up, for each hour that has a row, in order."""
    query = _H.select(_H.start, _H.within, _H.answers, _H.sketch).where(
        (_H.series == series) & (_H.start >= start) & (_H.start < end)
    )
    rows: Any = query.order_by(_H.start).tuples()
    found = []
    for hour, within, answers, sketch in rows:
        good = within.get(str(limit))
        if good is None:
            bounded = Hour(hour, sketch=latency.decode(bytes(sketch))).against(limit)
            found.append((hour, bounded))
        else:
            found.append((hour, Verdicts(good, answers - good)))
    return found


def sketches_between(
    series: Collection[int], start: datetime, end: datetime
) -> dict[datetime, list[bytes]]:
    """The latency sketches, in compact form, of several series by hours in [start, end)."""
    found: dict[datetime, list[bytes]] = defaultdict(list)
    chosen = ", ".join(map(str, series)) or "NULL"
    # Thousands of rows for a page: plain columns take a third of the time that models do.
    rows = run(_SKETCHES.format(chosen=chosen), int(start.timestamp()), int(end.timestamp()))
    for hour, sketch in rows:
        found[datetime.fromtimestamp(hour, UTC)].append(sketch)
    return dict(found)


def _numbered(columns: tuple[Any, ...]) -> tuple[int, Hour]:
    """The number of the series, and the hour, of a row."""
    series, start, up, degraded, down, unknown, _, sketch, within = columns
    counted = {int(limit): count for limit, count in within.items()}
    kept = latency.decode(bytes(sketch))
    return series, Hour(start, up, degraded, down, unknown, kept, counted)
