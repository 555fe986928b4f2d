"""Numbers that the server gives to rows, after rows were put with numbers of their own."""

from __future__ import annotations

from typing import Any

from psycopg import Connection


def number_on(connection: Connection[Any]) -> None:
    """Numbers that rows are given go on after the highest one."""
    numbered = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND is_identity = 'YES'"
    ).fetchall()
    for table, column in numbered:
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), "  # noqa: S608
            f'coalesce((SELECT max("{column}") FROM "{table}"), 0) + 1, false)'
        )
