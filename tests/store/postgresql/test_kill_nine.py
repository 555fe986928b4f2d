"""Commands on a server, killed (kill -9) anywhere: nothing is lost, and the next one does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.config.database import DATABASE_VARIABLE, SECRET_VARIABLE, DatabaseServer
from statuspage.store import backup, db
from tests.helpers.forge import KILLED, Done, Forge, forge
from tests.helpers.processes import wait_until
from tests.helpers.sites import open_site, write_site
from tests.helpers.stores import SECRET, choose, server

_KILLS = 3  # of each command, at moments spread over the time that it takes


@pytest.fixture(scope="module")
def program() -> Iterator[Forge]:
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv(SECRET_VARIABLE, SECRET)
        environ.delenv(DATABASE_VARIABLE, raising=False)
        with forge() as made:
            yield made


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site on the server that told of something, whose config.toml names the database."""
    choose("postgresql")
    folder = open_site(write_site(tmp_path / "site"))
    open_incident("Down", NewUpdate("It is down."), Actor("ada"))
    db.close_store()
    name_database(folder / "config.toml", server().place(folder))
    return folder


def name_database(config: Path, place: DatabaseServer) -> None:
    text = config.read_text("utf-8").partition("\n[store]")[0]
    config.write_text(text + "\n[store]\n" + f'database = "{place.url}"\n', "utf-8")


def counts(place: DatabaseServer) -> dict[str, int]:
    """Rows by table."""
    with psycopg.connect(place.url, autocommit=True) as asking:
        names = asking.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            name: asking.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # type: ignore[index]
            for (name,) in names.fetchall()
        }


def wait_for_the_end(place: DatabaseServer) -> None:
    """What a killed command had started, such as pg_dump, ends by itself."""
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(place.url, autocommit=True) as asking:
        wait_until(lambda: asking.execute(busy).fetchone() == (1,), what="the end of pg_dump")


def test_backup(program: Forge, site: Path, tmp_path: Path) -> None:
    config, target = site / "config.toml", tmp_path / "copy"
    whole = program.run(config, "backup", str(target))
    assert whole.code == 0, whole.stderr
    for kill in range(1, _KILLS + 1):
        target.unlink(missing_ok=True)
        moment = whole.seconds * kill / (_KILLS + 1)
        assert program.run(config, "backup", str(target), kill_after=moment).code in (KILLED, 0)
        wait_for_the_end(server().place(site))
    target.unlink(missing_ok=True)
    again = program.run(config, "backup", str(target))
    assert again.code == 0, again.stderr
    assert backup.verify(target)["incident"] == 1
    assert [file.name for file in tmp_path.glob(".*")] == []


def killed_now_and_then(
    program: Forge, site: Path, words: tuple[str, ...], fresh: Callable[[int], DatabaseServer]
) -> Iterator[tuple[Done, DatabaseServer]]:
    """How the same command ends that is typed again after each kill, each on a fresh database."""
    config = site / "config.toml"
    seconds = 0.0
    for kill in range(_KILLS + 1):
        place = fresh(kill)
        name_database(config, place)
        typed = [word.format(database=place.url) for word in words]
        if kill:
            moment = seconds * kill / (_KILLS + 1)
            assert program.run(config, *typed, kill_after=moment).code in (KILLED, 0)
            wait_for_the_end(place)
            yield program.run(config, *typed), place
        else:
            whole = program.run(config, *typed)
            assert whole.code == 0, whole.stderr
            seconds = whole.seconds
            yield whole, place


def empty(kill: int) -> DatabaseServer:
    """A database without even a schema."""
    name = f"killed{kill}{token_hex(4)}"
    server().ask(f"CREATE DATABASE {name} OWNER statuspage")
    return DatabaseServer(server().url(name), SECRET)


def test_restore(program: Forge, site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert program.run(site / "config.toml", "backup", str(copy)).code == 0
    for done, place in killed_now_and_then(program, site, ("restore", str(copy)), empty):
        assert done.code == 0 or "holds a site already" in done.stderr
        with psycopg.connect(place.url) as asking:
            told = asking.execute("SELECT bool_and(is_quiet), count(*) > 0 FROM event").fetchone()
            deeds = asking.execute("SELECT count(*) FROM audit WHERE verb = 'restore store'")
            assert (told, deeds.fetchone()) == ((True, True), (1,))  # old news is not told again
        assert counts(place)["incident"] == 1


def test_migrate(program: Forge, site: Path) -> None:
    found = []
    for done, place in killed_now_and_then(program, site, ("migrate",), empty):
        assert done.code == 0, done.stderr
        found.append(counts(place))
    assert found == [found[0]] * len(found)


def test_store_copy(program: Forge, site: Path, tmp_path: Path) -> None:
    choose("sqlite")
    file = tmp_path / "file"
    open_site(write_site(file))
    open_incident("Down", NewUpdate("It is down."), Actor("ada"))
    db.close_store()
    words = ("store", "copy", str(file / "var" / "statuspage.db"), "{database}")
    found = []
    for done, place in killed_now_and_then(program, site, words, empty):
        # Once all is there it is complete, and is not written twice.
        assert done.code == 0 or "holds something already" in done.stderr
        found.append({**counts(place), "audit": 0})
    assert found == [found[0]] * len(found)
