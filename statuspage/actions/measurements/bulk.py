"""Cases and ratings by the million: gathered beside the store, then visible at once or never."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from statuspage import clock
from statuspage.actions.measurements.cases import read_cases
from statuspage.actions.measurements.ratings import read_ratings
from statuspage.config import Settings
from statuspage.errors import RowFault
from statuspage.store import cases, db, ratings
from statuspage.store.staging import staging
from statuspage.store.tables.support import Rating, SupportCase

_SHOWN = 100

Chunk = Sequence[tuple[int, Any]]
"""Some rows with their line, read in one go."""


@dataclass
class Taken:
    """What came of an import: where there is any fault, nothing was taken."""

    rows: int = 0
    fault_count: int = 0
    faults: list[RowFault] = field(default_factory=list)  # the first of them

    def refuse(self, faults: list[RowFault]) -> None:
        """Count faults, and keep the first ones."""
        self.fault_count += len(faults)
        self.faults += sorted(faults)[: max(0, _SHOWN - len(self.faults))]


def in_steps(step: Callable[[], bool]) -> None:
    """Write in short transactions, while `step` says that there may be more.

    Between them is as much time as each took, so that those who wait for the store get their turn.
    """
    is_more = True
    while is_more:
        begun = clock.elapsed()
        with db.transaction():
            is_more = step()
        time.sleep(clock.elapsed() - begun)


def import_cases(chunks: Iterable[Chunk], settings: Settings) -> Taken:
    """Take any number of cases, given in chunks. Raises StoreError."""
    taken = Taken()
    with staging() as staged:
        staged.make_like(SupportCase)
        for chunk in chunks:
            faults: list[RowFault] = []
            found = read_cases(chunk, faults)
            staged.put_like(SupportCase, (cases.row(case, 0) for case in found))
            taken.rows += len(found)
            taken.refuse(faults)
        if taken.rows and not taken.fault_count:
            with staged.attached(), db.transaction():
                cases.put_staged(cases.calendars_number(settings.calendars, clock.now()))
                db.raise_topics("measurements")
    return taken


def import_ratings(chunks: Iterable[Chunk]) -> Taken:
    """Take any number of ratings, given in chunks. Raises StoreError."""
    taken = Taken()
    with staging() as staged:
        staged.make_like(Rating)
        for chunk in chunks:
            faults: list[RowFault] = []
            found = read_ratings(chunk, faults)
            staged.put_like(Rating, map(ratings.row, found))
            taken.rows += len(found)
            taken.refuse(faults)
        if taken.rows and not taken.fault_count:
            with staged.attached(), db.transaction():
                ratings.put_staged()
                db.raise_topics("measurements")
    return taken
