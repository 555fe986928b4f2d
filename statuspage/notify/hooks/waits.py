"""How long a server asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from statuspage import clock
from statuspage.net.exchange import Answer

_LONGEST = timedelta(days=1)
_INSTANT = 1_000_000_000  # a number as large as this is no wait but a time since 1970
_RESETS = (b"ratelimit-reset", b"x-ratelimit-reset")


def asked_wait(answer: Answer) -> timedelta | None:
    """The wait an answer names, at most a day; None where it names none.

    Retry-After (RFC 9110, section 10.2.3) counts most. Of a server that is asked too often (429),
    the end of its limit will do, which servers name as a wait, as a time since 1970 (Bluesky), or
    as a time of ISO 8601 (Mastodon).
    """
    names = (b"retry-after", *(_RESETS if answer.status == 429 else ()))
    texts = [(answer.header(name) or "").strip() for name in names]
    return next((wait for text in texts if (wait := _wait(text)) is not None), None)


def _wait(text: str) -> timedelta | None:
    try:
        if text.replace(".", "", 1).isdecimal():
            seconds = float(text)
            if seconds >= _INSTANT:
                seconds -= clock.now().timestamp()
            wait = timedelta(seconds=min(seconds, _LONGEST.total_seconds()))
        else:
            at = _time(text)
            wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - clock.now()
    except (ValueError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text) if text[:4].isdecimal() else parsedate_to_datetime(text)
