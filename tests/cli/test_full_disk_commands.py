"""A full disk: each command that writes says so in one line and writes nothing, readers read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.helpers.disks import LimitedFiles, SmallDisk, small_disk
from tests.helpers.forge import Forge, forge
from tests.helpers.sites import a_probe, write_site
from tests.helpers.to_import import write_histories


@pytest.fixture(scope="module")
def program() -> Iterator[Forge]:
    with forge() as made:
        yield made


@pytest.fixture(scope="module")
def disk(program: Forge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    """One with a site, and no room for more."""
    folder = tmp_path_factory.mktemp("full")
    with small_disk(folder / "disk") as disk:
        if isinstance(disk, LimitedFiles):
            pytest.skip("only who may mount can have a disk of his own")
        config = write_site(disk.folder / "site", a_probe()) / "config.toml"
        write_histories(folder)
        for words in (("migrate",), ("sync",), ("backup", str(folder / "former.db"))):
            assert program.run(config, *words).code == 0
        opened = ("incident", "open", "--title", "Slow", "--body", "We are looking.")
        assert program.run(config, *opened).code == 0
        with closing(sqlite3.connect(config.parent / "var" / "statuspage.db")) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or the log has some room
            disk.fill()
        yield disk


WRITING = {
    "backup": ("backup", "{disk}/new.db"),
    "restore": ("restore", "{folder}/former.db", "--replace"),
    "publish": ("publish", "{disk}/copy"),
    "import checks": ("import", "checks", "{folder}/checks.csv"),
    "import incidents": ("import", "incidents", "{folder}/new.jsonl"),
    "import atom": ("import", "atom", "{folder}/feed.atom"),
    "incident open": ("incident", "open", "--title", "Down", "--body", "We look. " * 2000),
    "staff add": ("staff", "add", "ada", "--role", "admin"),
}
READING = {
    "backup elsewhere": ("backup", "{folder}/kept.db"),
    "incident list": ("incident", "list"),
    "sla show": ("sla", "show", "api-availability", "--json"),
}


def told(program: Forge, disk: SmallDisk, words: tuple[str, ...]) -> tuple[int, str]:
    places = {"disk": disk.folder, "folder": disk.folder.parent}
    done = program.run(
        disk.folder / "site" / "config.toml", *(word.format_map(places) for word in words)
    )
    return done.code, done.stderr


@pytest.mark.parametrize("name", WRITING)
def test_command_that_finds_the_disk_full_says_so_in_one_line(
    program: Forge, disk: SmallDisk, name: str
) -> None:
    code, said = told(program, disk, WRITING[name])
    assert code == 1, said
    assert said.count("\n") == 1, said
    assert "full" in said or "No space left" in said
    assert [*(disk.folder / "site" / "var").glob(".statuspage-*")] == []


@pytest.mark.parametrize("name", READING)
def test_command_that_reads_works_on_a_full_disk(
    program: Forge, disk: SmallDisk, name: str
) -> None:
    assert told(program, disk, READING[name]) == (0, "")


def test_full_disk_lost_nothing_and_goes_on_when_there_is_room(
    program: Forge, disk: SmallDisk
) -> None:
    disk.empty()
    assert told(program, disk, WRITING["incident open"])[0] == 0
    config = disk.folder / "site" / "config.toml"
    listed = program.run(config, "incident", "list", "--all").stdout.splitlines()
    assert [line.rpartition("\t")[2] for line in listed] == ["Down", "Slow"]
