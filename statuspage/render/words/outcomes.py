"""When a wish was answered or is due to be, judged by the day first named."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from statuspage.domain.vocabulary.entry import Entry
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import written_day
from statuspage.said import Said, said


def outcome_day(locale: Locale, entry: Entry, first: str, today: date) -> Markup:
    """The day it was done, else the day it is due; "" where neither is told.

    `first` is the day first named in public, as ISO text, or "": whatever was named later, it is
    the one that decides whether the answer is late.
    """
    done, due = (str(entry.details.get(name) or "") for name in ("done", "due"))
    told = _told(locale, done, due, first or due, today.isoformat())
    return Markup() if told is None else locale.markup(told)


def _told(locale: Locale, done: str, due: str, first: str, today: str) -> Said | None:
    def day(text: str) -> Markup:
        return written_day(locale, text)

    if done:
        if first and done[:10] > first[:10]:
            return said("Done {day}, late: {due} was named first", day=day(done), due=day(first))
        return said("Done {day}", day=day(done))
    if not first:
        return None
    if today > first[:10]:
        if due and due[:10] != first[:10]:
            return said("Late: due {due}, now {day}", due=day(first), day=day(due))
        return said("Late: due {due}", due=day(first))
    if due and due[:10] > first[:10]:
        return said("Due {due}, extended to {day}", due=day(first), day=day(due))
    return said("Due {time}", time=day(due or first))
