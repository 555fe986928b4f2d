"""Who has a store open: each process holds a shared lock on a file beside it, until it ends.

So one that comes can tell files that a crash left behind from those that others are using.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Presence:
    """That this process has the store open, for others to see."""

    def __init__(self, store: Path) -> None:
        self._descriptor = os.open(_place(store), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        os.close(self._descriptor)


def is_in_use(store: Path) -> bool:
    """Whether any process has the store open."""
    try:
        descriptor = os.open(_place(store), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _place(store: Path) -> Path:
    return store.with_name(store.name + ".open")
