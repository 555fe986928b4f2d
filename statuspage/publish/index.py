"""What a copy holds, and what each of its files rests on: a small database beside the copy.

It lives with the copy, so that both are moved or lost together; lost, it is made anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from statuspage.errors import StatusPageError
from statuspage.publish.schema import Node
from statuspage.said import said

NEWS = 1
"""Owed since a topic rose."""
LATER = 2
"""Owed, but not to whoever waits for an answer."""
GONE = 3
"""To be removed once nothing names it any more."""

_COLUMNS = "id, address, pattern, path, rank, sha, size, modified, owed"


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT)


class IndexFault(StatusPageError):
    """An index cannot be used. It is told apart from the store, which may be open beside it."""

    def __init__(self, place: Path, error: sqlite3.Error) -> None:
        given = {"filename": str(place), "strerror": str(error)}
        super().__init__(said("{filename} cannot be written: {strerror}.", **given))
        # SQLite's codes say what kind of fault it is in their last eight bits.
        self.is_damage = getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE
        self._made_of = place, error

    def __reduce__(self) -> tuple[object, ...]:
        """Processes hand it on."""
        return IndexFault, self._made_of, {"is_damage": self.is_damage}


@contextmanager
def telling_faults(place: Path) -> Iterator[None]:
    """SQLite's errors inside are those of the index that lies there."""
    try:
        yield
    except sqlite3.Error as error:
        raise IndexFault(place, error) from error


class Index:
    """An open index. Raises IndexFault when its file cannot be used."""

    def __init__(self, connection: sqlite3.Connection, place: Path) -> None:
        self._connection = connection
        self._place = place
        self._topics: dict[str, int] = {}

    def run(self, statement: str, *given: object) -> list[Any]:
        """All rows that a statement finds."""
        with telling_faults(self._place):
            return self._connection.execute(statement, given).fetchall()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is noted inside stands whole, or not at all."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._topics.clear()
            if self._connection.in_transaction:  # a full disk ends it by itself
                self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    def fact(self, name: str) -> str:
        """A named fact about the copy; "" when it was never noted."""
        rows = self.run("SELECT value FROM fact WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def note(self, **facts: str) -> None:
        """Note some facts."""
        for name, value in facts.items():
            self.run(
                "INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = ?2",
                name,
                value,
            )

    def add(self, address: str, pattern: str, path: str, rank: int, owed: int) -> None:
        """An address that was not known; one that is known is owed."""
        self.run(
            "INSERT INTO node (address, pattern, path, rank, owed) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (address) DO UPDATE SET owed = ?5 WHERE owed = 0 OR owed > ?5",
            *(address, pattern, path, rank, owed),
        )

    def addresses_of(self, pattern: str) -> set[str]:
        """The addresses known of a page; one whose file is to be removed may come again."""
        rows = self.run(
            "SELECT address FROM node WHERE pattern = ? AND path != '' AND owed != 3", pattern
        )
        return {address for (address,) in rows}

    def owe(self, topics: Collection[str], owed: int = NEWS) -> None:
        """Whatever rests on these is owed."""
        self.run(
            "UPDATE node SET owed = ? WHERE owed IN (0, 2) AND id IN "
            "(SELECT node FROM resting WHERE topic IN (SELECT value FROM json_each(?)))",
            *(owed, _listed(topics)),
        )

    def owe_all(self, owed: int) -> None:
        """Everything is owed."""
        self.run("UPDATE node SET owed = ? WHERE owed = 0", owed)

    def owe_since(self, now: datetime) -> None:
        """What was made later than now is owed: the clock was set back."""
        self.run("UPDATE node SET owed = 1 WHERE owed = 0 AND made > ?", now.timestamp())

    def postpone(self, patterns: Collection[str]) -> None:
        """What stands at the addresses of these pages is owed to nobody who waits."""
        self.run(
            "UPDATE node SET owed = 2 WHERE owed = 1 "
            "AND pattern IN (SELECT value FROM json_each(?))",
            _listed(patterns),
        )

    def owed_lists(self, owed: int) -> list[Node]:
        """The lists of addresses that are owed."""
        return self._nodes("owed = ? AND owed > 0 AND path = ''", owed)

    def due_lists(self, now: datetime) -> list[Node]:
        """The lists of addresses that hold no longer."""
        return self._nodes(
            "holds_until <= ? AND owed = 0 AND path = ''",
            now.timestamp(),
        )

    def new_paths(self) -> list[str]:
        """Where files are owed that were never written."""
        rows = self.run("SELECT path FROM node WHERE owed IN (1, 2) AND path != '' AND sha IS NULL")
        return [path for (path,) in rows]

    def take_new_paths(self) -> None:
        """They are ours from now on, whoever is killed before the first of them is written."""
        self.run("UPDATE node SET sha = '' WHERE owed IN (1, 2) AND path != '' AND sha IS NULL")

    def next(self, owed: int, limit: int) -> list[Node]:
        """Some files that are owed: what is new, then by their rank, the short addresses first.

        Of what is new the short ones come last: they lead to the others. Twins follow their pages.
        """
        return self._nodes(
            "owed = ? AND owed > 0 AND path != '' "
            "ORDER BY coalesce(sha, '') != '', rank, "
            "length(replace(address, '.md', '')) * CASE WHEN coalesce(sha, '') = '' THEN -1 ELSE 1 "
            "END, address LIMIT ?",
            *(owed, limit),
        )

    def due(self, now: datetime, limit: int, rest: timedelta = timedelta(0)) -> list[Node]:
        """Some files whose words hold no longer, by their rank, the short addresses first; of
        documents for programs those that have rested so long."""
        return self._nodes(
            "holds_until <= ? AND owed = 0 AND path != '' AND (rank != 2 OR made <= ?) "
            "ORDER BY rank, length(replace(address, '.md', '')), address LIMIT ?",
            *(now.timestamp(), (now - rest).timestamp(), limit),
        )

    def next_gone(self) -> list[Node]:
        """The files that are to be removed."""
        return self._nodes("owed = 3 AND owed > 0")

    def paths(self) -> set[str]:
        """Where files lie that it knows of, or will lie."""
        return {path for (path,) in self.run("SELECT path FROM node WHERE path != ''")}

    def patterns(self) -> set[str]:
        """The pages that it knows of."""
        return {pattern for (pattern,) in self.run("SELECT pattern FROM node WHERE path = ''")}

    def files(self) -> Iterator[Node]:
        """Every file that was written."""
        return iter(self._nodes("sha != '' ORDER BY path"))

    def count_behind(self, topics: Collection[str], now: datetime) -> int:
        """How many files say what is true no longer; `topics` rose since."""
        [(count,)] = self.run(
            "SELECT count(*) FROM (SELECT id FROM node WHERE owed > 0 "
            "UNION SELECT node FROM resting WHERE topic IN (SELECT value FROM json_each(?)) "
            "UNION SELECT id FROM node WHERE holds_until <= ?)",
            *(_listed(topics), now.timestamp()),
        )
        return int(count)

    def is_under_way(self) -> bool:
        """Whether something is left to be written, the list of files among it."""
        is_listed = self.fact("listed") == self.fact("changes")
        return not is_listed or self.count_owed(NEWS) > 0 or self.count_owed(LATER) > 0

    def count_owed(self, owed: int) -> int:
        [(count,)] = self.run("SELECT count(*) FROM node WHERE owed = ? AND owed > 0", owed)
        return int(count)

    def made(
        self,
        node: Node,
        sha: str,
        size: int,
        modified: int,
        at: datetime,
        holds_until: datetime | None,
        topics: Iterable[str],
    ) -> None:
        """A file says what is true at an instant, and rests on these topics until another."""
        until = None if holds_until is None else holds_until.timestamp()
        self.run(
            "UPDATE node SET sha = ?, size = ?, modified = ?, made = ?, holds_until = ?, owed = 0 "
            "WHERE id = ?",
            *(sha or None, size, modified, at.timestamp(), until, node.number),
        )
        former = {n for (n,) in self.run("SELECT topic FROM rests WHERE node = ?", node.number)}
        wanted = {self._topic(name) for name in topics}
        for number in former - wanted:
            self.run("DELETE FROM rests WHERE topic = ? AND node = ?", number, node.number)
        for number in wanted - former:
            self.run("INSERT INTO rests VALUES (?, ?)", number, node.number)

    def rest(self, node: Node, until: datetime) -> None:
        """A file stays as it is for a while."""
        self.run(
            "UPDATE node SET owed = 0, holds_until = ? WHERE id = ?", until.timestamp(), node.number
        )

    def lost(self, node: Node) -> None:
        """What is there is not what was written."""
        self.run("UPDATE node SET sha = '', owed = 1 WHERE id = ?", node.number)

    def gone(self, address: str) -> None:
        """An address leads nowhere: its file is to be removed, or there never was one."""
        self.run("UPDATE node SET owed = 3, holds_until = NULL WHERE address = ?", address)
        self.run("DELETE FROM rests WHERE node = (SELECT id FROM node WHERE address = ?)", address)
        self.run("DELETE FROM node WHERE address = ? AND sha IS NULL", address)

    def tell(self, changed: Collection[str]) -> None:
        """These paths changed; whoever calls the hook of the settings takes them out again."""
        for path in changed:
            self.run("REPLACE INTO changed (path) VALUES (?)", path)

    def changed(self) -> dict[str, int]:
        """The paths that the hook was not told of yet, each with the number of its last change."""
        return dict(self.run("SELECT path, number FROM changed ORDER BY path"))

    def was_told(self, numbers: Iterable[int]) -> None:
        """The hook knows of these changes now; a path that changed meanwhile has a new number."""
        for number in numbers:
            self.run("DELETE FROM changed WHERE number = ?", number)

    def drop(self, node: Node) -> None:
        """A file was removed."""
        self.run("DELETE FROM node WHERE id = ?", node.number)

    def _topic(self, name: str) -> int:
        if name not in self._topics:
            self.run("INSERT INTO topic (name) VALUES (?) ON CONFLICT DO NOTHING", name)
            [(number,)] = self.run("SELECT id FROM topic WHERE name = ?", name)
            self._topics[name] = int(number)
        return self._topics[name]

    def _nodes(self, where: str, *given: object) -> list[Node]:
        rows = self.run(f"SELECT {_COLUMNS} FROM node WHERE {where}", *given)  # noqa: S608 fixed
        return [Node(*row) for row in rows]


def _listed(names: Collection[str]) -> str:
    return json.dumps(sorted(names))
