"""The public record; the revisions of written entries move into it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from statuspage.domain.record.recorded import Addition, Statement, canonical, stamp
from statuspage.store import record
from statuspage.store.migrations.sql import run_beside


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add the tables, enter the former texts of entries as "recorded afterwards", drop theirs."""
    run_beside(__file__, migrator)
    texts: dict[str, dict[str, Any]] = {}
    run: Any = db.execute_sql
    rows = run(
        "SELECT subject, number, at, reason, document FROM revision "
        "WHERE subject NOT LIKE 'templates/%' ORDER BY at, number"
    )
    for subject, number, at, reason, document in rows.fetchall():
        moment = datetime.fromtimestamp(at, UTC)
        said = json.loads(document)
        former = texts.get(subject, {})
        text = texts[subject] = former | said  # a withdrawal names nothing but the title
        facts = {
            "at": text.get("at", stamp(moment)),
            "updated_at": stamp(moment),
            "withdrawn_at": stamp(moment) if said.get("withdrawn") else None,
        }
        words = {
            "title": text["title"],
            "body": text.get("body", ""),
            "details": canonical(text.get("details", {})).decode(),
        }
        former_text = Addition(Statement(subject, facts, words), number, reason, afterwards=True)
        record.append([former_text], moment)
    run("DROP TABLE revision")
