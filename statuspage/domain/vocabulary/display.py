"""Exact numbers to the words and digits that people read, never rounded in our favour.

Source: numbers.md, ground rules 2 and 3. What is good when high is floored, what is good when low
is ceiled. A floor lies at or below the exact value, so a missed target can never read as reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from statuspage.said import Said, counted, said

_HARDLY = Fraction(1, 10_000)
"""Under this share of the time known, a percentage would say nothing."""

_HARDLY_GOOD = Fraction(1, 100)
"""Under this one, "no failure seen in the 0.04% measured" would."""

WORTH_A_FIGURE = Fraction(1, 10)
"""Where less of the time is known, a page that shows many figures in short shows none."""

_LENGTHS = (86_400, 3600, 60, 1)  # of a day, an hour, a minute, a second


def percent_text(share: Fraction) -> str:
    """A share in percent, as exact digits without needless zeros: `"99.9"`."""
    return _digits(math.floor(share * 100 * 10**9), 9).rstrip("0").rstrip(".")


def percent(
    good: Fraction | int,
    total: Fraction | int,
    *,
    decimals: int = 2,
    target: Fraction | None = None,
) -> str:
    """The share of good in percent, floored, without the sign: 43,198 of 43,200 is `"99.99"`.

    Never fewer decimals than the target has, so that one that is met never reads as missed.
    `total` is not zero.
    """
    places = max(decimals, _places(target))
    return _digits(math.floor(Fraction(good) / total * 100 * 10**places), places)


def ceil_percent(bad: Fraction | int, total: Fraction | int, *, decimals: int = 2) -> str:
    """A share that is good when low, in percent, ceiled, without the sign. `total` is not zero."""
    return _digits(math.ceil(Fraction(bad) / total * 100 * 10**decimals), decimals)


def short(digits: str) -> str:
    """Digits of a percentage for reading: what is whole is "100", as nothing less is floored to it.

    Other digits keep their length, which says how exactly they are known.
    """
    return "100" if digits.startswith("100.") else digits


def decimals_for_samples(count: int, target: Fraction) -> int:
    """How many decimals so many samples support: floor(log10 n) - 2, never fewer than the target's.

    8,640 samples: one; 43,200: two.
    """
    return max(len(str(count)) - 3, _places(target), 0)


@dataclass(frozen=True)
class FigureWords:
    """What is said of some counts; `is_number` where that is a percentage or a count."""

    words: Said
    is_number: bool


def headline(
    good: Fraction | int,
    bad: Fraction | int,
    unknown: Fraction | int,
    *,
    is_reported: bool = False,
) -> FigureWords:
    """A share in words. A bare "100%" stands only when nothing was bad and nothing unknown.

    `is_reported` says that it rests on what we say alone, which is never called measured.
    """
    known = good + bad
    if not known:
        words = said("not known") if is_reported else said("not measured")
        return FigureWords(words, is_number=False)
    if is_hardly(good, bad, unknown):
        words = said("hardly known so far") if is_reported else said("hardly measured so far")
        return FigureWords(words, is_number=False)
    if unknown and not bad:
        share = _share(known, unknown)
        if is_reported:
            words = said("no failure reported in the {share} known", share=share)
        else:
            words = said("no failure seen in the {share} measured", share=share)
        return FigureWords(words, is_number=False)
    return percentage(percent(good, known) if bad else "100")


def is_hardly(good: Fraction | int, bad: Fraction | int, unknown: Fraction | int) -> bool:
    """Whether so little of the time is known that a share would say nothing."""
    known = good + bad
    return 0 < known < (_HARDLY if bad else _HARDLY_GOOD) * (known + unknown)


def not_yet(*, is_reported: bool) -> FigureWords:
    """That nothing is known so far of what goes on."""
    words = said("not known yet") if is_reported else said("not measured yet")
    return FigureWords(words, is_number=False)


def known_since(since: datetime, now: datetime, *, is_reported: bool) -> FigureWords:
    """When what is good so far began to be known; `since` is in the zone in which it is told."""
    if now.astimezone(since.tzinfo).date() == since.date():
        time = f"{since:%H:%M %Z}"
        words = (
            said("known since {time} today", time=time)
            if is_reported
            else said("measured since {time} today", time=time)
        )
    elif is_reported:
        words = said("known since {day}", day=since.date())
    else:
        words = said("measured since {day}", day=since.date())
    return FigureWords(words, is_number=False)


def too_little(
    known: Fraction | int, unknown: Fraction | int, *, is_reported: bool = False
) -> FigureWords:
    """That there is too little to say a percentage. Not both are zero."""
    share = _share(known, unknown)
    if is_reported:
        return FigureWords(said("not enough data: {share} known", share=share), is_number=False)
    return FigureWords(said("not enough data: {share} measured", share=share), is_number=False)


def percentage(digits: str) -> FigureWords:
    """A share that is good when high, from its digits."""
    return FigureWords(said("{digits}%", digits=digits), is_number=True)


def coverage(measured: Fraction | int, unknown: Fraction | int) -> str:
    """The share measured in short digits, floored: `"75%"`. Not both are zero."""
    digits = percent(measured, measured + unknown)
    return digits.rstrip("0").rstrip(".") + "%"


def _share(measured: Fraction | int, unknown: Fraction | int) -> Said:
    return said("{digits}%", digits=coverage(measured, unknown).rstrip("%"))


def whole_percent(share: Fraction) -> Said:
    """A share in whole percent, floored: "98%"."""
    return said("{digits}%", digits=str(math.floor(share * 100)))


def duration(seconds: Fraction | int) -> Said:
    """A length of time such as `"1 h 5 min"`; a part of a second counts as a whole one."""
    rest = math.ceil(seconds)
    parts = []
    for length in _LENGTHS:
        number, rest = divmod(rest, length)
        if number:
            parts.append(_short(number, length))
    found = parts.pop() if parts else _short(0, 1)
    while parts:
        found = said("{longer} {shorter}", longer=parts.pop(), shorter=found)
    return found


def brief(seconds: Fraction | int, *, is_good_when_low: bool = False) -> Said:
    """A length of time for prose: to the minute, `"43 min"`; seconds only under a minute.

    Rounded down, or up where less is better.
    """
    unit = 60 if seconds >= 60 else 1
    rounded = math.ceil if is_good_when_low else math.floor
    return duration(rounded(Fraction(seconds) / unit) * unit)


def _short(number: int, length: int) -> Said:
    return {
        86_400: said("{number} d", number=number),
        3600: said("{number} h", number=number),
        60: said("{number} min", number=number),
        1: said("{number} s", number=number),
    }[length]


def roughly(seconds: Fraction | int) -> Said:
    """A length of time in its largest whole unit, such as "4 days"."""
    if seconds >= 86_400:
        return counted("{count} day", "{count} days", int(seconds // 86_400))
    if seconds >= 3600:
        return counted("{count} hour", "{count} hours", int(seconds // 3600))
    if seconds >= 60:
        return counted("{count} minute", "{count} minutes", int(seconds // 60))
    return said("less than a minute")


def _places(share: Fraction | None) -> int:
    """How many decimals a share needs in percent."""
    return 0 if share is None else len(percent_text(share).partition(".")[2])


def _digits(scaled: int, places: int) -> str:
    """An integer of 10^-places units as decimal digits."""
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)
