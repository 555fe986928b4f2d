"""What a restore would lose is counted, whichever table it is in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.domain.desk import lost
from statuspage.domain.desk.lost import nouns
from statuspage.store import backup, db
from statuspage.store.sqlite import comparing
from statuspage.store.sqlite.comparing import lost_rows

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def prepared(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A backup, beside the open store."""
    backup.backup(tmp_path / "copy.db")
    with closing(sqlite3.connect(f"{(tmp_path / 'copy.db').as_uri()}", uri=True)) as opened:
        opened.execute("ATTACH ? AS store", (f"{db.path().resolve().as_uri()}?mode=ro",))
        yield opened


def test_row_of_a_table_without_a_word_of_its_own_is_counted(
    prepared: sqlite3.Connection,
) -> None:
    with db.transaction():
        db.run("INSERT INTO check_reason VALUES ('api', '', 1782864000, 2, 'timeout', '{}', '')")
        db.run("INSERT INTO series VALUES (9, 'one', '', 'api', '{}')")
        db.run("INSERT INTO probe_day VALUES (9, 1782864000, x'00')")
    lost = lost_rows(prepared)
    assert lost == {"check_reason": 1, "probe_day": 1}
    assert [str(noun) for noun in nouns(lost)] == ["1 day of checks", "1 other row"]


def test_table_that_comes_later_is_counted_by_itself(prepared: sqlite3.Connection) -> None:
    prepared.execute("DETACH store")
    prepared.execute("ATTACH ':memory:' AS store")
    prepared.execute("CREATE TABLE main.yet_to_come (word TEXT)")
    for (made,) in prepared.execute(
        "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall():
        prepared.execute(made.replace("CREATE TABLE ", "CREATE TABLE store.", 1))
    prepared.execute("INSERT INTO store.yet_to_come VALUES ('kept')")
    assert lost_rows(prepared) == {"yet_to_come": 1}


def test_what_is_told_apart_is_a_table_that_there_is(prepared: sqlite3.Connection) -> None:
    rows = prepared.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in rows}
    assert tables >= comparing._FOLLOWS | comparing._PASSES | set(lost._NOUNS)
