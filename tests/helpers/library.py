"""A Library without a database: a public record in memory, told by the statements it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from statuspage.domain.library.library import Library
from statuspage.domain.record import library, tree
from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.record.recorded import Leaf, Recorded, SaltedText, Statement, salted_hash
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.site import Site

BEGUN = datetime(2026, 7, 1, tzinfo=UTC)
SITE = Site(
    "Acme", "https://status.acme.example", "UTC", "en", "", "", False, "status.acme.example"
)
_SALT = bytes(16)


def a_library(statements: Iterable[Statement] = (), site: Site = SITE) -> Library:
    """What a record with these statements tells; Markdown is left as it is."""
    revisions: Counter[str] = Counter()
    entries: list[Recorded] = []
    for statement in (KINDS["site"].statement(site), *statements):
        revisions[statement.subject] += 1
        hashes = {name: salted_hash(_SALT, text) for name, text in statement.words.items()}
        number = revisions[statement.subject]
        leaf = Leaf(statement.subject, number, BEGUN, statement.facts, hashes)
        words = {name: SaltedText(_SALT, text) for name, text in statement.words.items()}
        entries.append(Recorded(len(entries), leaf, tree.leaf_hash(leaf.encoded()), words))
    level = [entry.hash for entry in entries]
    levels = [level]
    while len(levels[-1]) >= tree.TILE:
        whole = len(levels[-1]) // tree.TILE
        rows = (levels[-1][n * tree.TILE : (n + 1) * tree.TILE] for n in range(whole))
        levels.append([tree.fold(row) for row in rows])
    facts = replay(entries, lambda text: text)
    return library.library(
        facts, entries, lambda height, first, count: levels[height][first : first + count]
    )
