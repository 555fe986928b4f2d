"""Time stamps of the record's heads: their list, and for each day what was stamped and the stamp.

`openssl ts -verify -in DAY.tsr -data DAY.checkpoint -CAfile FILE` checks one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from statuspage.domain.record.stamp import TimeStamp
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.page import NO_PARAMS, ByYear, Context, Facts, Params, PublicPage, Year
from statuspage.site.rendering import as_is


def listed(context: Context) -> Facts:
    """Every stamp, the oldest first."""
    found = list(context.library.stamps.days())[::-1]
    if not found:
        raise NotFound(said("No head of this record was stamped yet."))
    rows = [
        {
            "day": one.day.isoformat(),
            "at": f"{one.at:%Y-%m-%dT%H:%M:%SZ}",
            "entries": one.size,
            "checkpoint": f"stamps/{one.day}.checkpoint",
            "stamp": f"stamps/{one.day}.tsr",
        }
        for one in found
    ]
    return Facts({"body": json.dumps({"stamps": rows}, indent=1).encode()}, found[-1].at)


def token(context: Context, day: str) -> Facts:
    """The answer of the authority, as it gave it."""
    found = _stamp(context, day)
    return Facts({"body": found.token}, found.at)


def checkpoint(context: Context, day: str) -> Facts:
    """The head that was stamped on a day, to the byte."""
    found = _stamp(context, day)
    return Facts({"body": found.checkpoint}, found.at)


def _stamp(context: Context, day: str) -> TimeStamp:
    try:
        found = context.library.stamps.of(date.fromisoformat(day)) if len(day) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise NotFound(said("No head of this record was stamped on '{day}'.", day=day))
    return found


def _days(context: Context) -> Iterable[Params]:
    return [{"day": one.day.isoformat()} for one in context.library.stamps.days()]


def _years(context: Context) -> Iterable[str]:
    return {str(one.day.year) for one in context.library.stamps.days()}


def _days_of(context: Context, asked: Year) -> Iterable[Params]:
    return [one for one in _days(context) if one["day"].startswith(f"{asked.name}-")]


def _where_any(context: Context) -> Iterable[Params]:
    return NO_PARAMS if context.library.stamps.days(1) else ()


PAGES = (
    PublicPage(
        "/record/stamps.json",
        listed,
        as_is,
        content_type="application/json; charset=utf-8",
        all_params=_where_any,
    ),
    PublicPage(
        "/record/stamps/{day}.tsr",
        token,
        as_is,
        content_type="application/timestamp-reply",
        all_params=_days,
        by_year=ByYear(_years, _days_of),
    ),
    PublicPage(
        "/record/stamps/{day}.checkpoint",
        checkpoint,
        as_is,
        content_type="text/plain; charset=utf-8",
        all_params=_days,
        by_year=ByYear(_years, _days_of),
    ),
)
