"""What a check costs on disk after a month of one-minute probes, with raw results and packed."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.measurements.results import pack_old_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence
from statuspage.store import db
from tests.bench.sites import make_site
from tests.helpers.measurements import record, results

_PROBES = 4
_MINUTE = timedelta(minutes=1)
_START = datetime(2026, 7, 1, tzinfo=UTC)
_END = _START + timedelta(days=30)


def main() -> None:
    """Print bytes per check."""
    with tempfile.TemporaryDirectory() as folder:
        make_site(Path(folder, "site"))
        before = _size()
        checks = sum(
            record(
                Watched(f"probe-{number}", f"component-{number}", Cadence(_MINUTE)),
                results(_START, _END, _MINUTE, seed=number),
            )
            for number in range(_PROBES)
        )
        with_raw = (_size() - before) / checks
        with clock.standing_at(_END + timedelta(days=20)):
            pack_old_samples(timedelta(days=14))
        without = (_size() - before) / checks
        db.close_store()
    print(
        f"Bytes per check after a month of {_PROBES} one-minute probes ({checks:,} checks)\n"
        f"  with raw results     {with_raw:6.1f}  (wanted: at most 60; the best peer: 131)\n"
        f"  packed               {without:6.1f}  (wanted: at most 10)"
    )


def _size() -> int:
    """Bytes of the database when it is packed."""
    with closing(sqlite3.connect(db.path())) as connection:
        connection.execute("VACUUM")
        pages, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "page_size")
        )
    return int(pages * size)


if __name__ == "__main__":
    main()
