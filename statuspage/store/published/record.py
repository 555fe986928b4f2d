"""The public record: appended to and read, never changed. A text can be blanked with its salt."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.record import tree
from statuspage.domain.record.recorded import (
    SALT,
    Addition,
    Leaf,
    Mark,
    Recorded,
    SaltedText,
    recorded,
    salted_hash,
)
from statuspage.store.tables.record import RecordEntry, RecordHash, RecordWord

_E = RecordEntry
_W = RecordWord
_H = RecordHash


def size() -> int:
    """How many entries there are."""
    return int(_E.select(fn.COALESCE(fn.MAX(_E.number) + 1, 0)).scalar())


def append(additions: Sequence[Addition], at: datetime) -> int:
    """Enter statements, inside the transaction that makes them true; returns the first number."""
    first = size()
    entries, words = [], []
    for index, addition in enumerate(additions, first):
        said = addition.statement
        texts = dict(said.words) | ({"reason": addition.reason} if addition.reason else {})
        salts = {name: secrets.token_bytes(SALT) for name in texts}
        hashed = {name: salted_hash(salts[name], text) for name, text in texts.items()}
        leaf = Leaf(
            said.subject,
            addition.revision,
            at,
            said.facts,
            hashed,
            addition.erases,
        ).encoded()
        entries.append((index, said.subject, addition.revision, at, leaf, addition.erases))
        words += [(index, name, salts[name], text) for name, text in texts.items()]
    _insert(_E, (_E.number, _E.subject, _E.revision, _E.at, _E.leaf, _E.erases), entries)
    _insert(_W, (_W.entry, _W.name, _W.salt, _W.text), words)
    hash_on(first, [leaf for _, _, _, _, leaf, _ in entries])
    return first


def hash_on(first: int, fresh: Sequence[bytes]) -> None:
    """Keep what the tree grows by with entries from a number on, of which it holds none yet."""
    pending: dict[tuple[int, int], bytes] = {}

    def known(level: int, start: int, count: int) -> list[bytes]:
        kept = hashes(level, start, count)
        rest = range(start + len(kept), start + count)
        return [*kept, *(pending[level, number] for number in rest)]

    for index, leaf in enumerate(fresh, first):
        grown = tree.grown(index, tree.leaf_hash(leaf), known)
        pending |= {(level, number): found for level, number, found in grown}
    _insert(_H, (_H.level, _H.number, _H.hash), [(*key, found) for key, found in pending.items()])


def _insert(table: Any, columns: tuple[Any, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    for start in range(0, len(rows), 500):
        table.insert_many(rows[start : start + 500], fields=columns).execute()


def hashes(level: int, first: int, count: int) -> list[bytes]:
    """Some hashes of a tile level, in order."""
    query = _H.select(_H.hash).where(
        (_H.level == level) & (_H.number >= first) & (_H.number < first + count)
    )
    rows: Any = query.order_by(_H.number).tuples()
    return [bytes(found) for (found,) in rows]


def root(first: int) -> bytes:
    """The root over the first so many entries."""
    return tree.root(first, hashes)


def leaves(first: int, count: int) -> list[bytes]:
    """What is hashed of some entries, in order."""
    chosen = (_E.number >= first) & (_E.number < first + count)
    rows: Any = _E.select(_E.leaf).where(chosen).order_by(_E.number).tuples()
    return [bytes(leaf) for (leaf,) in rows]


def some(first: int, count: int) -> list[Recorded]:
    """Some entries with their texts, in order."""
    chosen = (_E.number >= first) & (_E.number < first + count)
    return _load(_E.select().where(chosen).order_by(_E.number))


def history(subject: str) -> list[Recorded]:
    """Every revision of a subject, the oldest first."""
    return _load(_E.select().where(_E.subject == subject).order_by(_E.revision))


def histories(subjects: Collection[str]) -> dict[str, list[Recorded]]:
    """Every revision of several subjects, the oldest first; one never recorded is absent."""
    found: dict[str, list[Recorded]] = defaultdict(list)
    for entry in _revisions(subjects):
        found[entry.subject].append(entry)
    return found


def newest(subjects: Collection[str]) -> dict[str, Recorded]:
    """What each subject says now; one never recorded is absent."""
    return {found.subject: found for found in _revisions(subjects)}


def marks(subjects: Collection[str]) -> dict[str, Mark]:
    """Where each subject's newest entry stands."""
    # Asked one by one: as a join, what has no statistics walks the hashes of all entries.
    hashed = _H.select(_H.hash).where((_H.level == 0) & (_H.number == _E.number))
    marked = _E.select(_E.subject, _E.number, _E.revision, _E.at, hashed)
    found: dict[str, Mark] = {}
    for some_subjects in _slices(subjects):
        chosen = marked.where(_E.subject.in_(some_subjects)).order_by(_E.revision)
        rows: Any = chosen.tuples()
        for subject, index, revision, at, hashed in rows:
            found[subject] = Mark(index, bytes(hashed), revision, at)
    return found


def erase(subject: str) -> int:
    """Blank the texts of every revision of a subject, with their salts; returns how many went."""
    entries = _E.select(_E.number).where(_E.subject == subject)
    blanked = _W.update(salt=None, text=None).where(_W.entry.in_(entries) & _W.text.is_null(False))
    return int(blanked.execute())


def _revisions(subjects: Collection[str]) -> Iterable[Recorded]:
    for some_subjects in _slices(subjects):
        query = _E.select().where(_E.subject.in_(some_subjects))
        yield from _load(query.order_by(_E.revision))


def _slices(subjects: Collection[str]) -> Iterable[Sequence[str]]:
    ordered = list(subjects)
    return (ordered[start : start + 500] for start in range(0, len(ordered), 500))


def _load(query: Any) -> list[Recorded]:
    rows = list(query)
    words: dict[int, dict[str, SaltedText]] = defaultdict(dict)
    for start in range(0, len(rows), 500):
        chosen = _W.entry.in_([row.number for row in rows[start : start + 500]])
        for word in _W.select().where(chosen).order_by(_W.entry, _W.name):
            salt = None if word.salt is None else bytes(word.salt)
            words[word.entry][word.name] = SaltedText(salt, word.text)
    return [recorded(row.number, bytes(row.leaf), words[row.number]) for row in rows]
