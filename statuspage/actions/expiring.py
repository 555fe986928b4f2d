"""Stories whose consent ended are withdrawn by themselves, and their words erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from statuspage import clock
from statuspage.actions.entries import withdraw
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.said import said
from statuspage.store import db
from statuspage.store.published import entries
from statuspage.store.settings import site


def end_consents() -> list[Entry]:
    """Withdraw each story whose last day has passed; returns them as they were.

    Called by the worker again and again. Raises StoreError.
    """
    now = clock.now()
    with db.snapshot():
        if not _over(entries.newest(EntryKind.STORY), window.local_date(now, site().zone)):
            return []
    with db.transaction():
        found = _over(entries.newest(EntryKind.STORY), window.local_date(now, site().zone))
        for story in found:
            withdraw(story, now, said("story.consent_over").key)
    db.empty_the_log()
    return found


def _over(stories: Iterable[Entry], today: date) -> list[Entry]:
    return [one for one in stories if (last := one.agreed_until) is not None and last < today]
