"""Which answers speak of what somebody writes: full-text search (FTS5), the same on both stores.

The index is made in memory of what is published, and follows it. So what is erased is gone, and no
copy, backup or move knows of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from statuspage.domain.listening.likeness import is_alike, stems
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.published import topics
from statuspage.store.tables.entries import Entry as Row

_LOOKED_AT = 40  # of the best by the index, which are then held against the text
_MOST_STEMS = 24
_COMMON, _FEW = 0.1, 20  # share of the answers whose word says nothing, once there are some
_TABLE = "CREATE VIRTUAL TABLE answer USING fts5(slug UNINDEXED, title, words, tokenize=unicode61)"
_DOCUMENTS = "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(answer, row)"
_FIND = "SELECT slug, title, words FROM answer WHERE answer MATCH ? ORDER BY rank LIMIT ?"
_SAYS = ("said", "did", "reason")
_Signature = tuple[Any, ...]


class _Index:
    """The words of every answer that stands, as of one moment of one store."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._begin(None)

    def _begin(self, engine: object) -> None:
        self._engine = engine
        self._version = -1
        self._known: dict[str, _Signature] = {}
        self._same: dict[str, str] = {}
        self._held = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._held.execute(_TABLE)
        self._held.execute(_DOCUMENTS)

    def find(self, text: str, limit: int) -> list[str]:
        with self._lock:
            self._follow()
            asked = self._telling(stems(text))
            if not asked:
                return []
            either = " OR ".join(f'"{one}"' for one in asked)
            rows = self._held.execute(_FIND, (either, _LOOKED_AT)).fetchall()
            same = dict(self._same)
        alike = [
            slug for slug, title, words in rows if is_alike(asked, title.split(), words.split())
        ]
        return list(dict.fromkeys(_led_to(slug, same) for slug in alike))[:limit]

    def _telling(self, written: Iterable[str]) -> list[str]:
        """Those that tell one answer from another, the longest first."""
        longest = sorted(written, key=lambda one: (-len(one), one))[:_MOST_STEMS]
        marks = ", ".join("?" * len(longest))
        often = f"SELECT term FROM vocabulary WHERE term IN ({marks}) AND doc > ?"  # noqa: S608 marks
        most = max(_FEW * _COMMON, _COMMON * len(self._known))
        common = {term for (term,) in self._held.execute(often, (*longest, most))}
        return [one for one in longest if len(self._known) < _FEW or one not in common]

    def _follow(self) -> None:
        """Bring it up to what the store holds in this snapshot."""
        if self._engine is not db.engine():  # what was opened anew may hold something else
            self._held.close()
            self._begin(db.engine())
        version = topics.versions([EntryKind.OUTCOME]).get(EntryKind.OUTCOME, 0)
        if version == self._version:
            return
        now = _signatures()
        changed = [slug for slug, one in now.items() if self._known.get(slug) != one]
        self._forget([*changed, *(self._known.keys() - now.keys())])
        self._take(changed)
        self._known, self._version = now, version

    def _forget(self, slugs: Iterable[str]) -> None:
        for slug in slugs:
            if (known := self._known.get(slug)) is not None:
                self._held.execute("DELETE FROM answer WHERE rowid = ?", (known[0],))
                self._same.pop(slug, None)

    def _take(self, slugs: list[str]) -> None:
        if not slugs:
            return
        is_all = len(slugs) > len(self._known)
        query = Row.select(Row.id, Row.slug, Row.title, Row.details, Row.wordings)
        query = query.where(Row.kind == EntryKind.OUTCOME)
        rows: Any = (query if is_all else query.where(Row.slug.in_(slugs))).tuples()
        wanted = {*slugs}
        taken = []
        for number, slug, title, details, wordings in rows:
            if slug not in wanted:
                continue
            if details.get("same_as"):
                self._same[slug] = str(details["same_as"])
            told = [str(details.get(name, "")) for name in _SAYS]
            told += [text for texts in wordings.texts.values() for text in texts.values()]
            taken.append((number, slug, _joined(title), _joined(" ".join(told))))
        self._held.execute("BEGIN")
        self._held.executemany(
            "INSERT INTO answer (rowid, slug, title, words) VALUES (?, ?, ?, ?)", taken
        )
        self._held.execute("COMMIT")


def similar(text: str, limit: int) -> list[str]:
    """Slugs of the published outcomes that may speak of the same, the likest first.

    One that was merged into another leads to that. Use it in a snapshot.
    """
    return _INDEX.find(text, limit)


_INDEX = _Index()


def _signatures() -> dict[str, _Signature]:
    """What tells of each outcome that stands whether its words changed."""
    chosen = (Row.kind == EntryKind.OUTCOME) & Row.withdrawn_at.is_null()
    columns = (Row.id, Row.revision, Row.updated_at, Row.erased)
    rows: Any = Row.select(Row.slug, *columns).where(chosen).tuples()
    return {slug: tuple(rest) for slug, *rest in rows}


def _led_to(slug: str, same: Mapping[str, str]) -> str:
    """Where those who follow merges from one to the next arrive."""
    seen = {slug}
    while (following := same.get(slug)) is not None and following not in seen:
        seen.add(following)
        slug = following
    return slug


def _joined(text: str) -> str:
    return " ".join(sorted(stems(text)))
