"""Why checks failed, were slow or saw nothing: each change of that, kept for good."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from peewee import Tuple, fn

from statuspage.domain.measured.reason import Reason, Told
from statuspage.domain.measured.samples import ProbeState
from statuspage.said import dumped, loaded
from statuspage.store.measured.measurements import NUMBERS
from statuspage.store.tables.measured import CheckReason, Series

_STATES = {number: state for state, number in NUMBERS.items()}
_T = CheckReason


def newest(probe: str, location: str, until: datetime) -> Told | None:
    """What the newest change up to an instant told, at one location."""
    at_place = (_T.probe == probe) & (_T.location == location)
    row = _T.select().where(at_place & (_T.at <= until)).order_by(_T.at.desc()).first()
    return None if row is None else _fact(row)


def newest_of(probes: Collection[str], until: datetime) -> list[Told]:
    """The newest change of each location of some probes; those that are up again are among them."""
    earlier = CheckReason.alias()
    here = (earlier.probe == Series.probe) & (earlier.location == Series.location)
    last = earlier.select(fn.MAX(earlier.at)).where(here & (earlier.at <= until))
    keys = Series.select(Series.probe, Series.location, last).where(Series.probe.in_(list(probes)))
    rows = _T.select().where(Tuple(_T.probe, _T.location, _T.at).in_(keys)).order_by(_T.at)
    return [_fact(row) for row in rows]


def between(probes: Collection[str], start: datetime, end: datetime) -> Sequence[Told]:
    """The changes of some probes in [start, end), in order of time."""
    chosen = _T.probe.in_(list(probes)) & (_T.at >= start) & (_T.at < end)
    return [_fact(row) for row in _T.select().where(chosen).order_by(_T.at)]


def add(found: Iterable[Told]) -> None:
    """Keep changes; of two of one instant the later one stands."""
    for one in found:
        reason = one.reason
        row = {
            "probe": one.probe,
            "location": one.location,
            "at": one.at,
            "state": NUMBERS[one.state],
            "kind": reason.kind if reason else "",
            "facts": dict(reason.facts) if reason else {},
            "detail": dumped(reason.detail) if reason else "",
        }
        _T.put(row)


def _fact(row: CheckReason) -> Told:
    reason = Reason(row.kind, loaded(row.detail), row.facts) if row.kind else None
    return Told(row.probe, row.location, row.at, ProbeState(_STATES[row.state]), reason)
