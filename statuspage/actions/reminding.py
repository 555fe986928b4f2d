"""Remind readers of what was announced and is soon to take effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.promises.notice import Reminder, due_reminder, is_called_off, named_days
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.reminder import REMINDER
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary import window
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
    today = window.local_date(now, zone)
    standing = entries.newest(EntryKind.NOTICE)
    ahead = [(one.slug, named) for one in standing if (named := _ahead(one, today))]
    subjects = [name(slug) for slug, _ in ahead for name in (_NOTICE.subject, REMINDER.subject)]
    histories = record.histories(subjects) if subjects else {}
    found = []
    for slug, named in ahead:
        told = [REMINDER.fact(one) for one in histories.get(REMINDER.subject(slug), ())]
        for name, day in named.items():
            since = _known_since(histories[_NOTICE.subject(slug)], name, day)
            days = due_reminder(day, remind, zone, since, now)
            if days is not None and not _was_told(told, day, days):
                found.append(Reminder(slug, day, days, now))
    return found


def _ahead(entry: Entry, today: date) -> dict[str, date]:
    """The days to come of a notice, by the keys of its details; each once."""
    if is_called_off(entry):
        return {}
    found = {day: name for name, day in reversed(named_days(entry).items()) if day > today}
    return {name: day for day, name in found.items()}


def _known_since(history: Sequence[Recorded], name: str, day: date) -> datetime:
    """Since when this day is the one that is named."""
    since = history[-1].at
    for revision in reversed(history):
        if _NOTICE.value("details", revision).get(name) != day.isoformat():
            break
        since = revision.at
    return since


def _was_told(told: Sequence[Reminder], day: date, days: int) -> bool:
    return any(one.day == day and one.days <= days for one in told)
