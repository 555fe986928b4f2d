"""What was pulled from sources, and how far the pulls of each series have come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from peewee import JOIN

from statuspage.domain.measured.pulls import Pull, PullStanding
from statuspage.said import dumped, loaded
from statuspage.store.tables.sources import SourcePull, SourceSeries

_P, _S = SourcePull, SourceSeries


def standings() -> Mapping[str, PullStanding]:
    """How far the pulls of each series have come, by its name."""
    return {row.series: _standing(row) for row in SourceSeries.select()}


def keep_standing(standing: PullStanding) -> None:
    """Keep how far the pulls of a series have come."""
    fault = None if standing.fault is None else dumped(standing.fault)
    SourceSeries.put({**vars(standing), "fault": fault})


def keep(pull: Pull) -> None:
    """Keep a pull in place of those of its time: it asked for all that they asked for."""
    inside = (_P.series == pull.series) & (_P.start >= pull.start) & (_P.end <= pull.end)
    _P.delete().where(inside).execute()
    _P.insert(vars(pull)).execute()


def settled_between(
    series: Collection[str], start: datetime, end: datetime
) -> Mapping[str, list[Pull]]:
    """The pulls of each of some series that asked for time of [start, end) for good, in order.

    What was imported has no standing, and is for good.
    """
    found: dict[str, list[Pull]] = {name: [] for name in series}
    chosen = _P.series.in_(list(series)) & (_P.start < end) & (_P.end > start)
    joined = _P.select().join(_S, JOIN.LEFT_OUTER, on=(_S.series == _P.series))
    is_settled = _S.settled.is_null() | (_P.end <= _S.settled)
    for row in joined.where(chosen & is_settled).order_by(_P.series, _P.start, _P.end):
        found[row.series].append(_pull(row))
    return found


def _standing(row: Any) -> PullStanding:
    fault = None if row.fault is None else loaded(row.fault)
    return PullStanding(
        row.series,
        row.since,
        row.settled,
        row.reached,
        row.heard_at,
        row.newest,
        fault,
        row.failing_since,
    )


def _pull(row: Any) -> Pull:
    digest = bytes(row.digest)
    return Pull(row.series, row.start, row.end, row.asked_at, row.query, row.points, digest)
