"""A store on a server: shared by many, borne while the server is away, and told in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from peewee import IntegrityError

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.cli.running.process import _LOOK_EVERY
from statuspage.config.database import DatabaseServer
from statuspage.domain.desk.duties import Beat
from statuspage.errors import StoreError
from statuspage.store import db, settings
from statuspage.store.engine import ImportAtWork
from statuspage.store.incidents import incidents
from statuspage.store.postgresql.connecting import _SESSION, WRITE
from statuspage.store.published import record
from statuspage.store.tables.entries import PublicationComponent
from statuspage.store.writable import writing_fault
from tests.helpers.processes import wait_until
from tests.helpers.stores import away, server

ADA = Actor("ada")


def ask(place: DatabaseServer, statement: str) -> None:
    """What another process does."""
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute(statement)


def works() -> bool:
    """Whether the store can be read and written again."""
    try:
        with db.transaction():
            settings.write("colour", "green")
        with db.snapshot():
            return settings.read("colour") == "green"
    except StoreError:
        return False


def test_what_is_acknowledged_is_on_the_disk_and_references_hold(site: Path) -> None:
    with db.snapshot():
        assert db.run("SHOW synchronous_commit").fetchone() == ("on",)
    with pytest.raises(IntegrityError), db.transaction():
        PublicationComponent.insert(publication=99, component="none").execute()


def test_others_hear_of_a_write_also_after_their_line_was_cut(
    site: Path, place: DatabaseServer
) -> None:
    heard = db.bell().value
    ask(place, "NOTIFY statuspage, 'another process'")
    wait_until(lambda: db.bell().value != heard)
    server().end_sessions(site)
    wait_until(works)
    heard = db.bell().value

    def is_heard() -> bool:
        ask(place, "NOTIFY statuspage, 'another process'")
        return db.bell().value != heard

    wait_until(is_heard)


def test_one_hears_nothing_twice_of_what_one_wrote_oneself(
    site: Path, place: DatabaseServer
) -> None:
    db.bell()
    with db.transaction():
        settings.write("colour", "green")
    heard = db.bell().value
    with db.transaction():
        settings.write("colour", "blue")
    mine = db.bell().value
    assert mine != heard
    ask(place, "NOTIFY statuspage, 'another process'")  # comes after ours
    wait_until(lambda: db.bell().value != mine)


def test_sessions_that_the_server_ended_between_two_acts_are_made_anew(site: Path) -> None:
    assert works()
    server().end_sessions(site)
    assert works()


def test_session_that_ends_in_an_act_leaves_nothing_of_it(site: Path) -> None:
    def act() -> None:
        with db.transaction():
            settings.write("colour", "green")
            server().end_sessions(site)
            settings.write("colour", "blue")

    with pytest.raises(StoreError, match="cannot be reached"):
        act()
    with db.snapshot():
        assert settings.read("colour") is None


def test_server_that_is_away_is_told_so_and_all_goes_on_when_it_is_back(site: Path) -> None:
    with away(site):
        for begin in (db.snapshot, db.transaction):
            with pytest.raises(StoreError, match="database server cannot be reached"), begin():
                pass
    wait_until(works)


def test_server_that_stands_still_is_told_as_one_that_is_away(
    site: Path, place: DatabaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("statuspage.store.postgresql.patience._SILENCE", 0.2)
    db.open_store(replace(place, url=f"{place.url}&connect_timeout=2"))

    def act() -> None:
        with db.transaction():
            settings.write("colour", "green")
            with server().standing_still():
                settings.write("colour", "blue")

    with pytest.raises(StoreError, match="cannot be reached"):
        act()
    assert settings.read("colour") is None
    assert works()


def test_work_that_takes_its_time_on_a_server_that_answers_is_waited_for(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("statuspage.store.postgresql.patience._SILENCE", 0.2)
    with db.snapshot():
        assert db.run("SELECT 1 FROM pg_sleep(0.7)").fetchone() == (1,)


def test_read_only_server_is_read_and_says_why_nothing_is_written(site: Path) -> None:
    server().change(site, "SET default_transaction_read_only = on")
    with pytest.raises(StoreError, match="accepts no writes"), db.transaction():
        settings.write("colour", "green")
    with db.snapshot():
        assert settings.site().name == "Acme Cloud"
    assert "standby" in str(writing_fault())
    server().change(site, "RESET default_transaction_read_only")
    assert works()
    assert writing_fault() is None


def test_lock_that_is_never_let_go_is_told_to_whoever_asks(
    site: Path, place: DatabaseServer
) -> None:
    with psycopg.connect(place.url) as other:
        other.execute(WRITE)
        assert "Another program" in str(writing_fault())
    assert works()
    assert writing_fault() is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("statuspage@", "nobody:hunter2@"), "refused the connection"),
        (("site", "nothing"), "has no such database yet"),
        (("host=", "password=hunter2&host=/nowhere"), "cannot be reached"),
        (("postgresql://", "postgresql://u:hunter2%zz@"), "address of the database"),
        (("site", "?password=hunter2&application_name=site"), "address of the database"),
    ],
)
def test_database_that_cannot_be_used_is_one_line_without_a_password(
    site: Path, place: DatabaseServer, change: tuple[str, str], told: str
) -> None:
    db.close_store()
    with pytest.raises(StoreError, match=told) as caught:
        db.open_store(replace(place, url=place.url.replace(*change, 1)))
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_writers_take_turns_and_the_record_has_no_gap(site: Path) -> None:
    with db.snapshot():
        before = record.size()

    def write(number: int) -> str:
        return open_incident(f"Down {number}", NewUpdate("It is down."), ADA).key

    with ThreadPoolExecutor(6) as pool:
        keys = set(pool.map(write, range(24)))
    with db.snapshot():
        assert set(incidents.all_keys()) == keys
        numbers = [entry.index for entry in record.some(before, 1000)]
    assert numbers == list(range(before, before + 24 * 2))


def test_snapshot_sees_one_instant(site: Path, place: DatabaseServer) -> None:
    with db.snapshot():
        assert settings.read("colour") is None
        ask(place, "INSERT INTO setting VALUES ('colour', 'green')")
        assert settings.read("colour") is None
    with db.snapshot():
        assert settings.read("colour") == "green"


def test_worker_that_loses_its_session_notices_and_another_takes_over(site: Path) -> None:
    first, second = db.worker_turn(), db.worker_turn()
    assert first.take() == ""
    assert first.is_held()
    assert re.match(r"another worker \(statuspage .+ \d+\) is at work here", second.take())
    assert not second.is_held()
    server().end_sessions(site)
    wait_until(lambda: second.take() == "")
    wait_until(lambda: not first.is_held())
    assert second.is_held()
    second.give_up()
    assert first.take() == ""
    first.give_up()


def test_place_of_a_machine_that_vanished_is_free_for_the_next_within_ten_seconds() -> None:
    told = {name: int(value) for name, value in re.findall(r"SET (tcp_\w+) = (\d+)", _SESSION)}
    idle, interval, count = (told[f"tcp_keepalives_{n}"] for n in ("idle", "interval", "count"))
    noticed = max(idle + interval * count, told["tcp_user_timeout"] / 1000)
    assert noticed + _LOOK_EVERY <= 10


def test_node_with_another_secret_is_refused(site: Path, place: DatabaseServer) -> None:
    assert db.session_secret() == place.secret.encode()
    db.open_store(replace(place, secret="another secret, as long as is asked"))
    with pytest.raises(StoreError, match="a different secret from the other nodes"):
        db.session_secret()
    db.open_store(replace(place, secret="short"))
    with pytest.raises(StoreError, match="too short"):
        db.session_secret()


def test_secret_of_one_node_is_made_in_a_file_and_is_not_in_the_database(
    site: Path, place: DatabaseServer, tmp_path: Path
) -> None:
    file = tmp_path / "var" / "secret"
    db.open_store(replace(place, secret="", secret_file=file))
    secret = db.session_secret()
    assert file.read_bytes() == secret
    assert file.stat().st_mode & 0o777 == 0o600
    kept = "".join(value for (value,) in db.run("SELECT value FROM setting"))
    assert secret.decode() not in kept


def test_beats_of_the_worker_are_told_by_their_age(site: Path) -> None:
    now = clock.elapsed()
    told = [Beat("files", 1.0, now - 30, now - 20), Beat("tidying", 600.0, now - 90, now - 100)]
    assert db.beats() == []
    db.keep_beats(told)
    found = db.beats()
    assert [(one.name, one.every) for one in found] == [("files", 1.0), ("tidying", 600.0)]
    begun = [one.begun for one in found]
    assert begun == pytest.approx([one.begun for one in told], abs=5)
    assert found[1].hangs(now + 1000)


def test_one_import_is_at_work_at_a_time(site: Path) -> None:
    with db.import_alone(), pytest.raises(ImportAtWork, match="Another import"), db.import_alone():
        pass
    with db.import_alone():
        pass


@pytest.mark.parametrize("write", [settings.write, lambda *pair: db.run(_PUT, *pair)])
def test_character_that_the_server_does_not_take_costs_no_act(
    site: Path, write: Callable[[str, str], object]
) -> None:
    with db.transaction():
        write("colour", "gr\0een")
    with db.snapshot():
        assert settings.read("colour") == "gr\ufffdeen"


_PUT = "INSERT INTO setting (name, value) VALUES (?, ?)"


def test_threads_that_ask_one_after_another_share_few_connections(site: Path) -> None:
    def ask_once(_: int) -> None:
        with db.snapshot():
            settings.site()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(ask_once, range(64)))
    name = db.run("SELECT current_database()").fetchone()[0]
    counted = "SELECT count(*) FROM pg_stat_activity WHERE datname = ?"
    assert db.run(counted, name).fetchone()[0] <= 10


def test_database_of_another_encoding_is_refused(site: Path, place: DatabaseServer) -> None:
    server().ask(
        "CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1 LOCALE 'C' OWNER statuspage"
    )
    db.open_store(replace(place, url=server().url("latin")))
    with pytest.raises(StoreError, match="in UTF8"):
        db.migrate()
    db.close_store()
    server().ask("DROP DATABASE latin")
