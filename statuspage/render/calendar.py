"""Planned work and notices as calendars (RFC 5545, with RFC 7986's words for the whole).

The only module that knows icalendar. What an event says is the item of a feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from statuspage.render.feeds.documents import Item

CALENDAR = "text/calendar; charset=utf-8"

_AHEAD = timedelta(minutes=60)
_WEEK = timedelta(days=7)
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
class NamedDay:
    """A whole day on which something takes effect: the item of it in feeds, and the day."""

    item: Item
    uid: str
    title: str
    day: date
    sequence: int  # how often it was changed
    is_coming: bool = False  # whoever subscribes is reminded
    is_cancelled: bool = False


@dataclass(frozen=True)
class Agenda:
    """All there is to come of something, and what took place."""

    name: str
    about: str
    address: str  # its own
    home: str  # of the page that shows the same
    zone: ZoneInfo
    works: tuple[Planned, ...] = ()
    days: tuple[NamedDay, ...] = ()


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
    for named in sorted(calendar.days, key=lambda one: (one.day, one.uid)):
        found.add_component(_whole_day(named))
    body: bytes = found.to_ical(sorted=False)
    return body


def _event(work: Planned) -> icalendar.Event:
    event = _head(work.item, work.item.id, work.sequence)
    event.add("dtstart", work.start)
    if work.end > work.start:  # else it has no length, which is said by leaving the end out
        event.add("dtend", work.end)
    _tail(event, work.item, work.item.title, _status(work))
    if work.is_coming:
        event.add_component(_reminder(work.item.title, _AHEAD))
    return event


def _whole_day(named: NamedDay) -> icalendar.Event:
    event = _head(named.item, named.uid, named.sequence)
    event.add("dtstart", named.day)
    event.add("dtend", named.day + timedelta(days=1))
    status = "CANCELLED" if named.is_cancelled else "CONFIRMED"
    _tail(event, named.item, named.title, status)
    if named.is_coming:
        event.add_component(_reminder(named.title, _WEEK))
    return event


def _head(item: Item, uid: str, sequence: int) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", item.updated)
    event.add("created", item.published)
    event.add("last-modified", item.updated)
    return event


def _tail(event: icalendar.Event, item: Item, title: str, status: str) -> None:
    event.add("summary", _text(title))
    event.add("description", _text(item.text))
    event.add("url", item.url)
    event.add("categories", list(map(_text, item.tags)))
    event.add("status", status)
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it


def _status(work: Planned) -> str:
    if work.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if work.is_expected else "CONFIRMED"


def _reminder(title: str, ahead: timedelta) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(title))
    alarm.add("trigger", -ahead)
    return alarm


def _text(text: str) -> icalendar.vText:
    """Text in its one form, also under names that the library does not know."""
    return icalendar.vText(_OTHER_BREAKS.sub("\n", text))
