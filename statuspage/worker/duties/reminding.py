"""Readers are reminded of what was announced and is soon to take effect."""

from __future__ import annotations

import logging

from statuspage.actions.reminding import remind_of_notices

EVERY = 60.0
"""Seconds from look to look: reminders are due at a time of day."""

_log = logging.getLogger(__name__)


def remind() -> None:
    """Raises StoreError."""
    for told in remind_of_notices():
        _log.info("reminded of %s, %d days ahead", told.notice, told.days)
