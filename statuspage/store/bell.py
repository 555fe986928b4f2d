"""Some shared bytes beside the database: eight change after each commit, in whichever process.

Eight more change when who wrote is answered: from then on nobody may be shown less. One says why
writing failed last, 0 when it did not: what one process met, all can tell.

Looking at them costs nanoseconds, so a server can ask before every answer whether anything is new.
They are a hint only: a process killed between its commit and its ring is caught by a slower check.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path

_RING = slice(0, 8)
_FAULT = 8
_TOLD = slice(16, 24)
_SIZE = 24


class Bell:
    """`value` differs from what it was before as soon as somebody rang."""

    def __init__(self, path: Path | None) -> None:
        """Without a path nobody else hears it, as on a disk that takes no writing."""
        self.path = path or Path(os.devnull)
        if path is None:
            self._shared = mmap.mmap(-1, _SIZE)
            return
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # Written, not only made longer: to ring on a full disk would kill the process.
            if missing := max(0, _SIZE - os.fstat(descriptor).st_size):
                os.pwrite(descriptor, b"\0" * missing, _SIZE - missing)
            self._shared = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)

    @property
    def value(self) -> bytes:
        return self._shared[_RING]

    @property
    def told(self) -> bytes:
        """Differs from what it was before as soon as somebody who wrote is being answered."""
        return self._shared[_TOLD]

    @property
    def state(self) -> bytes:
        """Differs when anything here does."""
        return self._shared[:_SIZE]

    def ring(self, *, is_told: bool = True) -> None:
        """Something was committed; `is_told` unless who wrote waits for `tell`."""
        # A random value, not a count: two processes that ring at once can never undo each other.
        self._shared[_RING] = os.urandom(8)
        if is_told:
            self.tell()

    def tell(self) -> None:
        """Who wrote is being answered."""
        self._shared[_TOLD] = os.urandom(8)

    @property
    def fault(self) -> int:
        """Why writing failed last; 0 when it did not."""
        return self._shared[_FAULT]

    @fault.setter
    def fault(self, number: int) -> None:
        if number != self._shared[_FAULT]:
            self._shared[_FAULT] = number

    def close(self) -> None:
        self._shared.close()
