"""Component views: the present state, 90 day bars and the share of good time.

The state is the worse of what is measured and what staff declare; both are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.measured import availability, days
from statuspage.domain.measured.availability import Counts, Timeline
from statuspage.domain.vocabulary import display, window
from statuspage.domain.vocabulary.site import Component
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState, unweighted, worst
from statuspage.figures import measured
from statuspage.render.views import ComponentView, Uptime
from statuspage.said import Said, said
from statuspage.site.page import Context, Params

BAR_DAYS = 90
_HOUR = 3600
_UNWEIGHTED = unweighted(DEFAULT_WEIGHTS)


def views(
    context: Context, chosen: Sequence[Component], open_ones: Sequence[Incident]
) -> list[ComponentView]:
    """Views of some components, from few queries for all their runs."""
    zone = context.site.zone
    calendar = window.local_days(zone, window.local_date(context.now, zone), BAR_DAYS)
    span = Span(calendar[0][1].start, context.now)
    ids = [component.id for component in chosen]
    library, settings = context.library, context.settings
    declared = library.incidents.runs_between(span.start, span.end, ids)
    seen = measured.timelines(library, settings, ids, span)
    now = measured.states_now(library, settings, ids, context.now)
    found = [
        library.once(
            ("view", context.language, one.id),
            partial(_view, one, context, calendar, declared[one.id], seen, now, open_ones),
        )
        for one in chosen
    ]
    if any(view.is_watched or view.state is not ComponentState.OPERATIONAL for view in found):
        context.holds_for_the_minute()  # time counts in them
    context.holds_for_the_day()
    return found


def _view(
    component: Component,
    context: Context,
    calendar: Sequence[tuple[date, Span]],
    declared: Sequence[ImpactRun],
    timelines: Mapping[str, Timeline],
    now: Mapping[str, ComponentState | None],
    open_ones: Sequence[Incident],
) -> ComponentView:
    """One component as all of this tells it."""
    span = Span(calendar[0][1].start, context.now)
    seen, measured_now = timelines.get(component.id), now.get(component.id)
    timeline = _known(declared, seen, span, component.reported_from(context.site.zone))
    runs = [*declared, *_measured_runs(component.id, seen)]
    bars = days.day_bars(
        runs, calendar, context.now, monitored_from=span.start, unknown=timeline.unknown
    )
    counts = whole = availability.count([timeline], span, context.now, weights=DEFAULT_WEIGHTS)
    until = None if measured_now else _known_until(seen, span)
    if timeline.runs:
        whole = availability.count([timeline], span, context.now, weights=_UNWEIGHTED)
    declared_now = declared_state(component.id, open_ones)
    return ComponentView(
        component=component,
        state=worst([declared_now, measured_now or ComponentState.OPERATIONAL]),
        declared=declared_now,
        measured=measured_now,
        is_watched=seen is not None,
        days=bars,
        counts=counts,
        uptime=_uptime(counts, whole, is_reported=seen is None),
        runs=runs,
        unknown=timeline.unknown,
        known_until=until,
        last=_state_until(until, seen),
    )


def declared_state(component: str, open_ones: Sequence[Incident]) -> ComponentState:
    """The worst that anything going on now declares of a component."""
    return worst(
        incident.declared[component]
        for incident in open_ones
        if incident.is_active and component in incident.declared
    )


def states_beside(library: Library, shown: Iterable[Incident]) -> dict[str, ComponentState]:
    """What is declared of the components of some incidents that go on, by whichever."""
    touched = sorted({name for one in shown if one.is_active for name in one.declared})
    return going_on_states(library.incidents.open_on(touched)) if touched else {}


def going_on(context: Context, shown: Iterable[Component]) -> Sequence[Incident]:
    """What goes on now, or is to come, that touches some components."""
    return context.library.incidents.open_on([component.id for component in shown])


def going_on_states(open_ones: Sequence[Incident]) -> dict[str, ComponentState]:
    """What all that goes on declares together of each component that it touches."""
    touched = {component for incident in open_ones for component in incident.declared}
    return {component: declared_state(component, open_ones) for component in touched}


def _known(
    declared: Sequence[ImpactRun], seen: Timeline | None, span: Span, since: datetime
) -> Timeline:
    """Everything known of a component: what incidents declare, and what probes saw if any watch it.

    Of a component that nothing watches, nothing is known before `since`, when its incidents began
    to be told, but for what those that came with an older history declare.
    """
    runs = [(run.span(span.end), run.state) for run in declared]
    if seen is not None:
        return Timeline([*runs, *seen.runs], seen.unknown)
    return Timeline(runs, [Span(span.start, max(span.start, min(since, span.end)))])


def _measured_runs(component: str, seen: Timeline | None) -> list[ImpactRun]:
    """What probes saw, in the form in which incidents declare it."""
    if seen is None:
        return []
    return [ImpactRun(component, state, span.start, span.end, "", "") for span, state in seen.runs]


def _known_until(seen: Timeline | None, span: Span) -> datetime | None:
    """Since when nothing is measured; None where that is not so, or nothing was before."""
    last = seen.unknown[-1] if seen is not None and seen.unknown else None
    if last is None or last.end < span.end or last.start <= span.start:
        return None
    return last.start


def _state_until(until: datetime | None, seen: Timeline | None) -> ComponentState:
    """What was measured when that ended."""
    runs = () if seen is None or until is None else seen.runs
    return worst(state for span, state in runs if until and span.start < until <= span.end)


def _uptime(counts: Counts, whole: Counts, *, is_reported: bool) -> Uptime | None:
    """The share of good time in words; None before an hour is known.

    `whole` has the seconds if every impaired one counts.
    """
    if counts.measured < _HOUR:
        return None
    return Uptime(
        figure=display.headline(counts.good, counts.bad, counts.unknown, is_reported=is_reported),
        coverage=display.coverage(counts.measured, counts.unknown) if counts.unknown else "",
        days=round(counts.measured / 86_400),
        unweighted=None if whole == counts else display.percent(whole.good, whole.measured),
    )


def full_names(context: Context) -> dict[str, Said | str]:
    """The name of each component by its id; one that is not unique with its group."""
    known = context.library.components.known()
    times = Counter(one.name for one in known if one.withdrawn_at is None)
    return {
        one.id: said("{component} ({group})", component=one.name, group=one.group_name)
        if times[one.name] > (one.withdrawn_at is None) and one.group_name
        else one.name
        for one in known
    }


def namer(context: Context) -> Callable[[str, str], Said | str]:
    """What names a component (id, name) so that readers tell it from others of that name.

    It reads when it is first asked, so that a page without components does not rest on them.
    """

    @cache
    def names() -> Mapping[str, Said | str]:
        return full_names(context)

    def named(component: str, name: str) -> Said | str:
        full = names().get(component)
        return full if isinstance(full, Said) else name

    return named


def all_components(context: Context) -> Iterable[Params]:
    """The parameters of each page about a component."""
    return [{"component": chosen.id} for chosen in context.library.components.known()]
