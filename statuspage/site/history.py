"""The history by months, and the page of each incident and maintenance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises import promise
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.vocabulary import window
from statuspage.errors import InvalidInput, NotFound
from statuspage.figures import disruptions
from statuspage.render.views import Month
from statuspage.said import said
from statuspage.site import pledged
from statuspage.site.components import states_beside
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import template

_MONTHS_IN_FRONT = 3


def newest_change(found: Sequence[Incident], context: Context) -> datetime:
    """When the newest of some entries last changed; the present when there is none."""
    return max((incident.updated_at for incident in found), default=context.now)


def history(context: Context) -> Facts:
    """The newest months that have entries, and the way to all others."""
    incidents = context.library.incidents
    newest = incidents.newest(1)
    last = newest[0].started_at if newest else context.now
    shown = []
    month = window.parse_period(
        window.month_of(last, context.site.zone), context.site.zone, context.now
    )
    for _ in range(_MONTHS_IN_FRONT):
        shown.append((_month(month), incidents.started_between(month.span.start, month.span.end)))
        before, _after = incidents.started_beside(month.span.start, month.span.end)
        if before is None:
            break
        month = window.parse_period(
            window.month_of(before, context.site.zone), context.site.zone, context.now
        )
    years = _years(context)
    values = {"months": shown if newest else [], "years": years, **pledged.causes(context)}
    return Facts(values, newest_change([i for _, found in shown for i in found], context))


def history_month(context: Context, month: str) -> Facts:
    """One month of the history."""
    zone, incidents = context.site.zone, context.library.incidents
    try:
        period = window.parse_period(month, zone, context.now)
    except InvalidInput as error:
        raise NotFound(said("There is no month '{month}'.", month=month)) from error
    found = incidents.started_between(period.span.start, period.span.end)
    if period.name != month or len(month) != 7 or not _is_told_of(context, period):
        raise NotFound(said("There is no month '{month}'.", month=month))
    before, after = incidents.started_beside(period.span.start, period.span.end)
    values = {
        "month": _month(period),
        "incidents": found,
        "is_present": context.now < period.span.end,
        "previous": before and window.month_of(before, zone),
        "next": after and window.month_of(after, zone),
    }
    since = min(period.span.end, context.now)  # a quiet month is as old as its end
    return Facts(values, newest_change(found, context) if found else since)


def _is_told_of(context: Context, period: window.Period) -> bool:
    """Whether the history reaches over a month: from the one of its first entry to the present."""
    first = context.library.incidents.first_started()
    context.holds_for_the_day()  # the present month moves on
    return first is not None and first < period.span.end and period.span.start <= context.now


def _month(period: window.Period) -> Month:
    return Month(period.name, period.span.start)


def _years(context: Context) -> list[tuple[int, list[Month]]]:
    """Each month from the first entry to now, by year, the newest first."""
    first = context.library.incidents.first_started()
    if first is None:
        return []
    zone = context.site.zone
    years: dict[int, list[Month]] = {}
    period = window.parse_period(window.month_of(context.now, zone), zone, context.now)
    while True:
        years.setdefault(int(period.name[:4]), []).append(_month(period))
        if period.span.start <= first:
            return list(years.items())
        before = period.span.start - timedelta(seconds=1)
        period = window.parse_period(window.month_of(before, zone), zone, context.now)


def _all_months(context: Context) -> Iterable[Params]:
    return [{"month": month.name} for _, months in _years(context) for month in months]


def incident(context: Context, key: str) -> Facts:
    """One incident or maintenance with every word of it."""
    library = context.library
    found = library.incidents.by_key(key)
    given = promise.next_update_promises(found)
    made = library.pledges.of_incident(key)
    values = {
        "incident": found,
        "promises": given,
        "states": states_beside(library, [found]),
        "record": library.record.marks([told.subject for told in of_incident(found)]),
        **context.known(lambda: _clocks(context, found), "clocks"),
        **pledged.of_incident(context, found, made),
    }
    modified = max([found.updated_at, *(pledge.changed_at for pledge in made)])
    return Facts(values, modified)


def _clocks(context: Context, found: Incident) -> Mapping[str, Any]:
    library, settings = context.library, context.settings
    return {"clocks": disruptions.of_incident(library, found, settings, context.now)}


def _all_incidents(context: Context) -> Iterable[Params]:
    return [{"key": key} for key in context.library.incidents.all_keys()]


PAGES = (
    PublicPage("/history", history, template("history.html"), in_sitemap=True),
    PublicPage(
        "/history/{month}",
        history_month,
        template("month.html"),
        all_params=_all_months,
        in_sitemap=True,
    ),
    PublicPage(
        "/incidents/{key}",
        incident,
        template("incident.html"),
        all_params=_all_incidents,
        in_sitemap=True,
    ),
)
