"""Dates and numbers as a language writes them, by CLDR through Babel; the English is our own.

Babel is imported when a site speaks another language, so an English one needs no memory for it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from statuspage.domain.vocabulary.sizes import UNITS, Size

if TYPE_CHECKING:
    import babel

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_LONG_WEEKDAYS = (*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


_WITHOUT_PARTS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF"})
"""Currencies whose sums have no decimals."""


def whole(language: str, number: int) -> str:
    """A whole number in groups of digits: "1,200"."""
    found = _data(language)
    if found is None:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=found)


def decimal(language: str, digits: str) -> str:
    """Digits as our figures have them, such as "99.95", with the sign of the language."""
    found = _data(language)
    return digits if found is None else digits.replace(".", _point(found))


def money(language: str, amount: Decimal, currency: str) -> str:
    """A sum with the code of its currency: "1,340.00 EUR"."""
    decimals = -int(amount.normalize().as_tuple().exponent)
    places = 0 if currency in _WITHOUT_PARTS else max(2, decimals)
    found = _data(language)
    if found is None:
        return f"{amount:,.{places}f}\xa0{currency}"
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return f"{format_decimal(amount, pattern, locale=found)}\xa0{currency}"


def size(language: str, found: Size) -> str:
    """A number of bytes in the unit that fits: "1.2 GB"."""
    data = _data(language)
    if data is None:
        return str(found)
    from babel.units import format_unit

    count, unit = found.in_unit
    return format_unit(count, f"digital-{UNITS[unit]}", "short", locale=data)


def day(language: str, found: date) -> str:
    """ "1 July 2026"."""
    if _data(language) is None:
        return f"{day_of_year(language, found)} {found.year}"
    from babel.dates import format_date

    return format_date(found, "long", locale=_data(language))


def day_of_year(language: str, found: date) -> str:
    """ "1 July"."""
    data = _data(language)
    if data is None:
        return f"{found.day} {_MONTHS[found.month - 1]}"
    return _by_skeleton(data, "MMMMd", found)


def full_day(language: str, found: date) -> str:
    """ "Wednesday 1 July 2026"."""
    data = _data(language)
    if data is None:
        return f"{_LONG_WEEKDAYS[found.weekday()]} {day(language, found)}"
    from babel.dates import format_date

    return format_date(found, "full", locale=data)


def weekday(language: str, found: date) -> str:
    """ "Wed 1 July"."""
    data = _data(language)
    if data is None:
        return f"{_WEEKDAYS[found.weekday()]} {day_of_year(language, found)}"
    return _by_skeleton(data, "MMMMEd", found)


def month(language: str, found: date) -> str:
    """ "July 2026"."""
    data = _data(language)
    if data is None:
        return f"{_MONTHS[found.month - 1]} {found.year}"
    return _by_skeleton(data, "yMMMM", found)


def direction(language: str) -> str:
    """ "ltr", or "rtl" where a language is written from right to left."""
    data = _data(language)
    return "ltr" if data is None else data.text_direction


def short_month(language: str, found: date) -> str:
    """ "Jul"."""
    data = _data(language)
    if data is None:
        return _MONTHS[found.month - 1][:3]
    from babel.dates import format_date

    return format_date(found, "LLL", locale=data)


def own_name(language: str) -> str:
    """What a language calls itself, as a line of its own: "Deutsch"."""
    import babel

    try:
        found = babel.Locale.parse(language, sep="-")
        name = found.get_display_name(found) or language
    except (babel.UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def comma(language: str) -> str:
    """What stands between the parts of a list: ", "."""
    data = _data(language)
    if data is None:
        return ", "
    between: str = data.list_patterns["standard"]["middle"]
    return between.format("", "")


def language_name(language: str, named: str) -> str:
    """What a language calls another one, or itself: "German", "Deutsch"."""
    import babel

    try:
        told = babel.Locale.parse(named, sep="-").get_display_name(_data(language) or "en")
    except (babel.UnknownLocaleError, ValueError):
        return named
    return told or named


@cache
def _data(language: str) -> babel.Locale | None:
    """What CLDR knows of a language; None for English, and for one that it does not know."""
    if language.partition("-")[0] == "en":
        return None
    import babel

    try:
        return babel.Locale.parse(language, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return None


def _by_skeleton(data: babel.Locale, skeleton: str, found: date) -> str:
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, found, locale=data)


def _point(data: babel.Locale) -> str:
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(data)
