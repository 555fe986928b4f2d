"""When those are told who want one summary, and how long a failed try waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from statuspage.domain.telling.subscription import HowOften

_MORNING = time(8)
_SPREAD = 0.1  # of a wait, by which those of different deliveries differ


def due(how_often: HowOften, now: datetime, zone: ZoneInfo) -> datetime:
    """When news of now are told in a rhythm: at once, or at eight in the morning of the site.

    A daily summary comes on the next day, a monthly one on the first of the next month.
    """
    if how_often is HowOften.INSTANT:
        return now
    local = now.astimezone(zone)
    today = local.date()
    if how_often is HowOften.DAILY:
        day = today if local.time() < _MORNING else today + timedelta(days=1)
    else:
        day = _month_after(today)
    return datetime.combine(day, _MORNING, zone).astimezone(now.tzinfo)


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def wait_after(attempt: int, retries: Sequence[timedelta], key: str) -> timedelta | None:
    """The wait after a failed try (1 is the first); None when it was the last one.

    It is up to a tenth longer, by the key of what is delivered: not all come back at once.
    """
    if attempt > len(retries):
        return None
    share = (sum(key.encode()) % 97) / 97
    return retries[attempt - 1] * (1 + _SPREAD * share)


def patience(tries: int, least: timedelta) -> timedelta:
    """How long after a try has begun it must be over, by the tries before it.

    A delivery that was interrupted waits longer each time, so that what kills the program finds it
    last.
    """
    longer = (1, 5, 25, 125)[min(tries, 3)]
    return min(least * longer, max(least, timedelta(hours=1)))
