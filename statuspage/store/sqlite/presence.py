"""Who has a store open: each process holds a shared lock on a file beside it, until it ends.

So one that comes can tell files that a crash left behind from those that others are using, and
tidies up only while nobody else can come in.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Presence:
    """This process at the door of a store: alone in front of it, or among those inside."""

    def __init__(self, store: Path) -> None:
        """Raises OSError."""
        place = store.with_name(store.name + ".open")
        self._descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)

    def is_alone(self) -> bool:
        """Whether nobody has the store open, nor comes in before this process has."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def come_in(self) -> None:
        """Be one of those who have it open, for others to see; waits while one is alone."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def close(self) -> None:
        os.close(self._descriptor)
