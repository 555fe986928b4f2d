"""Commands that are typed elsewhere and carried out here, for whoever has a right to them.

What carries them out is the command line itself, so that they say the same words wherever they are
typed. It is handed in by whoever begins to serve, for the web knows nothing of commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from statuspage.actions.given import Actor
from statuspage.errors import NotFound
from statuspage.said import said

SCOPES = ("incidents", "changelog", "erasure")
"""One of these is what a command needs."""


@dataclass(frozen=True)
class Typed:
    """The words of one command, as a shell has parted them, without the name of the program."""

    words: tuple[str, ...]
    actor: Actor
    language: str = "en"
    is_draft: bool = False  # what it would publish is kept as a draft
    submission: str | None = None  # by which a repeat is known, for what has no one transaction


@dataclass(frozen=True)
class Usage:
    """What is wrong with the words themselves, and with which option; "" for none."""

    message: str
    option: str = ""


@dataclass(frozen=True)
class Printed:
    """How a command ended. `pieces` are texts in their order: (is it for standard error, text)."""

    status: int
    pieces: tuple[tuple[bool, str], ...] = ()
    usage: Usage | None = None

    @property
    def out(self) -> str:
        return "".join(text for is_err, text in self.pieces if not is_err)

    @property
    def err(self) -> str:
        return "".join(text for is_err, text in self.pieces if is_err)


class Shell(Protocol):
    """What carries commands out. The store is open."""

    def scope(self, words: tuple[str, ...]) -> str:
        """The scope that a command needs. Raises InvalidInput for one that cannot be typed here."""

    def is_one_act(self, typed: Typed) -> bool:
        """Whether all that a command writes may stand in one transaction; a refusal undoes it."""

    def run(self, typed: Typed) -> Printed:
        """Carry it out. Raises StoreError; all else is in what it prints."""


_shell: Shell | None = None


def hand_in(shell: Shell) -> None:
    """From now on this process carries commands out."""
    global _shell
    _shell = shell


def shell() -> Shell:
    """What carries commands out. Raises NotFound where nothing does."""
    if _shell is None:
        raise NotFound(said("No commands are taken here."))
    return _shell
