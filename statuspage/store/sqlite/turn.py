"""One worker at a time on a store: a second one waits until the first has ended, and takes over.

Two would check each target twice as often, and confirm failures from checks that are closer
together than the figures say.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from statuspage.store.engine import ImportAtWork


class FileTurn:
    """A lock on a file beside the store; the system frees it when its holder dies."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._descriptor: int | None = None

    def take(self) -> str:
        """Take the place if it is free; why it is not ours, or "", for the log."""
        try:
            descriptor = _opened(self._place)
        except OSError as error:  # on such a disk a worker has nothing to do
            return f"{self._place} cannot be used: {error.strerror}"
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return f"another worker (process {self._holder()}) is at work on this store"
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        return ""

    def is_held(self) -> bool:
        """It is ours until this process ends."""
        return self._descriptor is not None

    def give_up(self) -> None:
        """Let another one have it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _holder(self) -> str:
        try:
            return self._place.read_text("ascii").strip() or "unknown"
        except (OSError, UnicodeDecodeError):
            return "unknown"


def _opened(place: Path) -> int:
    try:
        return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return os.open(place, os.O_RDONLY)  # read-only, yet a lock can be held on it


@contextmanager
def import_alone(file: Path) -> Iterator[None]:
    """Hold the lock of imports, on a file that every store has; it ends with the process.

    Raises ImportAtWork.
    """
    with file.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportAtWork from error
        yield
