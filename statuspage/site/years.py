"""Pages that grow with the history, year by year: no list of addresses grows longer than one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import InvalidInput, NotFound
from statuspage.said import said
from statuspage.site.page import Context, Year

_YEAR = re.compile(r"[0-9]{4}")


def year(context: Context, name: str) -> Year:
    """The year of a name of four digits. Raises NotFound."""
    zone = context.site.zone
    try:
        if not _YEAR.fullmatch(name):
            raise ValueError(name)
        first, last = (window.parse_period(f"{name}-{month}", zone, context.now) for month in _ENDS)
    except (ValueError, InvalidInput) as error:
        raise NotFound(said("There is no year '{year}'.", year=name)) from error
    return Year(name, Span(first.span.start, last.span.end))


def year_of(context: Context, at: datetime) -> str:
    """The name of the year that an instant falls into."""
    return str(window.local_date(at, context.site.zone).year)


def incident_years(context: Context) -> Iterable[str]:
    """Each year since the first incident began."""
    first = context.library.incidents.first_started()
    if first is None:
        return []
    newest, oldest = (int(year_of(context, at)) for at in (context.now, first))
    return [str(number) for number in range(newest, oldest - 1, -1)]


_ENDS = ("01", "12")
