"""The open hours that settings state, as what time is counted by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from statuspage import config
from statuspage.domain.vocabulary.business_time import ROUND_THE_CLOCK, Calendar


def opening(stated: config.Calendar | None, timezone: str) -> Calendar:
    """A calendar of the settings; a zone that it does not name is the given one."""
    if stated is None:
        return ROUND_THE_CLOCK
    zone = ZoneInfo(stated.timezone or timezone)
    return Calendar(stated.week, zone, frozenset(stated.holidays))
