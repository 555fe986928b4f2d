"""POST of rows: checks, cases, ratings and ratios. All of a batch are taken, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Response

from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.config import Settings
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.api.requests import Done, answer_once, bearer, raw_rows

Recorder = Callable[[Iterable[tuple[int, Any]], Settings], int]

RECORDERS: Mapping[str, Recorder] = {
    "checks": record_checks,
    "cases": record_cases,
    "ratings": lambda rows, _: record_ratings(rows),
    "ratios": record_ratios,
}
"""What takes the rows of each address, by its name among the writes."""


def batch(name: str, scope: str) -> Callable[[], Response]:
    """The view that takes rows for an address from a token with a scope."""
    record = RECORDERS[name]

    def take() -> Response:
        token = bearer(scope)
        with db.snapshot():
            settings = current_settings()
        rows = raw_rows()  # read and parsed while nobody waits
        return answer_once(token, lambda: Done({"taken": record(rows, settings)}))

    return take
