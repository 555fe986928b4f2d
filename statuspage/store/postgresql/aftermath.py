"""What must not come back with a backup, also where its restore was killed half way.

pg_restore commits by itself. So a table says who restores until all is made ready, and meanwhile
nobody uses the database: whoever migrates it ends what was begun.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from secrets import token_hex
from typing import Any

from statuspage import clock
from statuspage.domain.desk.audit import Via
from statuspage.said import dumped
from statuspage.store import settings
from statuspage.store.fields import InstantField
from statuspage.store.restored import NOT_AGAIN, By
from statuspage.store.tables.base import database
from statuspage.store.tables.staff import Audit

_MARK = "restoring"
Run = Callable[..., Any]


def name_of(tool: str) -> str:
    """What one of PostgreSQL's programs is called among the sessions of the server."""
    return f"statuspage {tool}"


def is_due() -> bool:
    """Whether a restore was begun here, and did not come to its end."""
    return bool(database.table_exists(_MARK))


def begin(run: Run, by: By) -> None:
    """Take away the tables, which hold nothing, and say who restores."""
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    names = [name for (name,) in run(asked).fetchall()]
    if names:
        run(f"DROP TABLE {', '.join(names)} CASCADE")
    run("DROP FUNCTION IF EXISTS refuse()")
    run(f"CREATE TABLE {_MARK} (who TEXT NOT NULL)")
    told = {"who": by.who, "via": str(by.via), "subject": by.subject, "facts": dict(by.facts)}
    run(f"INSERT INTO {_MARK} VALUES (?)", json.dumps(told))  # noqa: S608 of ours


def end_of_the_tool(run: Run) -> None:
    """End a pg_restore that outlived who began it; where it brought nothing, forget that."""
    run(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = ?",
        name_of("pg_restore"),
    )
    if not database.table_exists("schema_migration"):
        run(f"DROP TABLE {_MARK}")


def make_ready(run: Run) -> None:
    """What came is of this version by now, and becomes a site of today."""
    # Pages in memory are compared by version: none of the restored ones may look familiar.
    run("UPDATE topic SET version = (SELECT max(version) FROM topic) + 1")
    # Nothing of the backup is told any more.
    run("UPDATE event SET is_quiet = true, told_at = coalesce(told_at, at)")
    dropped = "UPDATE delivery SET state = 'dropped', reason = ? WHERE state = 'waiting'"
    run(dropped, dumped(NOT_AGAIN))
    # What was to publish itself by now may have done so.
    late = "UPDATE draft SET publish_at = NULL, fault = ? WHERE publish_at <= ?"
    run(late, dumped(NOT_AGAIN), InstantField().db_value(clock.now()))
    run("DELETE FROM witness_contact")  # they are asked at once, for what they know by now
    run("DELETE FROM session")  # who signed out since is not signed in again
    run("DELETE FROM setting WHERE name IN ('beats', 'secret_check')")
    settings.write(settings.RESTORED, token_hex(8))  # a copy is to know that it rests on another
    (told,) = run(f"SELECT who FROM {_MARK}").fetchone()  # noqa: S608 of ours
    by = json.loads(told)
    Audit.create(
        at=clock.now(),
        who=by["who"],
        via=str(Via(by["via"])),
        verb="restore store",
        subject=by["subject"],
        before=None,
        after={**by["facts"], "replaced": {}},
    )
    run(f"DROP TABLE {_MARK}")
