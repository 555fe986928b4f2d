"""What readers are told of a notice: its days, and how far ahead it came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from statuspage.domain.promises.notice import Lead, Notice
from statuspage.domain.vocabulary.entry import NOTICE_KINDS
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import written_day
from statuspage.said import Said, counted, joined, said


def kind_label(notice: Notice) -> Said:
    return NOTICE_KINDS[notice.kind]


def day_words(locale: Locale, notice: Notice) -> Iterator[Said]:
    """The days of a notice, each in a sentence that stays true."""

    def day(found: date) -> object:
        return written_day(locale, found.isoformat())

    if notice.is_called_off:
        yield said("It was to take effect on {day}.", day=day(notice.effective))
    elif notice.kind == "deprecation":
        yield said("Deprecated from {day}.", day=day(notice.effective))
    else:
        yield said("Takes effect on {day}.", day=day(notice.effective))
    if notice.removed is not None and not notice.is_called_off:
        yield said("Removed on {day}.", day=day(notice.removed))
    if notice.first_named != notice.effective:
        yield said("The day first named was {day}.", day=day(notice.first_named))


def lead_words(locale: Locale, notice: Notice) -> Iterator[Said]:
    """How far ahead it was announced, whether that is as long as promised, and who says so."""
    if notice.is_called_off:
        return
    yield _lead(notice.lead)
    if notice.is_stated_afterwards:
        announced, published = (
            written_day(locale, one.isoformat()) for one in (notice.announced, notice.published)
        )
        yield said(
            "That it was announced on {day} is stated by us; it stands here since {since}.",
            day=announced,
            since=published,
        )


def _lead(lead: Lead) -> Said:
    ahead = counted("{count} day", "{count} days", lead.days)
    if lead.promised is None:
        return said("Announced {length} ahead.", length=ahead)
    promised = counted("{count} day", "{count} days", lead.promised)
    if lead.is_kept:
        return said(
            "Announced {length} ahead; we promise {promised}.", length=ahead, promised=promised
        )
    return said(
        "Announced only {length} ahead; we promise {promised}.", length=ahead, promised=promised
    )


def reminder_words(notice: Notice) -> Said | None:
    """The last time readers were reminded; None where they were not."""
    if not notice.reminders or notice.is_called_off:
        return None
    last = notice.reminders[-1]
    if last.day == notice.removed:
        return counted(
            "Reminder: {count} day until it is removed.",
            "Reminder: {count} days until it is removed.",
            last.days,
        )
    if last.day != notice.effective:
        return None
    return counted(
        "Reminder: {count} day until it takes effect.",
        "Reminder: {count} days until it takes effect.",
        last.days,
    )


def notice_days(locale: Locale, notice: Notice) -> Markup:
    """The days of a notice."""
    return locale.markup(joined(day_words(locale, notice), " "))


def notice_lead(locale: Locale, notice: Notice, *, is_short: bool = False) -> Markup:
    """How far ahead it was announced; "" for what does not come."""
    told = [*lead_words(locale, notice)]
    return locale.markup(joined(told[:1] if is_short else told, " "))


def notice_ahead(locale: Locale, notice: Notice, today: date) -> str:
    """How long until its next day; "" where none is to come."""
    day = notice.next_day(today)
    if day is None:
        return ""
    return locale.say(counted("in {count} day", "in {count} days", (day - today).days))
