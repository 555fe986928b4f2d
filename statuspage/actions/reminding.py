"""Remind readers of what was announced and is soon to take effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.promises.notice import Reminder, due_reminder, effective_day, is_called_off
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.reminder import REMINDER
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.store import db
from statuspage.store.published import entries, record
from statuspage.store.settings import current_settings, site

_NOTICE = ENTRIES[EntryKind.NOTICE]


def remind_of_notices() -> list[Reminder]:
    """Tell again of each notice whose reminder is due; all at once, so that many come as one.

    Called by the worker again and again; each is told once for each day that was named.
    Raises StoreError.
    """
    now = clock.now()
    with db.snapshot():
        if not _due(now):
            return []
    with db.transaction():
        found = _due(now)
        note([REMINDER.statement(one) for one in found], now)
        if found:
            db.raise_topics(EntryKind.NOTICE.value)
    return found


def _due(now: datetime) -> list[Reminder]:
    remind, zone = current_settings().notices.remind, site().zone
    if not remind:
        return []
    ahead = [one for one in entries.newest(EntryKind.NOTICE) if _is_ahead(one, now)]
    subjects = [name(one.slug) for one in ahead for name in (_NOTICE.subject, REMINDER.subject)]
    histories = record.histories(subjects) if ahead else {}
    found = []
    for entry in ahead:
        day = effective_day(entry)
        since = _known_since(histories[_NOTICE.subject(entry.slug)], day)
        days = due_reminder(day, remind, zone, since, now)
        told = [REMINDER.fact(one) for one in histories.get(REMINDER.subject(entry.slug), ())]
        if days is not None and not _was_told(told, day, days):
            found.append(Reminder(entry.slug, day, days, now))
    return found


def _is_ahead(entry: Entry, now: datetime) -> bool:
    return not is_called_off(entry) and effective_day(entry) >= now.date()


def _known_since(history: Sequence[Recorded], day: date) -> datetime:
    """Since when this day is the one that is named."""
    since = history[-1].at
    for revision in reversed(history):
        if _NOTICE.value("details", revision).get("effective") != day.isoformat():
            break
        since = revision.at
    return since


def _was_told(told: Sequence[Reminder], day: date, days: int) -> bool:
    return any(one.effective == day and one.days <= days for one in told)
