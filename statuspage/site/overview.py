"""The first page, maintenance, and the pages of components: how things are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from statuspage.domain.incidents.gravity import gravest_first
from statuspage.domain.incidents.headline import Headline, LastKnown, headline
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.months import placed_at
from statuspage.domain.library.library import Library
from statuspage.domain.measured.days import Level
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.site import Component
from statuspage.domain.vocabulary.states import IMPAIRED, ComponentState, Kind, Status, worst
from statuspage.figures import repairs
from statuspage.figures.planned_hours import planned_months
from statuspage.render.charts.bars import are_drawn, tone
from statuspage.render.views import ComponentView, GroupView, scorecard
from statuspage.said import Said
from statuspage.site import signing
from statuspage.site.history import newest_change
from statuspage.site.listening.board import every_standing, requests_about, sums
from statuspage.site.listening.outcomes import promised
from statuspage.site.measured import watching
from statuspage.site.measured.components import (
    all_components,
    declared_state,
    full_names,
    going_on_states,
    states_beside,
    views,
)
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.promises import slas
from statuspage.site.promises.noticed import today
from statuspage.site.promises.notices import of_component as notices_of
from statuspage.site.promises.notices import soon
from statuspage.site.rendering import template
from statuspage.site.suppliers import relied_on

_NEWEST = 3
_PAST_MAINTENANCES = 20
_COMPONENT_INCIDENTS = 20
_MEASURED = ("headline", "is_more", "is_watched", "troubled", "groups", "new", "scorecard")
_RECENTLY = timedelta(days=2)
"""What ended since then is on the first page, so that somebody who comes late still finds it."""
_AT_ONCE = 10
"""So many components are all in sight; of more, the groups without trouble are folded."""


def home(context: Context) -> Facts:
    """What is going on now, every component, then the proof."""
    library = context.library
    going_on = library.incidents.open_ones()
    standings = every_standing(context)
    outcomes = [one.entry for one in standings if one.is_counted][:_NEWEST]
    values = {
        **context.known(lambda: _measured(context, going_on), *_MEASURED),
        **context.mail,
        **relied_on(context),
        "open_incidents": gravest_first(
            (i for i in going_on if i.kind is Kind.INCIDENT), context.now
        ),
        "states": going_on_states(going_on),
        "active_maintenances": _maintenances(going_on, active=True),
        "coming_maintenances": _maintenances(going_on, active=False),
        "recent": library.incidents.ended_since(context.now - _RECENTLY),
        "outcomes": outcomes,
        **promised(context, outcomes),
        **sums(context, standings),
        "standings": {one.entry.slug: one for one in standings},
        "changes": library.entries.newest(EntryKind.CHANGELOG, _NEWEST),
        "notices": soon(context),
        "head": signing.head(library, context.site),
        "record": library.record.marks(_shown_subjects(going_on)),
    }
    # The first line says when it was true, so the page is made anew with each minute.
    context.holds_for_the_minute()
    return Facts(values, context.now)


def headline_now(context: Context) -> Headline:
    """How the whole is; where nothing is measured now, how it was last."""
    going_on = context.library.incidents.open_ones()
    shown = views(context, context.library.components.listed(), going_on)
    return _headline(shown, full_names(context), going_on)[0]


def face(context: Context) -> str:
    """The tone of how things are now; "unknown" where nobody can know."""
    told = headline_now(context)
    return "unknown" if told.known_until else tone(told.worst)


def _headline(
    shown: Sequence[ComponentView], names: Mapping[str, Said | str], going_on: Sequence[Incident]
) -> tuple[Headline, Sequence[ComponentState]]:
    """How the whole is, and the state of each component as that counts it."""
    silent = sum(view.is_silent for view in shown)
    parts = [(names[view.component.id], view.state) for view in shown]
    last = _last_known(shown, names)
    states = [state for _, state in (last.parts if last else parts)]
    return headline(parts, going_on, silent, last), states


def _measured(context: Context, going_on: Sequence[Incident]) -> Mapping[str, Any]:
    """How every component is, and how the promises stand.

    `is_more` tells whether something is worse than the open incidents say; `is_watched`, whether
    anything checks; `new`, while no part has bars, which tells since when anything is known.
    """
    shown = views(context, context.library.components.listed(), going_on)
    names = full_names(context)
    troubled = sorted(
        (view for view in shown if view.state in IMPAIRED),
        key=lambda view: -view.state.severity,
    )
    told_of_all, states = _headline(shown, names, going_on)
    incidents = [entry for entry in going_on if entry.kind is Kind.INCIDENT]
    told = {view.component.id: declared_state(view.component.id, incidents) for view in shown}
    return {
        "headline": told_of_all,
        "is_more": any(
            state in IMPAIRED and state.severity > told[view.component.id].severity
            for view, state in zip(shown, states, strict=True)
        ),
        "is_watched": any(view.is_watched for view in shown),
        "troubled": [(view, names[view.component.id]) for view in troubled],
        "groups": _folded(grouped(context, shown)),
        "new": _longest_known(shown) if not any(are_drawn(view.days) for view in shown) else None,
        "scorecard": scorecard(slas.cards(context)),
    }


def _longest_known(shown: Sequence[ComponentView]) -> ComponentView | None:
    """The part that tells since when anything is known here, while that is too short for bars."""
    return max(
        shown,
        key=lambda view: sum(day.level is not Level.NO_DATA for day in view.days),
        default=None,
    )


def _last_known(
    shown: Sequence[ComponentView], names: Mapping[str, Said | str]
) -> LastKnown | None:
    """How things were when anything was measured last, where nothing that is watched is now."""
    times = [view.known_until for view in shown if view.is_silent and view.known_until]
    if not times or not all(view.is_silent for view in shown if view.is_watched):
        return None
    parts = [(names[view.component.id], worst([view.state, view.last])) for view in shown]
    return LastKnown(max(times), parts)


def _shown_subjects(going_on: Iterable[Incident]) -> list[str]:
    """What of the record stands on the first page: open entries and their newest words."""
    found = []
    for incident in going_on:
        found += [INCIDENT.subject(incident.key), UPDATE.subject(incident.newest_words.key)]
    return found


def _maintenances(going_on: Iterable[Incident], *, active: bool) -> list[Incident]:
    """Planned work begun or still to come, the next one first."""
    chosen = [i for i in going_on if i.kind is Kind.MAINTENANCE and i.is_active is active]
    return sorted(chosen, key=lambda entry: entry.scheduled_for or entry.started_at)


def grouped(context: Context, shown: Sequence[ComponentView]) -> list[GroupView]:
    """Components by their groups, those without one first; no group is empty."""
    found = [
        GroupView(group, [view for view in shown if view.component.group == group.id])
        for group in context.library.components.groups()
    ]
    loose = [view for view in shown if view.component.group is None]
    return [group for group in [GroupView(None, loose), *found] if group.components]


def _folded(groups: Sequence[GroupView]) -> list[GroupView]:
    """Groups for a first look: trouble stands first, and of many parts only that is in sight."""
    is_short = sum(len(group.components) for group in groups) <= _AT_ONCE
    found = []
    for group in groups:
        inside = sorted(group.components, key=lambda view: -_trouble(view.state))
        is_open = is_short or group.group is None or _trouble(group.worst) > 0
        found.append(replace(group, components=inside, is_open=is_open))
    return sorted(found, key=lambda one: (one.group is not None, -_trouble(one.worst)))


def _trouble(state: ComponentState) -> int:
    """How bad a state is; 0 for what is well or only being worked on."""
    return state.severity if state in IMPAIRED else 0


def maintenance(context: Context) -> Facts:
    """Planned work: going on, to come, and past."""
    newest = context.library.incidents.newest(_PAST_MAINTENANCES, Kind.MAINTENANCE)
    going_on = context.library.incidents.open_ones()
    upcoming = [entry for entry in going_on if entry.kind is Kind.MAINTENANCE]
    over = sorted((one for one in newest if not one.is_open), key=placed_at, reverse=True)
    called_off = [
        one for one in over if one.status is Status.CANCELLED and placed_at(one) > context.now
    ]
    for one in called_off:  # whoever comes to look for it finds it where it stood
        context.library.holds_until(placed_at(one))
    values = {
        "active": _maintenances(upcoming, active=True),
        "states": going_on_states(going_on),
        "coming": sorted([*_maintenances(upcoming, active=False), *called_off], key=placed_at),
        "past": [one for one in over if one not in called_off],
        "months": planned_months(context.library, context.site.zone, context.now),
    }
    context.holds_for_the_day()  # a month begins
    return Facts(values, newest_change([*upcoming, *newest], context))


def component(context: Context, component: str) -> Facts:
    """One component: state, bars, what happened to it."""
    library = context.library
    chosen = library.components.by_id(component)
    going_on = library.incidents.open_on([component])
    happened = _happened(library, [component])
    values = {
        "component": chosen,
        "open_incidents": [i for i in going_on if i.is_active],
        "states": states_beside(library, going_on),
        "planned": _maintenances(going_on, active=False),
        "notices": notices_of(context, chosen),
        "requests": requests_about(context, chosen),
        "today": today(context),
        "incidents": [i for i in happened if not i.is_open or i.is_active],
        **context.mail,
        **relied_on(context, component),
        "on_record": library.record.marks([f"component/{component}"])[f"component/{component}"],
        **context.known(
            lambda: _seen(context, chosen, going_on), "view", "slas", "repairs", *watching.FACTS
        ),
    }
    return Facts(values, newest_change(happened, context))


def _happened(library: Library, components: Iterable[str]) -> list[Incident]:
    """What happened to some components last, the newest first."""
    newest = library.incidents.newest_keys_on
    keys = {key for component in components for key in newest(component, _COMPONENT_INCIDENTS)}
    found = library.incidents.by_keys(keys).values()
    return sorted(found, key=lambda one: (one.started_at, one.number), reverse=True)


def _look_ahead(context: Context, asked: Sequence[Params]) -> None:
    _happened(context.library, [params["component"] for params in asked])


def _seen(context: Context, chosen: Component, going_on: Sequence[Incident]) -> Mapping[str, Any]:
    """How one component is, what we promise of it, how it was repaired, and what watches it."""
    [view] = views(context, [chosen], going_on)
    return {
        "view": view,
        "slas": slas.cards(context, chosen.id),
        "repairs": repairs.told(context.library, context.settings, [view], context.now),
        **watching.facts(context, chosen.id),
    }


PAGES = (
    PublicPage("/", home, template("home.html"), in_sitemap=True),
    PublicPage("/maintenance", maintenance, template("maintenance.html"), in_sitemap=True),
    PublicPage(
        "/components/{component}",
        component,
        template("component.html"),
        all_params=all_components,
        in_sitemap=True,
        look_ahead=_look_ahead,
    ),
)
