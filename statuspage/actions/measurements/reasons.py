"""Keep why checks failed: each change of it is kept and logged, what says the same is not."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from statuspage.domain.measured.reason import Told, changes
from statuspage.domain.measured.samples import ProbeState
from statuspage.store import db
from statuspage.store.measured import reasons

_log = logging.getLogger(__name__)


def keep_reasons(found: Iterable[Told]) -> None:
    """Keep what some checks told, of any probes and locations, in one transaction.

    Raises StoreError.
    """
    by_place: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in found:
        by_place[one.probe, one.location].append(one)
    if not by_place:
        return
    with db.transaction():
        new: list[Told] = []
        for (probe, location), told in by_place.items():
            told.sort(key=_when)
            new += changes(reasons.newest(probe, location, told[0].at), told)
        reasons.add(new)
    for one in new:
        _tell(one)


def keep_given(found: Iterable[Told]) -> None:
    """Keep what pushed checks told of a series once any of them said why. Raises StoreError."""
    by_place: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in found:
        by_place[one.probe, one.location].append(one)
    with db.snapshot():
        told = [
            some
            for (probe, location), some in by_place.items()
            if any(one.reason for one in some)
            or _is_troubled(reasons.newest(probe, location, max(map(_when, some))))
        ]
    keep_reasons(one for some in told for one in some)


def _is_troubled(before: Told | None) -> bool:
    return before is not None and before.state is not ProbeState.UP


def _when(one: Told) -> datetime:
    return one.at


def _tell(one: Told) -> None:
    where = f"{one.probe} from {one.location}" if one.location else one.probe
    level = logging.INFO if one.state is ProbeState.UP else logging.WARNING
    why = f": {one.reason.detail}" if one.reason else ""
    _log.log(level, "%s is %s%s", where, one.state, why)
