"""Entries whose time has come are published."""

from __future__ import annotations

import logging

from statuspage.actions.staff.scheduled import publish_due

_log = logging.getLogger(__name__)


def publish() -> None:
    """Raises StoreError."""
    for entry in publish_due():
        _log.info("published %s", entry.path)
