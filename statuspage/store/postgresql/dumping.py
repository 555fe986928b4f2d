"""Copies of the whole database by PostgreSQL's own pg_dump, and the way back."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from statuspage.config.database import DatabaseServer
from statuspage.errors import StoreError
from statuspage.progress import Progress, Stage
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.postgresql import aftermath
from statuspage.store.postgresql.connecting import alone_with_the_schema, dialled
from statuspage.store.restored import By, Restored
from statuspage.store.scratch import not_written, scratch, settle

COUNTED = (
    *("incident", "incident_update", "entry", "record_entry", "publication"),
    *("staff", "subscription"),
)
_MAGIC = b"PGDMP"
_CHUNK = 1024**2  # bytes
_TELL_EVERY = 5_000  # lines
_UNREADABLE = said("{copy} is not a complete backup: {error}. Use another one.")


def is_dump(copy: Path) -> bool:
    """Whether a file is what pg_dump writes in its custom form."""
    try:
        with copy.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def backup(place: DatabaseServer, target: Path, progress: Progress) -> dict[str, int]:
    """Write a new file with all of the database as of one instant; returns rows per table.

    Raises StoreError.
    """
    if os.path.lexists(target):
        raise StoreError(said("{target} exists already. Give another name.", target=target))
    try:
        with scratch(target.parent, "backup") as folder:
            part = folder / target.name
            with db.snapshot():
                db.run("SET LOCAL idle_in_transaction_session_timeout = 0")  # it may take long
                (instant,) = db.run("SELECT pg_export_snapshot()").fetchone()
                counts = _counts()
                _dump(place, instant, part, progress)
            if verify(part, progress) != counts:
                raise not_written(target, ValueError("the copy lacks rows"))
            settle(part)
            part.replace(target)
        settle(target.parent)
    except OSError as error:
        raise not_written(target, error) from error
    return counts


def _dump(place: DatabaseServer, instant: str, part: Path, progress: Progress) -> None:
    """Write what pg_dump says into a new file. Raises StoreError, OSError.

    It writes into a pipe, so that it ends with this process, however that ends.
    """
    with (
        part.open("xb") as file,
        _tool_at_work(
            place, "pg_dump", "--format=custom", f"--snapshot={instant}", stdout=subprocess.PIPE
        ) as pg_dump,
    ):
        assert pg_dump.stdout is not None  # noqa: S101 it is a pipe
        part.chmod(0o600)  # it holds password hashes
        while chunk := os.read(pg_dump.stdout.fileno(), _CHUNK):
            file.write(chunk)
            progress(Stage(said("Writing"), file.tell(), None, is_bytes=True))


def verify(copy: Path, progress: Progress) -> dict[str, int]:
    """Read all of a backup and count its rows. Raises StoreError."""
    found = dict.fromkeys(COUNTED, 0)
    try:
        for table, rows in _tables(copy, progress):
            if table in found:
                found[table] = rows
    except subprocess.CalledProcessError as error:
        why = _last_line(error.stderr)
        raise StoreError(Said(_UNREADABLE.key, {"copy": copy, "error": why})) from error
    return found


def _tables(copy: Path, progress: Progress) -> Iterator[tuple[str, int]]:
    """The tables in a backup with how many rows each has."""
    command = [_tool("pg_restore"), "--data-only", "--file=-"]
    with (
        copy.open("rb") as file,
        tempfile.TemporaryFile() as told,
        subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=told) as reader,  # noqa: S603
    ):
        assert reader.stdout is not None  # noqa: S101 it is a pipe
        size, table, rows = os.fstat(file.fileno()).st_size, "", 0
        for number, line in enumerate(reader.stdout):
            if number % _TELL_EVERY == 0:  # how far it is: both have the file at one place
                read = os.lseek(file.fileno(), 0, os.SEEK_CUR)
                progress(Stage(said("Counting"), read, size, is_bytes=True))
            if table and line == b"\\.\n":
                yield table, rows
                table = ""
            elif table:
                rows += 1
            elif line.startswith(b"COPY "):
                table, rows = line.split()[1].decode().rpartition(".")[2].strip('"'), 0
        if reader.wait():
            told.seek(0)
            raise subprocess.CalledProcessError(reader.returncode, command, stderr=told.read())


def restore(place: DatabaseServer, copy: Path, by: By, progress: Progress) -> Restored:
    """Put a backup into a database that holds nothing yet. Raises StoreError."""
    if not is_dump(copy):
        raise StoreError(
            said(
                "{copy} is no backup of a store on PostgreSQL. A store on SQLite moves here by "
                "`statuspage store copy`.",
                copy=copy,
            )
        )
    if _holds_a_site():
        raise StoreError(
            said(
                "Nothing was changed: the database holds a site already. Make an empty one "
                "(createdb NAME), name it in {variable}, and restore there.",
                variable="STATUSPAGE_DATABASE",
            )
        )
    try:
        with alone_with_the_schema(dialled(place.url)):
            with db.transaction():
                aftermath.begin(db.run, by)
            _pour(place, copy, progress)
    finally:
        db.migrate()  # which makes ready what came; where nothing did, it is empty again
    with db.transaction():
        return Restored(_counts(), {}, None)


def _pour(place: DatabaseServer, copy: Path, progress: Progress) -> None:
    """Put all of a backup into the database, or nothing. Raises StoreError.

    pg_restore is given it bit by bit: where this process ends, it lacks the rest and gives up.
    """
    size = copy.stat().st_size
    with (
        _tool_at_work(
            place,
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            stdin=subprocess.PIPE,
        ) as pg_restore,
        copy.open("rb") as file,
        suppress(BrokenPipeError),  # it ended, and says why
    ):
        assert pg_restore.stdin is not None  # noqa: S101 it is a pipe
        while chunk := file.read(_CHUNK):
            pg_restore.stdin.write(chunk)
            progress(Stage(said("Writing"), file.tell(), size, is_bytes=True))
        pg_restore.stdin.close()


def _holds_a_site() -> bool:
    """Whether anything would be lost; the hooks of the settings are there by themselves."""
    (hooks,) = db.run("SELECT count(*) FROM subscription WHERE channel = 'hook'").fetchone()
    return sum(_counts().values()) > int(hooks)


def _counts() -> dict[str, int]:
    return {
        table: int(db.run(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 of ours
        for table in COUNTED
    }


@contextmanager
def _tool_at_work(
    place: DatabaseServer,
    tool: str,
    *options: str,
    stdin: int | None = None,
    stdout: int | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's own programs on the database. Raises StoreError when it fails."""
    parts: dict[str, Any] = {**dialled(place.url), "application_name": aftermath.name_of(tool)}
    password = {"PGPASSWORD": parts.pop("password")} if "password" in parts else {}
    address = " ".join(f"{name}='{_quoted(str(value))}'" for name, value in parts.items())
    command = [_tool(tool), "--no-owner", "--no-privileges", f"--dbname={address}", *options]
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(  # noqa: S603
            command, env={**os.environ, **password}, stdin=stdin, stdout=stdout, stderr=told
        ) as process:
            yield process
        if process.returncode:
            told.seek(0)
            error = _last_line(told.read())
            raise StoreError(said("{tool} did not succeed: {error}", tool=tool, error=error))


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _tool(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise StoreError(
        said(
            "{tool} is not installed here. Install PostgreSQL's client programs, or copy the "
            "database on its server: pg_dump -Fc -f FILE DATABASE",
            tool=name,
        )
    )


def _last_line(told: bytes) -> str:
    lines = told.decode(errors="replace").strip().splitlines() or ["no word of why"]
    return lines[-1]
