"""Processes that must not outlive the one that started them, even when it is killed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

_LOOK_EVERY = 0.2  # seconds


def end_with_parent(parent: int, end: Callable[[], object] = lambda: os._exit(0)) -> None:
    """Call `end` as soon as this process is no longer a child of `parent`; returns at once."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_EVERY)
        end()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
