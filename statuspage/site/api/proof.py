"""What figures are counted again from, in the documents of promises and components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from statuspage.config import Sla
from statuspage.config.kinds.calendar import DAYS
from statuspage.domain.measured import latency
from statuspage.domain.measured.repair import Failure
from statuspage.domain.vocabulary.business_time import Calendar, Minutes
from statuspage.figures import repairs
from statuspage.figures.cases import CLOCKED, calendar_versions
from statuspage.render.views import ComponentView
from statuspage.site.api import shapes
from statuspage.site.measured import watching
from statuspage.site.measured.watching import LatencySlot
from statuspage.site.page import Context


def calendars(context: Context, versions: Iterable[Sla]) -> list[shapes.CalendarVersion]:
    """The calendars that requests ran by under the versions of a promise; none without a clock."""
    clocked = {sla.calendar: sla for sla in versions if sla.indicator in CLOCKED}
    dates = context.library.cases.calendar_dates()
    return [
        _calendar(calendar, name, number, dates[number])
        for name, sla in clocked.items()
        for calendar, number in calendar_versions(context.library, sla, context.settings).items()
        if number in dates
    ]


def failures(context: Context, chosen: Sequence[ComponentView]) -> shapes.Failures | None:
    """The failures that the sentences about repairs are counted from; None where none are said."""
    found = repairs.lately(context.library, context.settings, chosen, context.now)
    if found is None:
        return None
    days = (found.period.end - found.period.start).days
    return shapes.Failures(
        as_of=context.now, days=days, outages=[_failure(one) for one in found.failures]
    )


def latencies(context: Context, component: str) -> shapes.Latencies:
    """The buckets of the hours and days that the page of a component shows."""
    series = [one.number for one in context.library.measurements.series_on([component])[component]]
    by_hour, by_day = watching.latencies(context, series)
    return shapes.Latencies(
        as_of=context.now,
        timezone=context.site.timezone,
        hours=[_slot(slot) for slot in by_hour],
        days=[_slot(slot) for slot in by_day],
    )


def _calendar(
    calendar: Calendar, name: str | None, number: int, at: datetime
) -> shapes.CalendarVersion:
    return shapes.CalendarVersion(
        id=name,
        version=number,
        at=at,
        timezone=calendar.zone.key,
        hours={
            day: [_hours(minutes) for minutes in ranges]
            for day, ranges in zip(DAYS, calendar.week, strict=True)
            if ranges
        },
        holidays=sorted(calendar.holidays),
    )


def _hours(minutes: Minutes) -> str:
    """Minutes of the local day as on the wall, such as 09:00-17:00."""
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in minutes)


def _failure(failure: Failure) -> shapes.Failure:
    return shapes.Failure(
        from_=failure.started_at,
        noticed=failure.acknowledged_at,
        to=failure.repaired_at,
        incident=failure.incident or None,
    )


def _slot(slot: LatencySlot) -> shapes.LatencySlot:
    sketch = latency.decode(slot.sketch)
    return shapes.LatencySlot(
        from_=slot.point.start, answers=dict(sketch.buckets), timeouts=dict(sketch.timeouts)
    )
