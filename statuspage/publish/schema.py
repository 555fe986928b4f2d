"""The tables of the index of a copy, and a row of it. Another form is another file: folder.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS node (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    pattern TEXT NOT NULL,
    path TEXT NOT NULL,
    rank INTEGER NOT NULL,
    sha TEXT,
    size INTEGER NOT NULL DEFAULT 0,
    modified INTEGER NOT NULL DEFAULT 0,
    made REAL,
    holds_until REAL,
    owed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS node_pattern ON node (pattern);
CREATE INDEX IF NOT EXISTS node_holds_until ON node (holds_until) WHERE holds_until IS NOT NULL;
CREATE INDEX IF NOT EXISTS node_owed ON node (owed) WHERE owed > 0;
CREATE INDEX IF NOT EXISTS node_made ON node (made) WHERE owed = 0;
CREATE TABLE IF NOT EXISTS rests (
    topic INTEGER NOT NULL, node INTEGER NOT NULL, PRIMARY KEY (topic, node)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rests_node ON rests (node);
CREATE VIEW IF NOT EXISTS resting AS
    SELECT topic.name AS topic, rests.node AS node FROM topic JOIN rests ON rests.topic = topic.id;
CREATE TABLE IF NOT EXISTS changed (
    number INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE
);
"""


@dataclass(frozen=True)
class Node:
    """A file of the copy, or a list of addresses: its address is then the pattern after a star."""

    number: int
    address: str
    pattern: str
    path: str  # "" for a list
    rank: int
    sha: str | None  # of what was written last; "" when that is not known, None when nothing was
    size: int
    modified: int  # seconds since 1970
    owed: int

    @property
    def is_new(self) -> bool:
        """Whether nobody can be reading it."""
        return not self.sha

    @property
    def is_list(self) -> bool:
        return not self.path

    @property
    def modified_at(self) -> datetime:
        return datetime.fromtimestamp(self.modified, UTC)
