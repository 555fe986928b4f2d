"""Notices as the record tells them: the days that were named, and the reminders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from statuspage.domain.promises.notice import Naming, Notice, local_day, notice_of
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.reminder import REMINDER
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.site.page import Context

_NOTICE = ENTRIES[EntryKind.NOTICE]


def noticed(context: Context, entries: Iterable[Entry]) -> list[Notice]:
    """Some entries with what the record tells of them."""
    found = [*entries]
    changed = [_NOTICE.subject(one.slug) for one in found if one.revision > 1]
    subjects = [*changed, *(REMINDER.subject(one.slug) for one in found)]
    histories = context.library.record.histories(subjects) if subjects else {}
    zone = context.site.zone
    return [
        notice_of(
            one,
            [*_namings(context, histories.get(_NOTICE.subject(one.slug), ()))],
            zone,
            [REMINDER.fact(told) for told in histories.get(REMINDER.subject(one.slug), ())],
        )
        for one in found
    ]


def _namings(context: Context, history: Sequence[Recorded]) -> Iterator[Naming]:
    """Each day that was named, with the day on which it was."""
    last: date | None = None
    for revision in history:
        details = _NOTICE.value("details", revision)
        if "effective" not in details:  # it was erased
            continue
        day = date.fromisoformat(details["effective"])
        if day != last:
            at = _NOTICE.value("at", revision) if last is None else revision.at
            yield Naming(local_day(at, context.site.zone), day)
        last = day


def today(context: Context) -> date:
    """The day of the site's zone; what is read holds until it ends."""
    context.holds_for_the_day()
    return window.local_date(context.now, context.site.zone)


def to_come(context: Context, entries: Iterable[Entry], day: date) -> list[Notice]:
    """Those of which something is to come, the next one first."""
    found = [(one.next_day(day), one) for one in noticed(context, entries)]
    chosen = [(ahead, one.entry.slug, one) for ahead, one in found if ahead is not None]
    return [one for *_, one in sorted(chosen, key=lambda pair: pair[:2])]
