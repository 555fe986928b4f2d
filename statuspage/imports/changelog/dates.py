"""Days as changelogs write them: 2026-11-20, 20.11.2026, November 20th, 2026, 20 Nov 2026."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|2\d)\d\d)"
_TIME = r"(?:[T ](?P<time>[0-2]\d:[0-5]\d(?::[0-5]\d)?)(?:Z| ?UTC)?)?"
_FORMS = [
    re.compile(rf"(?<![\w.]){form}(?![\w-])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_TIME}",
        rf"(?P<a>\d{{1,2}})([-/.])(?P<b>\d{{1,2}})\2{_YEAR}",
        rf"{_NAME}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_NAME}\s*,?\s+{_YEAR}",
    )
]


def find_day(text: str) -> tuple[str, str]:
    """The first day that a text names, as ISO, and the text without it; "" where there is none.

    A day such as 03/04/2026 may be in March or in April: it counts as none.
    """
    for form in _FORMS:
        for found in form.finditer(text):
            if day := _day(found):
                return day, text[: found.start()] + text[found.end() :]
    return "", text


def _day(found: re.Match[str]) -> str:
    parts = found.groupdict()
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        has_points = found[2] == "."  # where points are used, the day comes first
        if has_points or first > 12 >= second or first == second:
            day, month = first, second
        elif second > 12 >= first:
            month, day = first, second
        else:
            return ""
    else:
        name = parts["month"].casefold()[:3]
        month = int(parts["month"]) if name.isdigit() else _MONTHS.index(name) + 1
        day = int(parts["day"])
    try:
        iso = date(int(parts["year"]), month, day).isoformat()
    except ValueError:
        return ""
    time = parts.get("time")
    return f"{iso} {time}" if time else iso
