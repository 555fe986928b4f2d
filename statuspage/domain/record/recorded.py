"""An entry of the public record: what something published says from some instant on.

An entry commits to each text by a salted hash. So a text that must go (personal data) can be
blanked, while the entry, its place and its hash stay what they were.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from statuspage.domain.record.tree import leaf_hash
from statuspage.said import Said, said

SALT = 16
"""Bytes of salt before each text: without it a short text could be guessed from its hash."""


@dataclass(frozen=True)
class Statement:
    """What a subject says: facts in JSON types, and texts that people wrote, by name."""

    subject: str  # like "update/3fk2m9", "changelog/2026-11-20-faster-search"
    facts: Mapping[str, Any]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Addition:
    """A statement to be entered."""

    statement: Statement
    revision: int
    reason: str = ""
    erases: bool = False  # the texts of its former revisions are blanked with it


@dataclass(frozen=True)
class Mark:
    """Where the newest entry of a subject stands; pages and feeds carry it."""

    index: int  # from 0
    hash: bytes
    revision: int
    at: datetime


@dataclass(frozen=True)
class SaltedText:
    """A text with its salt; both are None once it was erased."""

    salt: bytes | None
    text: str | None


@dataclass(frozen=True)
class Leaf:
    """What is hashed: the entry without the texts themselves. `hashes` commits to them."""

    subject: str
    revision: int  # from 1
    at: datetime  # when it was entered
    facts: Mapping[str, Any]
    hashes: Mapping[str, str]  # name of a text -> hex of its salted hash
    erases: bool = False  # the texts of the former revisions were blanked

    def encoded(self) -> bytes:
        """Canonical JSON: UTF-8, sorted keys, no spaces; a flag stands only when it is true."""
        document: dict[str, Any] = {
            "at": stamp(self.at),
            "facts": self.facts,
            "hashes": self.hashes,
            "revision": self.revision,
            "subject": self.subject,
        }
        return canonical(document | ({"erases": True} if self.erases else {}))


@dataclass(frozen=True)
class Recorded:
    """An entry with its place in the record."""

    index: int  # from 0
    leaf: Leaf
    hash: bytes
    words: Mapping[str, SaltedText]

    @property
    def subject(self) -> str:
        return self.leaf.subject

    @property
    def revision(self) -> int:
        return self.leaf.revision

    @property
    def at(self) -> datetime:
        return self.leaf.at

    @property
    def reason(self) -> str:
        """Why it was changed, in the words of whoever did."""
        return self.text("reason")

    @property
    def is_erased(self) -> bool:
        return any(word.text is None for word in self.words.values())

    def text(self, name: str) -> str:
        """One of its texts; empty when there is none or it was erased."""
        word = self.words.get(name)
        return (word.text if word else None) or ""

    @property
    def statement(self) -> Statement:
        """What it says; why it was entered is no part of that."""
        texts = {name: self.text(name) for name in self.words if name != "reason"}
        return Statement(self.subject, self.leaf.facts, texts)


def salted_hash(salt: bytes, text: str) -> str:
    """The commitment to a text: hex of SHA-256(salt + UTF-8)."""
    return sha256(salt + text.encode()).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON in one form only: UTF-8, sorted keys, no spaces."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def stamp(instant: datetime) -> str:
    """An instant as the record writes it: whole seconds, UTC, "Z"."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=4096)
def parse_stamp(text: str) -> datetime:
    """Read it back. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def decoded(data: bytes) -> Leaf:
    """Read what is hashed. Raises ValueError when it is not an entry in its one form."""
    try:
        found = json.loads(data)
        leaf = Leaf(
            subject=found["subject"],
            revision=found["revision"],
            at=parse_stamp(found["at"]),
            facts=found["facts"],
            hashes=found["hashes"],
            erases=found.get("erases", False),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(said("it is not an entry of a record")) from error
    if leaf.encoded() != data:
        raise ValueError(said("it is not an entry of a record as this program writes it"))
    return leaf


def recorded(index: int, data: bytes, words: Mapping[str, SaltedText]) -> Recorded:
    """An entry from its bytes. Raises ValueError as `decoded`."""
    return Recorded(index, decoded(data), leaf_hash(data), words)


def mismatch(entry: Recorded) -> Said | None:
    """The first text that is not the one committed to, or None. An erased text cannot be told."""
    if set(entry.words) != set(entry.leaf.hashes):
        return said("its texts are not the ones it names")
    for name, word in entry.words.items():
        if word.salt is None or word.text is None:
            continue
        if salted_hash(word.salt, word.text) != entry.leaf.hashes[name]:
            return said("its {name} is not the text that was recorded", name=name)
    return None
