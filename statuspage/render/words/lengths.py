"""How long something took, and how often something happened, in words."""

from __future__ import annotations

import math
from datetime import datetime
from fractions import Fraction

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import notice_words
from statuspage.domain.vocabulary import display
from statuspage.render.words import cldr
from statuspage.render.words.locale import Locale


def duration(locale: Locale, seconds: Fraction | int) -> str:
    """A length of time such as "1 h 5 min"."""
    return locale.say(display.duration(seconds))


def brief(locale: Locale, seconds: Fraction | int) -> str:
    """A length of time that is good when low, to the minute: "1 h 5 min"."""
    return locale.say(display.brief(seconds, is_good_when_low=True))


def lasted(locale: Locale, start: datetime, end: datetime) -> str:
    """How long something took, in words, to the minute; a part of one counts as a whole one."""
    seconds = math.ceil((end - start).total_seconds())
    if seconds < 60:
        return locale.say("less than a minute")
    return locale.say(display.duration(math.ceil(seconds / 60) * 60))


def age(locale: Locale, start: datetime, end: datetime) -> str:
    """How long after something another thing came, in its largest unit: "4 days"."""
    return locale.say(display.roughly(int((end - start).total_seconds())))


def notice(locale: Locale, incident: Incident) -> str:
    """How early planned work was announced; "" for what has no window."""
    start = incident.scheduled_for
    if start is None:
        return ""
    return locale.say(notice_words(incident.window_announced_at, start, incident.notice_asked))


def number(locale: Locale, amount: Fraction | int) -> str:
    """A whole number in groups of digits; of what is good when high, a part does not count."""
    return cldr.whole(locale.language, math.floor(amount))


def decimal(locale: Locale, digits: str) -> str:
    """Digits of a figure as the language writes them."""
    return cldr.decimal(locale.language, digits)


def percent(locale: Locale, digits: str) -> str:
    """Digits of a figure as a percentage: "99.95%", and "100%"."""
    return locale.say("{digits}%", digits=display.short(digits))


def share_percent(locale: Locale, share: Fraction) -> str:
    """A share as a percentage without needless zeros, such as a target: "99.9%"."""
    return percent(locale, display.percent_text(share))


def times_faster(locale: Locale, rate: Fraction | None) -> str:
    """A burn rate, rounded up, since it is good when low: "2.5", or "670"; "-" of nothing."""
    if rate is None:
        return "-"
    digits = f"{math.ceil(rate)}" if rate > 100 else f"{math.ceil(rate * 10) / 10:g}"
    return cldr.decimal(locale.language, digits)
