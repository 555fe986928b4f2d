"""A change as another changelog tells it, on its way to become a draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import Problem


@dataclass(frozen=True)
class ImportedChange:
    """One change. What its source does not say is empty."""

    title: str
    body: str = ""  # Markdown; empty where the title says it all
    type: str = "changed"  # a kind of Keep a Changelog
    version: str = ""
    day: str = ""  # "2026-11-20", or "2026-11-20 14:30"
    breaking: bool = False
    components: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    place: str = ""  # where it stands: "CHANGELOG.md:12"

    @property
    def front(self) -> Mapping[str, object]:
        """Its front matter, in JSON types."""
        return {
            "title": self.title,
            "type": self.type,
            "date": self.day,
            "version": self.version,
            "breaking": self.breaking,
            "components": list(self.components),
            "feedback": list(self.feedback),
        }


@dataclass(frozen=True)
class ChangeBatch:
    """What one source holds: its changes, and each line that was kept as text or left over."""

    changes: tuple[ImportedChange, ...]
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ChangesTaken:
    """What became of a batch."""

    taken: int
    known: int
    dated: int = 0  # drafts that gained the release they came with


def identities(changes: Collection[ImportedChange]) -> list[tuple[str, str]]:
    """What each change is known by: with its version, and as it was before that was named.

    The same words may stand in a changelog twice. They are told apart by their number counted from
    the end, where new entries do not move them.
    """
    seen: dict[tuple[str, str], int] = {}
    found: list[tuple[str, str]] = []
    for change in reversed(list(changes)):
        words = one_line(f"{change.title} {change.body}").casefold()
        number = seen[change.version, words] = seen.get((change.version, words), 0) + 1
        found.append((_digest(change.version, words, number), _digest("", words, number)))
    return found[::-1]


def _digest(version: str, words: str, number: int) -> str:
    return sha256(f"{version}\n{number}\n{words}".encode()).hexdigest()
