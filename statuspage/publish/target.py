"""Where a copy goes: the few verbs that every place for one has, and what is put there.

Which files are due, and in which order, is decided elsewhere; a target only carries them.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class File:
    """One file of a copy."""

    path: str  # below the target, parts divided by "/"
    body: bytes
    content_type: str
    modified: datetime  # in whole seconds; other bytes at the same path bear another one
    lasts: bool = False  # it says the same for ever, so that caches may keep it
    language: str = ""  # of its words


class Target(Protocol):
    """A folder, or a part of an object store. Its faults are OSError, or SourceError with words."""

    @property
    def name(self) -> str:
        """As staff know it."""

    @property
    def index(self) -> Path:
        """Where on this machine the small database lies that knows what the copy holds."""

    @property
    def rest(self) -> timedelta:
        """How long documents for programs stay as they are while nothing but time passes."""

    def locked(self, patience: float) -> AbstractContextManager[bool]:
        """Whether it is ours alone now, after so many seconds at most."""

    def claim(self, origin: str) -> None:
        """See that it is a copy of this site, or free to become one; then it is marked as such.

        Raises SourceError when it holds something else; then nothing is touched.
        """

    def require_free(self, origin: str, paths: Collection[str], /) -> None:
        """Raise SourceError where files of others lie in the way of files that are new to it."""

    def put(self, file: File) -> None:
        """Put a file in place of what was there, whole; it is there once that is settled."""

    def settle(self) -> None:
        """Return when all that was put or removed so far is so. Raises what kept it from that."""

    def holds(self, path: str, size: int, modified: datetime, /) -> bool:
        """Whether what is there looks like what was put there last."""

    def knows(self, file: File, /) -> bool:
        """Whether these very bytes are there, where that is sooner told than they are put."""

    def remove(self, path: str) -> None:
        """Remove a file of ours; one that is gone is no fault."""

    def read(self, path: str) -> bytes | None:
        """What is there now; None when nothing is."""
