"""One message by apprise, in a process of its own: `python -m`, JSON in, JSON out.

Apprise answers True or False, writes why into its log, reads answers without an end, and waits as
long as bytes come. As a process it can be ended, its memory bounded, and its log be read alone.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
from typing import Any

from statuspage.parent import end_with_parent

MEMORY = 384 << 20  # bytes of address space: twice what a message takes


class _Lines(logging.Handler):
    """The warnings and errors of a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.found.append(record.getMessage())


def answer(order: dict[str, str]) -> dict[str, Any]:
    """Send what `order` says to its address; `why` has the words of the log where it failed."""
    try:
        import apprise
    except ImportError:
        return {"is_missing": True}
    lines = _Lines()
    log = logging.getLogger("apprise")
    log.addHandler(lines)
    log.propagate = False
    asset = apprise.AppriseAsset(http_redirects=False, storage_mode="memory", app_id="statuspage")
    service = apprise.Apprise.instantiate(order["address"], asset=asset)
    if not service:
        return {"is_unknown": True}
    service.redirects = False  # whatever the address says
    sender = apprise.Apprise(services=[service], asset=asset)
    result = sender.notify(
        body=order["body"],
        title=order["title"],
        notify_type=order["type"],
        body_format=apprise.NotifyFormat.TEXT,
    )
    return {"is_sent": bool(result), "why": lines.found}


def main() -> None:
    """Read an order, and print what came of it."""
    end_with_parent(os.getppid())
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    order = json.load(sys.stdin)
    try:
        found = answer(order)
    except MemoryError:
        found = {"is_sent": False, "why": []}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
