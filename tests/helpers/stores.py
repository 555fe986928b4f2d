"""Where the stores of tests are: files, or databases on a throw-away server of PostgreSQL.

Which of the two a test is asked on, its fixture `stored_in` says; see tests/conftest.py.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest

from statuspage.config.database import DATABASE_VARIABLE, SECRET_VARIABLE, DatabaseServer
from statuspage.errors import StoreError
from statuspage.store import db
from statuspage.store.sqlite.engine import SqliteEngine
from tests.helpers.processes import PATIENCE, running, wait_until

SECRET = "a secret that every node of the tests knows"
MISSING = "PostgreSQL is not installed. As root on Debian: apt-get install postgresql"
_SUPERUSER = "postgres"
_OWNER = "statuspage"
_OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "max_connections": "60",
}
_COUNT = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
# Rows alone go: a table that is truncated gets new files, and there are fifty of them.
_EMPTY = """
DO $$ DECLARE name text; found boolean; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
      AND tablename <> 'schema_migration'
      AND pg_relation_size(format('%I.%I', schemaname, tablename)::regclass) > 0 LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO found;
    IF found THEN EXECUTE format('DELETE FROM %I', name); END IF;
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', name);
  END LOOP;
END $$;
DELETE FROM schema_migration WHERE name > '9'
"""


class Server:
    """A server that ends with the tests; its databases are all of one migrated schema."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0
        self._tables = 0
        self._free: list[str] = []
        self._used: dict[Path, str] = {}

    def url(self, database: str, user: str = _OWNER) -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def place(self, folder: Path) -> DatabaseServer:
        """The database of a site's folder; a clean one when it was never asked for."""
        if folder not in self._used:
            self._used[folder] = self._clean() if self._free else self._new()
        return DatabaseServer(self.url(self._used[folder]), SECRET)

    def copy(self, folder: Path, target: Path) -> None:
        """Give another folder what the store of one holds, which nobody has open."""
        self._made += 1
        name = f"site{self._made}"
        former = self._used[folder]
        self.ask(f"CREATE DATABASE {name} TEMPLATE {former} OWNER {_OWNER}")
        self._used[target] = name

    def drop(self, folder: Path) -> None:
        """Take away the database of a folder, which nobody has open."""
        self.ask(f"DROP DATABASE {self._used.pop(folder)}")

    def end_sessions(self, folder: Path) -> None:
        """End every connection to the database of a folder, as a server does that stops."""
        self.ask(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            f"WHERE datname = '{self._used[folder]}'"
        )

    def change(self, folder: Path, what: str) -> None:
        """Change the database of a folder, for whoever connects from now on."""
        self.ask(f"ALTER DATABASE {self._used[folder]} {what}")
        self.end_sessions(folder)

    def used(self) -> set[Path]:
        return set(self._used)

    def free(self, folder: Path) -> None:
        """Let another folder have the database of this one."""
        self._free.append(self._used.pop(folder))

    def ask(self, statement: str, database: str = _SUPERUSER) -> Any:
        """Run a statement as the one who may do all."""
        with psycopg.connect(self.url(database, _SUPERUSER), autocommit=True) as connection:
            return connection.execute(statement)

    def answers(self) -> bool:
        """Whether it can be asked yet."""
        try:
            self.ask("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Inside, its processes are stopped; the system still takes connections for them."""
        pid = self.pid()
        stopped = [pid]
        os.kill(pid, signal.SIGSTOP)  # it first: then none is added
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
            for child in map(int, children.split()):
                os.kill(child, signal.SIGSTOP)
                stopped.append(child)
            yield
        finally:
            for one in stopped:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGCONT)

    def pid(self) -> int:
        """That of its first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text("ascii").splitlines()[0])

    def _clean(self) -> str:
        """A database that was used before; one that lacks a table since is not used again."""
        name = self._free.pop()
        with psycopg.connect(self.url(name, _SUPERUSER), autocommit=True) as connection:
            [(found,)] = connection.execute(_COUNT)
            if found == self._tables:
                connection.execute(_EMPTY)
                return name
        return self._new()

    def _new(self) -> str:
        if not self._made:
            self.ask(f"CREATE ROLE {_OWNER} LOGIN")
            self.ask(f"CREATE DATABASE migrated OWNER {_OWNER}")
            db.open_store(DatabaseServer(self.url("migrated"), SECRET))
            db.migrate()
            db.close_store()
            [(self._tables,)] = self.ask(_COUNT, "migrated")
        self._made += 1
        name = f"site{self._made}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE migrated OWNER {_OWNER}")
        return name


class _Chosen:
    is_server = False
    running = ExitStack()
    server: Server | None = None


def choose(kind: str) -> None:
    """Have the stores of tests on one of the databases from now on."""
    _Chosen.is_server = kind == "postgresql"
    for variable in (DATABASE_VARIABLE, SECRET_VARIABLE):
        os.environ.pop(variable, None)


def is_postgresql() -> bool:
    """Whether stores of this test are on the server."""
    return _Chosen.is_server


def server() -> Server:
    """The server of this process, which is started when it is asked for first."""
    if _Chosen.server is None:
        _Chosen.server = _Chosen.running.enter_context(running_server())
    return _Chosen.server


def used() -> set[Path]:
    """The folders of sites that have databases."""
    return _Chosen.server.used() if _Chosen.server else set()


def end_server() -> None:
    """The tests of this process are over."""
    _Chosen.server = None
    _Chosen.running.close()


def store_place(folder: Path) -> Path | DatabaseServer:
    """Where the store of a site's folder is, or will be."""
    if not is_postgresql():
        return folder / "var" / "statuspage.db"
    chosen = server().place(folder)
    # Commands and servers that a test starts find it by these.
    os.environ.update({DATABASE_VARIABLE: chosen.url, SECRET_VARIABLE: SECRET})
    return chosen


def copy_store(folder: Path, target: Path) -> None:
    """Give another site the store of one, which nobody has open."""
    if is_postgresql():
        server().copy(folder, target)
    else:
        shutil.copytree(folder / "var", target / "var")


def drop_store(folder: Path) -> None:
    """A site that was given a copy is over; its files, the test removes."""
    if is_postgresql():
        server().drop(folder)


def _is_back() -> bool:
    try:
        with db.snapshot():
            return True
    except StoreError:
        return False


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """Inside, the store of a folder cannot be reached."""
    if is_postgresql():
        server().change(folder, "ALLOW_CONNECTIONS false")
        try:
            yield
        finally:
            server().change(folder, "ALLOW_CONNECTIONS true")
            wait_until(_is_back, what="the store")  # a server is not asked again at once
    else:
        database = folder / "var" / "statuspage.db"
        moved = database.rename(database.with_suffix(".moved"))
        yield
        moved.rename(database)


@contextmanager
def hanging() -> Iterator[None]:
    """Inside, a store neither answers nor refuses: the server stands still, or the disk does."""
    if is_postgresql():
        with server().standing_still():
            yield
        return
    is_over, reading = Event(), SqliteEngine.reading

    def wait(engine: SqliteEngine) -> AbstractContextManager[None]:
        is_over.wait(PATIENCE)
        return reading(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqliteEngine, "reading", wait)
        try:
            yield
        finally:
            is_over.set()


def told(chosen: Path | DatabaseServer) -> str:
    """A place in one word, for another process."""
    return chosen.url if isinstance(chosen, DatabaseServer) else str(chosen)


def place(text: str) -> Path | DatabaseServer:
    """The place again."""
    return DatabaseServer(text, SECRET) if text.startswith("postgresql:") else Path(text)


@cache
def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest that is installed."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    found_here = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return found_here[-1].parent if found_here else None


def require_postgresql() -> Path:
    """Skips the test where it is not installed; where it must be, that is a failure."""
    if (found := programs()) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return found


@contextmanager
def running_server() -> Iterator[Server]:
    """A server of its own in a folder of its own, heard on a socket there alone."""
    user = _user()
    with tempfile.TemporaryDirectory(
        prefix="pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")
    ) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        told = ["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        made = [f"--pgdata={folder}/data", f"--username={_SUPERUSER}", *told]
        command = [require_postgresql() / "initdb", *made]
        subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True)
        with started(folder):
            yield Server(folder)


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The server of a folder, running until the end; then it ends at once, whoever is connected."""
    options = [f"-c{name}={value}" for name, value in _OPTIONS.items()]
    command = [str(require_postgresql() / "postgres"), f"-D{folder}/data", f"-k{folder}", *options]
    with (
        (folder / "log").open("ab") as log,
        running(command, user=_user(), cwd=folder, stdout=log, stderr=log) as process,
    ):
        wait_until(Server(folder).answers, process, "an answer of PostgreSQL")
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def stop_at_once(server: Server) -> None:
    """End a server as a power cut would, but for what the system still has to write."""
    os.kill(server.pid(), signal.SIGQUIT)
    wait_until(lambda: not server.answers(), what="the end of PostgreSQL")


def _user() -> str | None:
    """Who runs the server: it refuses to run as root."""
    return _SUPERUSER if os.geteuid() == 0 else None
