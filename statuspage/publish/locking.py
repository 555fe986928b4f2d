"""A lock that one process holds, whichever way it ends."""

from __future__ import annotations

import fcntl
import time

_LOOK_EVERY = 0.02  # seconds, while another holds it


def locks(descriptor: int, patience: float) -> bool:
    """Whether an open file or folder is ours alone now, after so many seconds at most."""
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_EVERY)
        else:
            return True
