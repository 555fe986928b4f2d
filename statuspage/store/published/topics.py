"""Topics: names of what pages depend on, each with the generation in which it last changed."""

from __future__ import annotations

from collections.abc import Collection

from statuspage.store.tables.base import database
from statuspage.store.tables.site import Topic

GENERATION = ""
"""The empty name carries the store's generation: one more per transaction that raised a topic."""


def versions(names: Collection[str]) -> dict[str, int]:
    """The versions of some topics; one never raised is absent."""
    rows = Topic.select().where(Topic.name.in_([*names, GENERATION]))
    return {row.name: row.version for row in rows}


def generation() -> int:
    """The store's generation."""
    found = database.execute_sql("SELECT version FROM topic WHERE name = ''").fetchone()  # quickly
    return int(found[0]) if found else 0


def raised_since(generation: int) -> dict[str, int]:
    """What rose after a generation."""
    rows = Topic.select().where((Topic.version > generation) & (Topic.name != GENERATION))
    return {row.name: row.version for row in rows}


def store_raised(names: Collection[str]) -> None:
    """Give the raised topics the next generation. Called at the end of each transaction."""
    if not names:
        return
    version = generation() + 1
    rows = [{"name": name, "version": version} for name in [*sorted(names), GENERATION]]
    for start in range(0, len(rows), 500):
        Topic.put(*rows[start : start + 500])
