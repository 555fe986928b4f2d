"""Component views: present state, 90 day bars and share of good time, for a page of facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from statuspage.domain import availability, days, display, window
from statuspage.domain.incident import Incident
from statuspage.domain.site import Component
from statuspage.domain.spans import ImpactRun, Span
from statuspage.domain.states import DEFAULT_WEIGHTS, ComponentState, worst
from statuspage.render.views import ComponentView
from statuspage.site.page import Context
from statuspage.store import components, incidents

BAR_DAYS = 90


def views(
    context: Context, chosen: Sequence[Component], open_ones: Sequence[Incident]
) -> list[ComponentView]:
    """Views of some components, from one query for all their runs."""
    zone = context.site.zone
    calendar = window.local_days(zone, window.local_date(context.now, zone), BAR_DAYS)
    start = calendar[0][1].start
    runs: dict[str, list[ImpactRun]] = defaultdict(list)
    for run in incidents.runs_between(start, context.now, [c.id for c in chosen]):
        runs[run.component].append(run)
    found = []
    for component in chosen:
        since = components.recorded_from(component)
        mine = runs[component.id]
        bars = days.day_bars(mine, calendar, context.now, monitored_from=since)
        measured = Span(max(start, min(since, context.now)), context.now)
        found.append(
            ComponentView(
                component,
                present_state(component.id, open_ones),
                bars,
                _uptime(mine, measured, context.now),
                round(measured.seconds / 86_400),
            )
        )
    return found


def present_state(component: str, open_ones: Sequence[Incident]) -> ComponentState:
    """The worst that anything going on now declares of a component."""
    return worst(
        incident.declared[component]
        for incident in open_ones
        if incident.is_active and component in incident.declared
    )


def settles_at(chosen: Sequence[ComponentView], context: Context) -> datetime:
    """Until when the views hold: a minute while something is wrong, else to the end of the day."""
    if any(view.state is not ComponentState.OPERATIONAL for view in chosen):
        return context.now.replace(second=0) + timedelta(minutes=1)
    return window.next_midnight(context.now, context.site.zone)


def _uptime(runs: Sequence[ImpactRun], measured: Span, now: datetime) -> str:
    if measured.seconds < 3600:
        return ""
    counts = availability.from_incidents(runs, measured, now, weights=DEFAULT_WEIGHTS)
    return display.percent(counts.good, counts.good + counts.bad)
