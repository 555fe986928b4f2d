"""Planned work as a calendar to subscribe to (RFC 5545, with RFC 7986's words for the whole).

The only module that knows icalendar. What an event says is the item of a feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from statuspage.render.feeds import Item

CALENDAR = "text/calendar; charset=utf-8"

_AHEAD = timedelta(minutes=60)
_ASKED_EVERY = timedelta(minutes=15)
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")  # programs that read lines would break at these


@dataclass(frozen=True)
class Planned:
    """A piece of planned work: the item of it in feeds, and when it takes place."""

    item: Item
    start: datetime
    end: datetime
    sequence: int  # how often it was changed
    is_coming: bool = False  # announced, and not begun: whoever subscribes is reminded
    is_cancelled: bool = False
    is_expected: bool = False  # it follows from a rhythm, and is not announced yet


@dataclass(frozen=True)
class Agenda:
    """All there is to come of something, and what took place."""

    name: str
    about: str
    address: str  # its own
    home: str  # of the page that shows the same
    zone: ZoneInfo
    works: tuple[Planned, ...]


def ics(calendar: Agenda) -> bytes:
    """The calendar as programs subscribe to it; the same facts give the same bytes."""
    found = icalendar.Calendar()
    found.add("version", "2.0")
    found.add("prodid", "-//statuspage//calendar//EN")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        found.add(name, _text(calendar.name))
    for name in ("description", "x-wr-caldesc"):
        found.add(name, _text(calendar.about))
    found.add("x-wr-timezone", calendar.zone.key)
    found.add("url", calendar.home)
    found.add("source", calendar.address, parameters={"VALUE": "URI"})
    found.add("refresh-interval", _ASKED_EVERY, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", icalendar.vDuration(_ASKED_EVERY))
    for work in sorted(calendar.works, key=lambda one: (one.start, one.item.id)):
        found.add_component(_event(work))
    body: bytes = found.to_ical(sorted=False)
    return body


def _event(work: Planned) -> icalendar.Event:
    item, event = work.item, icalendar.Event()
    event.add("uid", item.id)
    event.add("sequence", work.sequence)
    event.add("dtstamp", item.updated)
    event.add("created", item.published)
    event.add("last-modified", item.updated)
    event.add("dtstart", work.start)
    if work.end > work.start:  # else it has no length, which is said by leaving the end out
        event.add("dtend", work.end)
    event.add("summary", _text(item.title))
    event.add("description", _text(item.text))
    event.add("url", item.url)
    event.add("categories", list(map(_text, item.tags)))
    event.add("status", _status(work))
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    if work.is_coming:
        event.add_component(_reminder(item))
    return event


def _status(work: Planned) -> str:
    if work.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if work.is_expected else "CONFIRMED"


def _reminder(item: Item) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(item.title))
    alarm.add("trigger", -_AHEAD)
    return alarm


def _text(text: str) -> icalendar.vText:
    """Text in its one form, also under names that the library does not know."""
    return icalendar.vText(_OTHER_BREAKS.sub("\n", text))
