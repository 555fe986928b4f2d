"""A store that neither answers nor refuses: nobody begins to wait for it after the first who did.

A thread that waits for it is lost to all others who ask this process for something.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from statuspage.errors import StoreError
from statuspage.store.advice import HANGS
from statuspage.store.tables.base import database

_unanswered: Future[Any] | None = None


def tell(unanswered: Future[Any]) -> None:
    """Have nobody else ask anything until this is answered."""
    global _unanswered
    _unanswered = unanswered


def hangs() -> bool:
    """Whether something was asked a while ago, and still is not answered."""
    return _unanswered is not None and not _unanswered.done()


def require_answers() -> None:
    """Raises StoreError where this thread would begin to wait without end."""
    if hangs() and not database.in_transaction():
        raise StoreError(HANGS)
