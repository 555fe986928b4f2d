"""What follows from a spent error budget is promised, as soon as the figures say so."""

from __future__ import annotations

import logging

from statuspage.actions.promises.budgets import promise_what_follows

EVERY = 60.0
"""Seconds from look to look: figures are as of whole minutes."""

_log = logging.getLogger(__name__)


def follow() -> None:
    """Raises StoreError."""
    for one in promise_what_follows():
        _log.info("promised what follows from %s of the budget of %s", one.spent, one.sla)
