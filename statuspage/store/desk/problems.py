"""The faults of the last sync, for staff to see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from statuspage.errors import Problem
from statuspage.said import dumped, loaded
from statuspage.store.tables.site import SyncProblem


def standing() -> list[Problem]:
    """The faults that stand now."""
    return sorted(Problem(row.file, row.line, loaded(row.text)) for row in SyncProblem.select())


def replace(problems: Iterable[Problem], now: datetime) -> None:
    """Let these be the faults that stand."""
    SyncProblem.delete().execute()
    for problem in problems:
        SyncProblem.create(
            file=problem.file, line=problem.line, text=dumped(problem.text), found_at=now
        )
