"""Stories whose consent ended are told no more."""

from __future__ import annotations

import logging

from statuspage.actions.expiring import end_consents

EVERY = 60.0
"""Seconds from look to look: a consent ends with its day."""

_log = logging.getLogger(__name__)


def end() -> None:
    """Raises StoreError."""
    for story in end_consents():
        _log.info("the consent to %s ended, its words are erased", story.slug)
