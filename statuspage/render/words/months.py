"""What a month of the history comes to, in one line."""

from __future__ import annotations

import math
from collections.abc import Iterator

from statuspage.domain.incidents.months import MonthSum
from statuspage.domain.vocabulary.display import duration
from statuspage.render.words.locale import Locale
from statuspage.said import Said, counted

_DAY, _HOUR, _MINUTE = 86_400, 3600, 60


def month_words(locale: Locale, found: MonthSum) -> str:
    """ "9 incidents, 14 h in all", "1 planned work", "nothing happened"."""
    return locale.comma.join(locale.say(part) for part in _parts(found)) or locale.say(
        "nothing happened"
    )


def _parts(found: MonthSum) -> Iterator[Said]:
    if found.incidents and found.seconds:
        yield counted(
            "{count} incident, {length}",
            "{count} incidents, {length} in all",
            found.incidents,
            length=_about(found.seconds),
        )
    elif found.incidents:
        yield counted("{count} incident", "{count} incidents", found.incidents)
    if found.still_open:
        yield counted("{count} still open", "{count} still open", found.still_open)
    if found.false_alarms:
        yield counted("{count} false alarm", "{count} false alarms", found.false_alarms)
    if found.works:
        yield counted("{count} planned work", "{count} planned works", found.works)
    if found.cancelled:
        yield counted(
            "{count} planned work cancelled", "{count} planned works cancelled", found.cancelled
        )


def _about(seconds: int) -> Said:
    """To the minute, from a day on to the hour; what has begun counts whole."""
    unit = _MINUTE if seconds < _DAY else _HOUR
    return duration(math.ceil(seconds / unit) * unit)
