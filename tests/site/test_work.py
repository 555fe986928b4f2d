"""What a page costs the store: what it shows, not what lies behind it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.site import catalogue
from statuspage.site.catalogue import Found
from statuspage.store import db
from statuspage.store.tables.base import database
from tests.helpers.large_site import NOW, Size, make_large

_LONG = Size(3, 1, 300, 10, availability=2, measured=0, first_notice=1, update_cadence=1)
_OF_EACH = 1  # addresses of a page that are looked at
# Instructions of SQLite's machine: for a statement, for each row that it finds and each thing that
# it is asked for, and for each row that is only counted or passed over on the way to a list's end.
_STATEMENT = 3_000
_ROW = 200
_COUNTED = 12
_COUNTING = ("COUNT(", "OFFSET")
_LISTS = ("/sitemap", "/record/pages")  # they say more, the more there is


class _Watch:
    """Counts the instructions of each statement."""

    def __init__(self, connection: sqlite3.Connection, rows: int) -> None:
        self._connection = connection
        self._rows = rows
        self.too_dear: dict[str, int] = {}

    def look(self, sql: str, given: Sequence[object]) -> None:
        taken = 0

        def step() -> None:
            nonlocal taken
            taken += 50

        self._connection.set_progress_handler(step, 50)
        found = self._connection.execute(sql, given).fetchall()
        self._connection.set_progress_handler(None, 50)
        allowed = _STATEMENT + _ROW * (len(found) + len(given))
        if any(word in sql for word in _COUNTING):
            allowed += _COUNTED * self._rows
        if taken > allowed:
            self.too_dear[sql] = taken


@contextmanager
def _watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Watch]:
    connection = database.connection()
    ((rows,),) = connection.execute("SELECT count(*) FROM record_entry").fetchall()
    watch = _Watch(connection, rows)
    asked = database.obj.execute_sql

    def looked_at(sql: str, params: Sequence[object] | None = None) -> Any:
        if sql.startswith("SELECT"):
            watch.look(sql, params or ())
        return asked(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database.obj, "execute_sql", looked_at)
        yield watch


@pytest.mark.slow
def test_no_page_reads_what_it_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_large(tmp_path / "long", _LONG)
    with clock.standing_at(NOW), db.snapshot():
        by_pattern: dict[str, list[Found]] = defaultdict(list)
        for found in catalogue.addresses(catalogue.present()):
            by_pattern[found.page.pattern].append(found)
        with _watched(monkeypatch) as watch:
            for pattern, some in by_pattern.items():
                if not pattern.startswith(_LISTS):
                    for one in some[-_OF_EACH:]:
                        catalogue.render(one)
    db.close_store()
    assert watch.too_dear == {}
