"""Times as people write them, read in the site's zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from statuspage.said import said


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """An instant from ISO 8601 such as "2026-07-01 15:00"; without a zone it is in the site's.

    An hour that occurs twice (clocks going back) means the first of the two. Raises ValueError with
    one plain sentence, also for an hour that a change of clocks leaves out.
    """
    try:
        found = datetime.fromisoformat(text.strip().upper())  # RFC 3339 allows small letters
    except ValueError:
        raise ValueError(
            said("'{text}' is not a time; write it like 2026-07-01 15:00.", text=text)
        ) from None
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    instant = found.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != found:
        raise ValueError(
            said(
                "'{text}' does not exist in {key}: clocks go forward then. Give another time.",
                text=text,
                key=zone.key,
            )
        )
    return instant
