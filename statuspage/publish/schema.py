"""The tables of the index of a copy. Another form has another name of its file: see folder.py."""

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
CREATE TABLE IF NOT EXISTS rests (
    topic INTEGER NOT NULL, node INTEGER NOT NULL, PRIMARY KEY (topic, node)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rests_node ON rests (node);
CREATE VIEW IF NOT EXISTS resting AS
    SELECT topic.name AS topic, rests.node AS node FROM topic JOIN rests ON rests.topic = topic.id;
CREATE TABLE IF NOT EXISTS changed (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
