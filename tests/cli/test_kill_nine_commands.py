"""A command that is killed (kill -9) anywhere: the store is sound, pages are served, and the same
command does the rest when it is typed again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from werkzeug.test import Client

from statuspage.store import backup, db
from statuspage.web.app import create_app
from tests.helpers.filled import load, releases
from tests.helpers.forge import KILLED, Forge, forge
from tests.helpers.sites import a_probe, write_site
from tests.helpers.to_import import write_histories

# How often each command is killed, at moments spread over the time that it takes.
_KILLS = max(2, int(os.environ.get("STATUSPAGE_KILLS", "40")) // 20)
_TABLES = (
    *("incident", "incident_update", "record_entry", "component", "series", "probe_sample"),
    *("probe_run", "publication", "sla_version", "schema_migration"),
)


@pytest.fixture(scope="module")
def program() -> Iterator[Forge]:
    with forge() as made:
        yield made


@pytest.fixture(scope="module")
def site(program: Forge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with some history, and beside it what the commands are given."""
    folder = tmp_path_factory.mktemp("killed")
    config = write_site(folder / "site", a_probe()) / "config.toml"
    write_histories(folder)
    for words in (("migrate",), ("sync",), ("import", "incidents", str(folder / "old.jsonl"))):
        assert program.run(config, *words).code == 0
    assert program.run(config, "backup", str(folder / "former.db")).code == 0
    assert program.run(config, "incident", "open", "--title", "Slow", "--body", "Hm.").code == 0
    text = config.read_text("utf-8")
    more = '\n[[components]]\nid = "mail"\nname = "Mail"\n'
    (folder / "changed.toml").write_text(text.replace("99.9%", "99.8%") + more, "utf-8")
    return folder


COMMANDS = {
    "backup": ("backup", "{site}/new.db"),
    "restore": ("restore", "{site}/former.db", "--replace"),
    "import checks": ("import", "checks", "{site}/checks.csv"),
    "import incidents": ("import", "incidents", "{site}/new.jsonl"),
    "import atom": ("import", "atom", "{site}/feed.atom"),
    "sync": ("sync",),
    "migrate": ("migrate",),
    "publish": ("publish", "{site}/copy"),
    "incident open": ("incident", "open", "--title", "Down", "--body", "We are looking."),
}


def counts(database: Path) -> dict[str, int]:
    """Rows by table; the database is sound."""
    with closing(sqlite3.connect(database)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        return {
            table: store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in _TABLES
            if store.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        }


def fresh(site: Path, place: Path, name: str) -> Path:
    """The site anew, as the command is to find it; gives its config.toml."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(site / "site", place)
    (site / "new.db").unlink(missing_ok=True)
    shutil.rmtree(site / "copy", ignore_errors=True)
    if name == "sync":
        shutil.copy(site / "changed.toml", place / "config.toml")
    if name == "migrate":
        shutil.rmtree(place / "var")
        load(next(iter(releases())), place / "var" / "statuspage.db")
    return place / "config.toml"


def left_behind(*folders: Path) -> list[Path]:
    return [file for folder in folders for file in folder.glob(".statuspage-*")]


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_kill_nine_in_a_command_loses_nothing_and_the_next_one_does_it(
    program: Forge, site: Path, tmp_path: Path, name: str
) -> None:
    words = [word.format(site=site) for word in COMMANDS[name]]
    config = fresh(site, tmp_path / "site", name)
    database = config.parent / "var" / "statuspage.db"
    before = counts(database)
    whole = program.run(config, *words)
    assert whole.code == 0, whole.stderr
    after = counts(database)
    kills = _KILLS // 2 if name == "publish" else _KILLS  # it takes longer than all others
    for kill in range(1, kills + 1):
        config = fresh(site, tmp_path / "site", name)
        moment = whole.seconds * kill / (kills + 1)
        killed = program.run(config, *words, kill_after=moment)
        assert killed.code in (KILLED, 0)
        assert "Traceback" not in killed.stderr
        found = counts(database)
        assert all(before[table] <= found[table] or name == "restore" for table in before)
        if name != "migrate":  # which serves nothing before it has come to its end
            db.open_store(database)
            assert Client(create_app()).get("/").status_code == 200
            db.close_store()
        again = program.run(config, *words)
        assert again.code == 0, again.stderr
        if name == "incident open" and found["incident"] > before["incident"]:
            continue  # it was published before the kill, and now once more
        assert counts(database) == after
        if name == "backup":
            assert backup.verify(site / "new.db")["incident"] == before["incident"]
        if name == "publish":
            assert program.run(config, "verify", str(site / "copy")).code == 0
            assert [*(site / "copy").rglob(".part-*")] == []
        assert left_behind(site, config.parent / "var") == []
