"""Runs the statements that lie beside a step of the schema, in a file of the same name."""

from __future__ import annotations

from pathlib import Path

from playhouse.migrate import SchemaMigrator


def run_beside(step: str, migrator: SchemaMigrator) -> None:
    """Run NAME.sql for the step NAME.py, given as its `__file__`."""
    for statement in Path(step).with_suffix(".sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            migrator.database.execute_sql(statement)
