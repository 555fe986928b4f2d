"""What entering something in the record costs with a short and with a long record before it."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from statuspage.domain.record.recorded import Addition, Statement
from statuspage.store import db
from statuspage.store.published import record

_SIZES = (1_000, 1_000_000)
_REPEATS = 300
_AT_ONCE = 5_000
_AT = datetime(2026, 7, 1, tzinfo=UTC)


def main() -> None:
    """Print milliseconds for one more entry, without the commit, and for the root over all."""
    print("Entering one more update in the record, without the commit (median ms; wanted: under 2)")
    with tempfile.TemporaryDirectory() as folder:
        db.open_store(Path(folder, "statuspage.db"), create=True)
        db.migrate()
        for size in _SIZES:
            _fill(size)
            appended = statistics.median(_once() for _ in range(_REPEATS))
            print(f"  after {size:>9,} entries {appended:8.3f}   the root over all {_root():8.3f}")
        db.close_store()


def _fill(size: int) -> None:
    if size >= 100_000:
        print(f"  (filling a record with {size:,} entries takes minutes)", file=sys.stderr)
    while (missing := size - record.size()) > 0:
        with db.transaction():
            record.append(_additions(min(missing, _AT_ONCE)), _AT)


def _additions(count: int) -> list[Addition]:
    first = record.size()
    words = {"body": "We are looking into it. " * 12, "author": "ada", "changes": "[]"}
    facts = {"incident": "3fk2m9abcd", "status": "investigating", "at": "2026-07-01T00:00:00Z"}
    return [
        Addition(Statement(f"update/{number}", facts, words), 1)
        for number in range(first, first + count)
    ]


def _once() -> float:
    with db.transaction():
        additions = _additions(1)
        start = time.perf_counter()
        record.append(additions, _AT)
        return (time.perf_counter() - start) * 1000


def _root() -> float:
    with db.snapshot():
        start = time.perf_counter()
        record.root(record.size())
        return (time.perf_counter() - start) * 1000
