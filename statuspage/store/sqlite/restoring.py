"""A backup put in the place of the open store, in one step, also under running servers.

What the store holds besides is never thrown away unasked, and the audit log is never cut.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from secrets import token_hex

from peewee import SqliteDatabase

from statuspage import clock
from statuspage.domain.desk.lost import nouns
from statuspage.errors import Damaged, StoreError, message
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import Said, said
from statuspage.store.fields import InstantField, JsonField
from statuspage.store.migrations import SQLITE, upgrade
from statuspage.store.restored import By, Restored
from statuspage.store.scratch import scratch
from statuspage.store.settings import RESTORED
from statuspage.store.sqlite.aftermath import (
    ask_witnesses_again,
    close_what_was_closed,
    count_failed_tries_on,
    mark_the_cut,
    tell_nobody_again,
)
from statuspage.store.sqlite.comparing import lost_rows
from statuspage.store.sqlite.copying import connect, counts_of, verify, write_compact
from statuspage.store.sqlite.engine import SqliteEngine

_TRIES = 5  # the audit log may grow while it is carried over
_PATIENCE = 15.0  # seconds for whoever writes at this moment
_AUDIT = "at, who, via, verb, subject, before, after"


class _ChangedError(Exception):
    """The audit log grew while the backup was made ready."""


def restore(
    store: SqliteEngine,
    copy: Path,
    by: By,
    former: Path | None,
    progress: Progress,
    *,
    replace: bool,
) -> Restored:
    """Put a backup into the open store; `replace` lets go of what only the store holds.

    `former` is a store that was set aside: its audit log goes on, as far as it can be read.

    SQLite's own copy is used, so other processes see either the old store or the new one. What is
    lost is kept as a whole beside the database. Raises StoreError, and then the store is as it was.
    """
    verify(copy, progress)
    if store.is_part(copy):
        raise StoreError(said("{copy} is the store itself. Give a backup.", copy=copy))
    try:
        for _ in range(_TRIES):
            try:
                restored = _restored(store.path, copy, by, former, progress, replace=replace)
                break
            except _ChangedError:
                continue
        else:
            raise StoreError(
                said("Something keeps writing to the store. Stop its servers, and try again.")
            )
    except (sqlite3.Error, OSError) as error:
        if "malformed" in str(error):  # the backup is whole: it was looked at first
            raise Damaged(said("The database is damaged.")) from error
        raise StoreError(
            said(
                "The backup {copy} could not be restored: {error}.", copy=copy, error=message(error)
            )
        ) from error
    store.bell.ring()
    return restored


def set_aside(store: Path, why: str) -> Path:
    """Move a store that cannot be opened out of the way; returns where it lies then."""
    place = _free_name(store, why)
    for ending in ("", "-wal", "-shm"):
        part = store.with_name(store.name + ending)
        if part.exists():
            part.replace(place.with_name(place.name + ending))
    return place


def _restored(
    store: Path,
    copy: Path,
    by: By,
    former: Path | None,
    progress: Progress,
    *,
    replace: bool,
) -> Restored:
    with scratch(store.parent, "restoring") as folder:
        ready = folder / store.name
        _copy_as_it_is(copy, ready, progress)
        _bring_up_to_date(ready)
        with closing(sqlite3.connect(f"{ready.as_uri()}", uri=True)) as prepared:
            prepared.execute("ATTACH ? AS store", (f"{store.resolve().as_uri()}?mode=ro",))
            if former is not None:
                _carry_over(prepared, former)
            log = _make_ready(prepared, by)
            return _put_in_place(store, prepared, ready, log, copy, progress, replace=replace)


def _copy_as_it_is(copy: Path, ready: Path, progress: Progress) -> None:
    def tell(_: int, remaining: int, total: int) -> None:
        progress(Stage(said("Reading"), total - remaining, total))

    with closing(connect(copy)) as source, closing(sqlite3.connect(ready)) as target:
        source.backup(target, pages=1000, progress=tell)
        target.execute("PRAGMA journal_mode = delete")


def _bring_up_to_date(ready: Path) -> None:
    """A backup from an older version becomes one of this version; raises StoreError for newer."""
    database = SqliteDatabase(str(ready))
    try:
        upgrade(database, SQLITE)
    finally:
        database.close()


def _take_log(prepared: sqlite3.Connection, store: str) -> None:
    """Carry over the lines of a log; one of an older version lacks columns."""
    count_failed_tries_on(prepared, store)
    known = [name for _, name, *_ in prepared.execute(f"PRAGMA {store}.table_info(audit)")]
    kept = ", ".join(name for name in known if name != "id")
    prepared.execute(
        f"INSERT INTO main.audit ({kept}) SELECT {kept} FROM ("  # noqa: S608 of the schema
        f"SELECT id, {kept} FROM {store}.audit EXCEPT SELECT id, {kept} FROM main.audit) "
        "ORDER BY id"
    )


def _carry_over(prepared: sqlite3.Connection, former: Path) -> None:
    """The audit log of a store that was set aside, as far as it can be read."""
    try:
        prepared.execute("ATTACH ? AS former", (str(former),))
        with prepared:
            _take_log(prepared, "former")
    except sqlite3.Error:
        return  # it lies aside as it is


def _make_ready(prepared: sqlite3.Connection, by: By) -> int:
    """What must not come back with a backup, and what must not go; returns the log's last line."""
    with prepared:
        version = "SELECT coalesce(max(version), 0) FROM {}.topic"
        (ours,) = prepared.execute(version.format("main")).fetchone()
        (theirs,) = prepared.execute(version.format("store")).fetchone()
        # Pages in memory are compared by version: none of the restored ones may look familiar.
        prepared.execute("UPDATE main.topic SET version = ?", (max(ours, theirs) + 1,))
        tell_nobody_again(prepared)
        # Who signed out, or whose session was ended, is not signed in again.
        prepared.execute(
            "DELETE FROM main.session WHERE token_hash NOT IN "
            "(SELECT token_hash FROM store.session)"
        )
        close_what_was_closed(prepared)
        mark_the_cut(prepared)
        ask_witnesses_again(prepared)
        # A copy that was kept in step with the former store is to know that it rests on another.
        setting = (RESTORED, token_hex(8))
        prepared.execute("INSERT OR REPLACE INTO main.setting (name, value) VALUES (?, ?)", setting)
        last = _last_line(prepared)
        _take_log(prepared, "store")
        after = {**by.facts, "replaced": lost_rows(prepared)}
        prepared.execute(
            f"INSERT INTO main.audit ({_AUDIT}) VALUES (?, ?, ?, 'restore store', ?, ?, ?)",  # noqa: S608
            (
                InstantField().db_value(clock.now()),
                by.who,
                str(by.via),
                by.subject,
                JsonField().db_value(None),
                JsonField().db_value(after),
            ),
        )
    return last


def _put_in_place(
    store: Path,
    prepared: sqlite3.Connection,
    ready: Path,
    log: int,
    copy: Path,
    progress: Progress,
    *,
    replace: bool,
) -> Restored:
    kept: list[Path] = []
    lost: dict[str, int] = {}
    last_try = clock.elapsed() + _PATIENCE

    def look_once_more(status: int, remaining: int, total: int) -> None:
        """After the first page: from there on nobody else can write to the store."""
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if clock.elapsed() > last_try:
                raise StoreError(
                    said("Another program is using the database. Try again in a moment.")
                )
            return
        progress(Stage(said("Writing"), total - remaining, total))
        if total - remaining > 1:
            return
        if _last_line(prepared) != log:
            raise _ChangedError
        lost.update(lost_rows(prepared))
        if lost and not replace:
            raise StoreError(_refusal(copy, lost))
        if lost:
            kept.append(_kept_beside(store))

    with closing(sqlite3.connect(ready)) as source, closing(sqlite3.connect(store)) as target:
        source.backup(target, pages=1, progress=look_once_more)
        counts, expected = counts_of(target), counts_of(source)
    if counts != expected:
        raise StoreError(
            said(
                "The restored store differs from {copy}: {restored} instead of {counts}.",
                copy=copy,
                restored=counts,
                counts=expected,
            )
        )
    return Restored(counts, lost, kept[0] if kept else None)


def _refusal(copy: Path, lost: Mapping[str, int]) -> Said:
    what = {"copy": copy, "lost": nouns(lost)}
    if "record_entry" in lost:
        return said(
            "Nothing was changed: the store holds what {copy} does not hold, or holds in another "
            "form: {lost}. With --replace the backup takes its place anyway: they are lost to "
            "the site, readers' checkpoints will no longer fit, and the present store is kept "
            "beside it.",
            **what,
        )
    return said(
        "Nothing was changed: the store holds what {copy} does not hold, or holds in another "
        "form: {lost}. With --replace the backup takes its place anyway: they are lost to the "
        "site, and the present store is kept beside it.",
        **what,
    )


def _last_line(prepared: sqlite3.Connection) -> int:
    (last,) = prepared.execute("SELECT coalesce(max(id), 0) FROM store.audit").fetchone()
    return int(last)


def _kept_beside(store: Path) -> Path:
    place = _free_name(store, "before-restore")
    with scratch(store.parent, "keeping") as folder:
        kept = folder / store.name
        write_compact(f"{store.resolve().as_uri()}?mode=ro", kept, quietly)
        kept.rename(place)  # whole, or not there
    return place


def _free_name(store: Path, why: str) -> Path:
    """A name beside the store that nothing bears yet."""
    name = f"{store.name}.{why}-{clock.now():%Y%m%d-%H%M%S}"
    place, more = store.with_name(name), 1
    while place.exists():
        more += 1
        place = store.with_name(f"{name}-{more}")
    return place
