"""Eight shared bytes beside the database: they change after each commit, in whichever process.

Looking at them costs nanoseconds, so a server can ask before every answer whether anything is new.
They are a hint only: a process killed between its commit and its ring is caught by a slower check.
Whoever has the store open holds a shared lock on them, so others can ask whether anybody has.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from pathlib import Path

_SIZE = 8


class Bell:
    """`value` differs from what it was before as soon as somebody rang."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(self._descriptor).st_size < _SIZE:
                os.truncate(self._descriptor, _SIZE)
            self._shared = mmap.mmap(self._descriptor, _SIZE)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            self.path = path
        except BaseException:
            os.close(self._descriptor)
            raise

    @property
    def value(self) -> bytes:
        return self._shared[:]

    def ring(self) -> None:
        # A random value, not a count: two processes that ring at once can never undo each other.
        self._shared[:] = os.urandom(_SIZE)

    def close(self) -> None:
        self._shared.close()
        os.close(self._descriptor)


def is_held(path: Path) -> bool:
    """Whether any process has the bell, and with it the store."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
