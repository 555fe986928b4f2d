"""Instants, days, windows and periods in words, with a time tag where a machine may read along.

What depends on the present takes `now`, on a place the zone.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from statuspage.domain.incidents.planned import Extension
from statuspage.domain.vocabulary.display import duration
from statuspage.render.words import cldr
from statuspage.render.words.locale import Locale
from statuspage.said import Said, said

_TIME_TAG = Markup('<time datetime="{}">{}</time>')
_NBSP = "\N{NO-BREAK SPACE}"


def moment(locale: Locale, instant: datetime, zone: ZoneInfo, now: datetime) -> Markup:
    """A time tag as short as can be: "15:04 BST" today, else with the day, then the year too."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    hour = _hour(local)
    if local.date() != today:
        hour = locale.say("{day}, {hour}", day=_day(locale, local.date(), today.year), hour=hour)
    return _TIME_TAG.format(_iso(instant), hour)


def full_moment(locale: Locale, instant: datetime, zone: ZoneInfo) -> Markup:
    """A time tag with the day, the year and the zone: "1 July 2026, 15:04 BST"."""
    local = instant.astimezone(zone)
    text = locale.say("{day}, {hour}", day=_day(locale, local.date()), hour=_hour(local))
    return _TIME_TAG.format(_iso(instant), text)


def full_text(locale: Locale, instant: datetime, zone: ZoneInfo) -> str:
    """The same as plain text."""
    return full_moment(locale, instant, zone).striptags()


def day(locale: Locale, instant: datetime, zone: ZoneInfo) -> Markup:
    """The local day of an instant: "1 July 2026"."""
    local = instant.astimezone(zone).date()
    return _TIME_TAG.format(local.isoformat(), _day(locale, local))


def written_day(locale: Locale, text: str) -> Markup:
    """A day that stands as ISO text in front matter; other text is shown as it is."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return escape(text)
    return _TIME_TAG.format(found.isoformat(), _day(locale, found))


def whole_day(locale: Locale, found: date) -> Markup:
    """A day above what happened on it: "Saturday 21 November 2026"."""
    return _TIME_TAG.format(found.isoformat(), _firm(cldr.full_day(locale.language, found)))


def clock(instant: datetime, zone: ZoneInfo) -> Markup:
    """The time of day alone, below its day; the zone is there for whoever does not see that."""
    local = instant.astimezone(zone)
    hour, _, name = _hour(local).partition(_NBSP)
    return Markup('<time datetime="{}">{}<span class="unseen"> {}</span></time>').format(
        _iso(instant), hour, name
    )


def bar_day(locale: Locale, found: date) -> Markup:
    """A day beside its bar: "Wed 1 July"."""
    return _TIME_TAG.format(found.isoformat(), _firm(cldr.weekday(locale.language, found)))


def window(locale: Locale, start: datetime, end: datetime, zone: ZoneInfo) -> Markup:
    """From one time to another, the day only once when it is the same."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() != last.date():
        begin, until = full_moment(locale, start, zone), full_moment(locale, end, zone)
    else:
        hour = f"{first:%H:%M}"
        shown = locale.say("{day}, {hour}", day=_day(locale, first.date()), hour=hour)
        begin = _TIME_TAG.format(_iso(start), shown)
        until = _TIME_TAG.format(_iso(end), _hour(last))
    found = locale.markup("{start} to {end}", start=begin, end=until)
    return Markup('<span class="from-to">{}</span>').format(found)


def extended(locale: Locale, extension: Extension, zone: ZoneInfo) -> Markup:
    """By how much planned work was extended, and when that was said."""
    longer = duration(int((extension.until - extension.former).total_seconds()))
    at = full_moment(locale, extension.at, zone)
    return locale.markup("extended by {length} at {time}", length=longer, time=at)


def month_name(locale: Locale, name: str) -> str:
    """ "2026-07" as "July 2026"."""
    year, month = name.split("-")
    return cldr.month(locale.language, date(int(year), int(month), 1))


def period_name(locale: Locale, name: str) -> str:
    """A period in words, such as "July 2026", "week 27 of 2026", "the last 30 days"."""
    days, _, end = name.removeprefix("rolling-").partition("d-")
    if end:
        month = month_name(locale, end)
        return locale.say("the {days} days up to the end of {month}", days=days, month=month)
    if "-" not in name:
        return name  # a year
    found = _period(name)
    return month_name(locale, name) if found is None else locale.say(found)


def budget_period(locale: Locale, name: str) -> str:
    """The period of a budget; one that moves is told by the month in which it was spent."""
    return period_name(locale, name.partition("d-")[2] or name)


def _period(name: str) -> Said | None:
    """What is said of a period that is no month."""
    if name.startswith("rolling-"):
        return said("the last {days} days", days=name.removeprefix("rolling-").removesuffix("d"))
    year, part = name.split("-")
    if part.startswith("W"):
        return said("week {number} of {year}", number=int(part[1:]), year=year)
    return {
        "Q1": said("the first quarter of {year}", year=year),
        "Q2": said("the second quarter of {year}", year=year),
        "Q3": said("the third quarter of {year}", year=year),
        "Q4": said("the fourth quarter of {year}", year=year),
    }.get(part)


def tick(locale: Locale, name: str) -> str:
    """A period in the few letters that fit under its bar: "Jul", "Q3", "27"."""
    *_, year, part = name.split("-")
    if part[0] in "QW" or not part.isdigit():
        return part.removeprefix("W")
    return cldr.short_month(locale.language, date(int(year), int(part), 1))


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(locale: Locale, found: date, year: int | None = None) -> str:
    """With its year, unless it is this one."""
    write = cldr.day_of_year if found.year == year else cldr.day
    return _firm(write(locale.language, found))


def _firm(text: str) -> str:
    """Words that stay on one line."""
    return text.replace(" ", _NBSP)


def _hour(local: datetime) -> str:
    name = local.tzname() or ""
    # many zones have no letters of their own, only an offset such as "+03"
    return f"{local:%H:%M}{_NBSP}{'UTC' + name if name[:1] in '+-' else name}"
