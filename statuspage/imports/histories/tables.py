"""The tables of another system: from its SQLite file, a dump of its SQL, or JSON of its API.

All three become rows by the names of tables: of JSON these are the keys of lists, else the name of
the file, and rows of JSON:API (https://jsonapi.org) have their attributes and relationships.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.errors import SourceError, message
from statuspage.imports.histories import dumps
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.papers import Paper, papers
from statuspage.said import said

_ENDINGS = (".json", ".jsonl", ".sql", ".sqlite", ".sqlite3", ".db")
_SQLITE = b"SQLite format 3\x00"
_WRAPPED = frozenset({"data", "result", "results", "items"})


@dataclass(frozen=True)
class TableRow:
    """One row of a table, and where it stands."""

    facts: TheirFields
    file: str
    line: int


class Tables:
    """All rows of a source by the names of their tables."""

    def __init__(self, place: str, zone: ZoneInfo, *names: str, prefix: str = "") -> None:
        """`names` are the tables that are wanted; `prefix` stands before them in dumps.

        Raises SourceError, also where there is none of them.
        """
        self._zone = zone
        self._names = frozenset(names)
        self._prefix = prefix
        self._rows: dict[str, list[TableRow]] = defaultdict(list)
        self._is_met = False
        path = Path(place)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        bases = [one for one in files if one.is_file() and _is_sqlite(one)]
        for file in bases:
            self._read_sqlite(file)
        if not bases:
            for paper in papers(place, *_ENDINGS):
                self._read(paper)
        if not self._is_met:
            raise SourceError(
                said("{name} holds none of: {names}.", name=place, names=sorted(self._names))
            )

    def __getitem__(self, name: str) -> list[TableRow]:
        return self._rows.get(name, [])

    def by(self, name: str, *keys: str) -> dict[str, list[TableRow]]:
        """The rows of a table by one of their values."""
        found: dict[str, list[TableRow]] = defaultdict(list)
        for row in self[name]:
            found[row.facts.text(*keys)].append(row)
        return found

    def names(self, table: str, key: str = "id", name: str = "name") -> dict[str, str]:
        """What each row of a table is called, by its id."""
        return {
            one.facts.text(key): one.facts.text(name) or one.facts.text(key) for one in self[table]
        }

    def _put(self, table: str, values: Mapping[str, Any], file: str, line: int) -> None:
        self._is_met = True
        self._rows[table].append(TableRow(TheirFields(values, self._zone), file, line))

    def _known(self, name: str) -> str | None:
        """The table that is wanted by a name: with dashes, a prefix, one or several."""
        name = re.sub(r"[-\s]+", "_", name.strip().lower()).removeprefix(self._prefix)
        for one in (name, f"{name}s", name.removesuffix("s")):
            if one in self._names:
                return one
        return None

    def _read_sqlite(self, file: Path) -> None:
        address = f"{file.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True)) as base:
                base.row_factory = sqlite3.Row
                have = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
                for table in sorted(self._names & have):
                    self._is_met = True
                    every = base.execute(f'SELECT * FROM "{table}"')  # noqa: S608 a name of ours
                    for number, row in enumerate(map(dict, every), 1):
                        line = row.get("id")
                        line = line if isinstance(line, int) else number
                        self._put(table, row, f"{file}:{table}", line)
        except sqlite3.Error as error:
            raise SourceError(
                said("{name} cannot be read: {why}.", name=str(file), why=message(error))
            ) from error

    def _read(self, paper: Paper) -> None:
        text = paper.text
        if dumps.is_dump(text):
            for name, values, line in dumps.rows(text):
                if table := self._known(name):
                    self._put(table, values, paper.name, line)
            return
        self._read_json(Path(paper.name).stem, paper.json(), paper)

    def _read_json(self, name: str, value: Any, paper: Paper) -> None:
        table = self._known(name)
        if isinstance(value, list):
            self._is_met = self._is_met or table is not None
            for one in value:
                if isinstance(one, list) or (isinstance(one, Mapping) and _is_page(one, self)):
                    self._read_json(name, one, paper)
                elif isinstance(one, Mapping):
                    self._read_object(table, one, paper)
        elif isinstance(value, Mapping):
            for key, one in value.items():
                if isinstance(one, list | Mapping):
                    inner = name if key.lower() in _WRAPPED else key
                    if isinstance(one, list) or self._known(inner) or key.lower() in _WRAPPED:
                        self._read_json(inner, _as_list(one), paper)

    def _read_object(self, table: str | None, value: Mapping[str, Any], paper: Paper) -> None:
        kind = value.get("type")
        if isinstance(value.get("attributes"), Mapping):
            table = (self._known(kind) if isinstance(kind, str) else None) or table
            value = _flat(value)
        if table is not None:
            self._put(table, value, paper.name, paper.line_of(str(value.get("id", ""))))


def _is_page(value: Mapping[str, Any], tables: Tables) -> bool:
    """One answer of an API among several: it holds lists of rows, and is none itself."""
    return "id" not in value and any(
        isinstance(one, list) and (key.lower() in _WRAPPED or tables._known(key))
        for key, one in value.items()
    )


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """A resource of JSON:API as a row; relations are ids."""
    found = {"id": value.get("id"), **value["attributes"]}
    relations = value.get("relationships")
    for name, one in (relations if isinstance(relations, Mapping) else {}).items():
        data = one.get("data") if isinstance(one, Mapping) else None
        if isinstance(data, list):
            found[f"{name}_ids"] = [
                str(each.get("id")) for each in data if isinstance(each, Mapping)
            ]
    return found


def _is_sqlite(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False
