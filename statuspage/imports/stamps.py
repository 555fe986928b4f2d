"""Times as other systems print them: "Aug 21, 00:37 UTC", "21. Aug. 2026, 12:37 AM PDT", ISO 8601.

A year may be absent, a zone or a month may have several readings; sequence.py decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import pairwise

from babel import Locale

from statuspage.imports import halves
from statuspage.imports.languages import LANGUAGES
from statuspage.imports.zones import offsets
from statuspage.said import said

_TIME = re.compile(
    r"(?P<before>午前|午後|上午|下午|오전|오후)?\s*"
    r"(?<![\d:.])(?P<hour>\d{1,2})(?::|[hH](?=\d\d))(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<after>[AaPp]\.?\s?[Mm]\b\.?)?"
)
_MORNING = frozenset({"am", "午前", "上午", "오전"})
_ISO_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})[Tt\s,]*$")
_POINTED_DAY = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)[\s,]*$")
_SLASHED_DAY = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})[\s,]*$")
_SHORT_YEAR = re.compile(  # "Jun 5, 26", "Jun 5 '26", "5-Jun-26", "5 de jun. de 26"
    r"(?:[^\W\d_]\.?\s*\d{1,2}(?:st|nd|rd|th)?[.,]?\s*,?\s*'?|"
    r"(?<!\d)\d{1,2}\.?[\s-]*(?:de\s)?[^\W\d_]+\.?(?:\sde)?[\s-]*'?|['\u2019])"
    r"(?P<year>\d{2})(?=[\s,]*(?:\w{2}\b\s*)?$)"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_NUMBERED_MONTH = re.compile(r"(\d{1,2})\s*[月월]")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BETWEEN = re.compile(  # a zone may stand behind the first time, a day before the second
    r"\s*(?P<zone>[A-Za-z]{1,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?\s*"
    r"[-\u2013\u2014]\s*(?P<day>.{0,40})",
    re.DOTALL,
)
_LEAP_GAP = 8  # years: 29 February may be missing that long, as around 1900
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Stamp:
    """A printed time: a wall clock somewhere, of some year."""

    text: str
    year: int | None
    months: tuple[int, ...]  # what its month may be
    day: int
    hour: int
    minute: int
    second: int
    zone: str  # as it is printed
    offsets: tuple[timedelta, ...]  # what its zone may be, east of UTC

    def instants(self, about: datetime) -> list[datetime]:
        """The instants it may mean around another one, UTC, ascending, by its first readings.

        A year without this day is left out. Raises ValueError when there is none.
        """
        years = (
            [self.year]
            if self.year is not None
            else range(about.year - _LEAP_GAP, about.year + _LEAP_GAP + 1)
        )
        found = []
        for year in years:
            try:
                when = (year, self.months[0], self.day, self.hour, self.minute, self.second)
                found.append(datetime(*when, tzinfo=timezone(self.offsets[0])).astimezone(UTC))
            except (ValueError, OverflowError):
                continue
        if not found or (self.year is None and len(found) < 2):
            raise ValueError(
                said(
                    "Day {day} of month {month} does not exist.",
                    day=self.day,
                    month=self.months[0],
                )
            )
        return found


def parse(text: str, language: str = "") -> Stamp:
    """Read a printed time; `language` is that of the page, where it is known.

    Raises ValueError with one plain sentence.
    """
    text = halves.with_colons(text)
    found = _TIME.search(text)
    if found is None:
        raise _no_date(text)
    return _stamp(text, text[: found.start()], found, text[found.end() :], language)


def parse_window(text: str, language: str = "") -> tuple[Stamp, Stamp] | None:
    """Read "Mar 28, 22:00 - Mar 29, 01:30 UTC" (the second day may be absent), or None."""
    text = halves.with_colons(text)
    times = list(_TIME.finditer(text))
    for first, last in pairwise(times):
        between = _BETWEEN.fullmatch(text, first.end(), last.start())
        if between is None:
            continue
        lead, zone = text[: first.start()], text[last.end() :]
        day = between["day"] if _DAY.search(between["day"]) else lead
        try:
            begin = _stamp(text, lead, first, between["zone"] or zone, language)
            return begin, _stamp(text, day, last, zone, language)
        except ValueError:
            continue
    return None


def _stamp(text: str, day: str, time: re.Match[str], zone: str, language: str) -> Stamp:
    hour = int(time["hour"])
    half = (time["before"] or time["after"] or "").replace(".", "").replace(" ", "").lower()
    if half:
        hour = _hour(text, hour, is_second=half not in _MORNING)
    elif named := halves.behind(zone):
        zone, is_second = named
        hour = _hour(text, hour, is_second=is_second)
    elif named := halves.before(day):
        day, is_second = named
        hour = _hour(text, hour, is_second=is_second)
    year, months, number = _date(text, day, language)
    return Stamp(
        text=text.strip(),
        year=year,
        months=months,
        day=number,
        hour=hour,
        minute=int(time["minute"]),
        second=int(time["second"] or 0),
        zone=_zone_name(zone),
        offsets=offsets(zone),
    )


def _hour(text: str, hour: int, *, is_second: bool | None) -> int:
    """An hour of a clock of 12 in a half of the day; "13:40 PM" says it twice."""
    if hour > 12 and is_second is not False:
        return hour
    if is_second is None or not 1 <= hour <= 12:
        raise _no_date(text)
    return hour % 12 + (12 if is_second else 0)


def _date(text: str, day: str, language: str) -> tuple[int | None, tuple[int, ...], int]:
    """Year, months and day of the words before a time."""
    if (numbers := _in_numbers(text, day)) is not None:
        return numbers
    year = None
    if found := _YEAR.search(day):
        year = int(found[1])
        day = day.replace(found[1], " ", 1)
    elif not _NUMBERED_MONTH.search(day) and (short := _SHORT_YEAR.search(day)):
        year = 2000 + int(short["year"])
        day = day[: short.start("year")] + day[short.end("year") :]
    if numbered := _NUMBERED_MONTH.search(day):
        months: tuple[int, ...] = (_month(text, int(numbered[1])),)
        day = day.replace(numbered[0], " ", 1)
    else:
        words = [word.group().lower() for word in _WORD.finditer(day)]
        named = [known for word in reversed(words) if (known := _named(word, language))]
        if not named:
            raise _no_date(text)
        months = named[0]
    days = _DAY.findall(day)
    if not days:
        raise _no_date(text)
    return year, months, int(days[-1])


def _in_numbers(text: str, day: str) -> tuple[int, tuple[int, ...], int] | None:
    """A date without words. With slashes it is one only where a number can be no month."""
    if iso := _ISO_DAY.search(day):
        return int(iso[1]), (_month(text, int(iso[3])),), int(iso[4])
    if pointed := _POINTED_DAY.search(day):
        year = int(pointed[3]) + (2000 if len(pointed[3]) == 2 else 0)
        return year, (_month(text, int(pointed[2])),), int(pointed[1])
    if slashed := _SLASHED_DAY.search(day):
        first, second, year = (int(part) for part in slashed.groups())
        if first != second and max(first, second) <= 12:
            raise ValueError(
                said(
                    "'{text}' can be read as two different days; have the feed print the month "
                    "as a word.",
                    text=text.strip()[:200],
                )
            )
        found = (second, first) if first > 12 else (first, second)
        return year, (_month(text, found[0]),), found[1]
    return None


def _month(text: str, number: int) -> int:
    if not 1 <= number <= 12:
        raise _no_date(text)
    return number


def _no_date(text: str) -> ValueError:
    return ValueError(
        said("'{text}' is not a date like Aug 21, 00:37 UTC.", text=text.strip()[:200])
    )


def _zone_name(zone: str) -> str:
    found = re.match(r"[\s(\[]*([A-Za-z]{1,5})", zone)
    return found[1].upper() if found else ""


def _named(word: str, language: str) -> tuple[int, ...]:
    """The months that a word means: in English, else in its page's language, else in any."""
    if (short := word[:3].title()) in _ENGLISH and _english(short, word):
        return (_ENGLISH.index(short) + 1,)
    own = language.replace("_", "-").partition("-")[0].lower()
    if own in LANGUAGES and (found := _months_of(own).get(word)):
        return (found,)
    return _months_anywhere().get(word, ())


def _english(short: str, word: str) -> bool:
    full = Locale("en").months["format"]["wide"][_ENGLISH.index(short) + 1].lower()
    return bool(full.startswith(word)) or word == "sept"


@cache
def _months_of(language: str) -> Mapping[str, int]:
    """Every name that Unicode CLDR has for a month, in small letters without its full stop."""
    return {
        name.lower().rstrip("."): number
        for forms in Locale.parse(language, sep="-").months.values()
        for width in ("abbreviated", "wide")
        for number, name in forms[width].items()
    }


@cache
def _months_anywhere() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES:
        for name, number in _months_of(language).items():
            found[name].add(number)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}
