"""Files of other systems, made as small as they can be."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.imported import Batch, ImportedIncident, Window
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.registry import READERS
from tests.imports.history import NOW, instant

TEN, SOON = 1_782_900_000, 1_782_907_200  # 2026-07-01 10:00 and 12:00 UTC
WINDOW = Window(instant("2026-07-01T10:00"), instant("2026-07-01T12:00"))


def read(system: str, place: Path, zone: str = "UTC") -> Batch:
    return READERS[system](Given(str(place), ZoneInfo("Europe/London"), NOW, ZoneInfo(zone)))


def saved(folder: Path, **files: Any) -> Path:
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value, indent=1), "utf-8")
    return folder


def base(folder: Path, **tables: Sequence[Mapping[str, Any]]) -> Path:
    """A SQLite file with some tables."""
    file = folder / "there.db"
    with closing(sqlite3.connect(file)) as made, made:
        for name, rows in tables.items():
            columns = ", ".join(f'"{one}"' for one in rows[0])
            made.execute(f'CREATE TABLE "{name}" ({columns})')
            for row in rows:
                gaps = ", ".join("?" * len(row))
                made.execute(f'INSERT INTO "{name}" VALUES ({gaps})', [*row.values()])
    return file


def posts(one: ImportedIncident) -> list[tuple[str, str, str]]:
    return [(str(post.status), f"{post.at:%H:%M}", post.body) for post in one.posts]
