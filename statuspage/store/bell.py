"""Eight shared bytes beside the database: they change after each commit, in whichever process.

Looking at them costs nanoseconds, so a server can ask before every answer whether anything is new.
They are a hint only: a process killed between its commit and its ring is caught by a slower check.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path

_SIZE = 8


class Bell:
    """`value` differs from what it was before as soon as somebody rang."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < _SIZE:
                os.truncate(descriptor, _SIZE)
            self._shared = mmap.mmap(descriptor, _SIZE)
            self.path = path
        finally:
            os.close(descriptor)

    @property
    def value(self) -> bytes:
        return self._shared[:]

    def ring(self) -> None:
        # A random value, not a count: two processes that ring at once can never undo each other.
        self._shared[:] = os.urandom(_SIZE)

    def close(self) -> None:
        self._shared.close()
