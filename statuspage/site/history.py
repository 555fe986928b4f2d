"""The history by months, and the page of each incident and maintenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.months import MonthSum, is_history, month_sum, placed_at
from statuspage.domain.promises import promise
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.outcome import outcome
from statuspage.domain.vocabulary import window
from statuspage.errors import InvalidInput, NotFound
from statuspage.figures import disruptions
from statuspage.render.views import Month
from statuspage.said import said
from statuspage.site import asking
from statuspage.site.measured.components import states_beside
from statuspage.site.page import ByYear, Context, Facts, Params, PublicPage, Year
from statuspage.site.promises import claims, pledged
from statuspage.site.rendering import template
from statuspage.site.years import incident_years

_MONTHS_IN_FRONT = 3
_MONTHS_IN_SIGHT = 12


def newest_change(found: Sequence[Incident], context: Context) -> datetime:
    """When the newest of some entries last changed; the present when there is none."""
    return max((incident.updated_at for incident in found), default=context.now)


def history(context: Context) -> Facts:
    """The newest months, a line for each of the year before, and the way to all years."""
    first = context.library.incidents.first_started()
    months = list(islice(_months(context, first), _MONTHS_IN_SIGHT))
    front, lines = months[:_MONTHS_IN_FRONT], months[_MONTHS_IN_FRONT:]
    shown = [(_month(month), _sum(context, month), _entries(context, month)) for month in front]
    years = _years(first, context) if len(months) == _MONTHS_IN_SIGHT else []
    values = {
        "months": shown,
        "lines": [(_month(month), _sum(context, month)) for month in lines],
        "years": years,
        **pledged.causes(context),
    }
    return Facts(values, newest_change([i for *_, found in shown for i in found], context))


def history_part(context: Context, part: str) -> Facts:
    """One month of the history, or the lines of one year."""
    return _year(context, part) if len(part) == 4 else _history_month(context, part)


def _history_month(context: Context, name: str) -> Facts:
    zone = context.site.zone
    try:
        period = window.parse_period(name, zone, context.now)
    except InvalidInput as error:
        raise NotFound(said("There is no month '{month}'.", month=name)) from error
    first = context.library.incidents.first_started()
    if period.name != name or len(name) != 7 or not _is_told_of(period, first, context):
        raise NotFound(said("There is no month '{month}'.", month=name))
    found = _entries(context, period)
    before, after = _beside(period, zone, context.now)
    values = {
        "month": _month(period),
        "incidents": found,
        "sum": _sum(context, period),
        "is_present": context.now < period.span.end,
        "previous": _month(before) if _is_told_of(before, first, context) else None,
        "next": _month(after) if _is_told_of(after, first, context) else None,
    }
    since = min(period.span.end, context.now)  # a quiet month is as old as its end
    return Facts(values, newest_change(found, context) if found else since)


def _year(context: Context, name: str) -> Facts:
    first = context.library.incidents.first_started()
    months = [month for month in _months(context, first) if month.name.startswith(f"{name}-")]
    if not months:
        raise NotFound(said("There is no year '{year}'.", year=name))
    years = [str(year) for year in _years(first, context)]
    place = years.index(name)  # the newest first
    values = {
        "year": name,
        "lines": [(_month(month), _sum(context, month)) for month in months],
        "previous": years[place + 1] if place + 1 < len(years) else None,
        "next": years[place - 1] if place else None,
    }
    return Facts(values, min(months[0].span.end, context.now))


def _is_told_of(period: window.Period, first: datetime | None, context: Context) -> bool:
    """Whether the history reaches over a month: from the one of its first entry to the present."""
    context.holds_for_the_day()  # the present month moves on
    return first is not None and first < period.span.end and period.span.start <= context.now


def _month(period: window.Period) -> Month:
    return Month(period.name, period.span.start)


def _months(context: Context, first: datetime | None) -> Iterator[window.Period]:
    """Each month from now back to that of the first entry."""
    zone = context.site.zone
    month = window.parse_period(window.month_of(context.now, zone), zone, context.now)
    while _is_told_of(month, first, context):
        yield month
        month, _ = _beside(month, zone, context.now)


def _beside(
    month: window.Period, zone: ZoneInfo, now: datetime
) -> tuple[window.Period, window.Period]:
    """The month before, and the one after."""
    before = month.span.start - timedelta(seconds=1)
    names = (window.month_of(before, zone), window.month_of(month.span.end, zone))
    former, following = (window.parse_period(name, zone, now) for name in names)
    return former, following


def _years(first: datetime | None, context: Context) -> list[int]:
    """Each year that the history tells of, the newest first."""
    zone = context.site.zone
    if first is None:
        return []
    newest, oldest = (window.local_date(at, zone).year for at in (context.now, first))
    return list(range(newest, oldest - 1, -1))


def _entries(context: Context, month: window.Period) -> list[Incident]:
    """What happened in a month, the newest first; planned work stands where it took place."""
    incidents, span = context.library.incidents, month.span
    begun = incidents.started_between(span.start, span.end)
    planned = incidents.maintenances_between(span.start, span.end)
    every = {one.key: one for one in (*begun, *planned) if is_history(one)}
    found = [one for one in every.values() if span.start <= placed_at(one) < span.end]
    return sorted(found, key=lambda one: (placed_at(one), one.number), reverse=True)


def _sum(context: Context, month: window.Period) -> MonthSum:
    """The numbers of a month, of its planned work those whose place is there."""
    incidents, span = context.library.incidents, month.span
    planned = incidents.maintenances_between(span.start, span.end)
    works = [one for one in planned if span.start <= placed_at(one) < span.end]
    return month_sum(incidents.lengths_between(span.start, span.end), works)


def _all_parts(context: Context) -> Iterable[Params]:
    first = context.library.incidents.first_started()
    years = _years(first, context)
    names = [*(month.name for month in _months(context, first)), *map(str, years)]
    return [{"part": name} for name in names]


def _part_page(context: Context, path: str, facts: Facts) -> bytes:
    name = "year.html" if "year" in facts.values else "month.html"
    return template(name)(context, path, facts)


def incident(context: Context, key: str) -> Facts:
    """One incident or maintenance with every word of it."""
    library = context.library
    found = library.incidents.by_key(key)
    given = promise.next_update_promises(found)
    made = library.pledges.of_incident(key)
    values = {
        "incident": found,
        "month": _month_of(context, found),
        "promises": given,
        "states": states_beside(library, [found]),
        "record": library.record.marks([told.subject for told in of_incident(found)]),
        "answered": library.entries.leading_to([found.path]).get(found.path, []),
        **context.known(lambda: _clocks(context, found), "clocks"),
        **context.known(lambda: _sent(context, key), "sent"),
        **pledged.of_incident(context, found, made),
        **asking.of_incident(context, found),
        "credited": claims.credited(context, found),
    }
    counted = (one.tally.at for one in asking.published_of(context, found) if one.tally)
    modified = max([found.updated_at, *(pledge.changed_at for pledge in made), *counted])
    return Facts(values, modified)


def _sent(context: Context, key: str) -> Mapping[str, Any]:
    """How many readers were sent each update of an incident."""
    sums = context.library.sums.of_incident(key)
    states = DeliveryState.SENT, DeliveryState.BOUNCED
    return {
        "sent": {
            update: outcome(dict(zip(states, (one.sent - one.bounced, one.bounced), strict=True)))
            for update, one in sums.items()
        }
    }


def _month_of(context: Context, found: Incident) -> Month:
    zone = context.site.zone
    return _month(window.parse_period(window.month_of(placed_at(found), zone), zone, context.now))


def _clocks(context: Context, found: Incident) -> Mapping[str, Any]:
    library, settings = context.library, context.settings
    return {"clocks": disruptions.of_incident(library, found, settings, context.now)}


def _look_ahead(context: Context, asked: Sequence[Params]) -> None:
    library = context.library
    found = library.incidents.by_keys([params["key"] for params in asked])
    library.record.marks([told.subject for one in found.values() for told in of_incident(one)])
    asking.look_ahead(library, list(found))
    library.entries.leading_to([one.path for one in found.values()])


def _parts_of(context: Context, asked: Year) -> Iterable[Params]:
    first = context.library.incidents.first_started()
    months = (month.name for month in _months(context, first))
    found = [name for name in months if name.startswith(f"{asked.name}-")]
    return [{"part": name} for name in (*found, *([asked.name] if found else []))]


def _all_incidents(context: Context) -> Iterable[Params]:
    return [{"key": key} for key in context.library.incidents.all_keys()]


def _incidents_of(context: Context, asked: Year) -> Iterable[Params]:
    span = asked.span
    return [{"key": key} for key in context.library.incidents.keys_between(span.start, span.end)]


PAGES = (
    PublicPage("/history", history, template("history.html"), in_sitemap=True),
    PublicPage(
        "/history/{part}",
        history_part,
        _part_page,
        all_params=_all_parts,
        by_year=ByYear(incident_years, _parts_of),
        in_sitemap=True,
    ),
    PublicPage(
        "/incidents/{key}",
        incident,
        template("incident.html"),
        all_params=_all_incidents,
        by_year=ByYear(incident_years, _incidents_of),
        named_by="incident:{key}",
        in_sitemap=True,
        look_ahead=_look_ahead,
    ),
)
