"""The first page, maintenance, and the pages of components: how things are now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from statuspage.domain.incidents.headline import headline
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises import promise
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import Kind
from statuspage.figures import repairs
from statuspage.render.views import ComponentView, GroupView
from statuspage.site import signing, slas, watching
from statuspage.site.components import going_on_states, settles_at, views
from statuspage.site.history import newest_change
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import template
from statuspage.store import components, entries, incidents, record
from statuspage.store.settings import current_settings

_NEWEST = 3
_PAST_MAINTENANCES = 20
_COMPONENT_INCIDENTS = 20


def home(context: Context) -> Facts:
    """What is going on now, every component, then the proof."""
    going_on = incidents.open_ones()
    shown = views(context, components.listed(), going_on)
    values = {
        "headline": headline([view.state for view in shown], going_on),
        "open_incidents": [i for i in going_on if i.kind is Kind.INCIDENT],
        "states": going_on_states(going_on),
        "active_maintenances": _maintenances(going_on, active=True),
        "coming_maintenances": _maintenances(going_on, active=False),
        "recent": _recently_closed(context),
        "groups": grouped(shown),
        "slas": slas.cards(context),
        "outcomes": entries.newest(EntryKind.OUTCOME, _NEWEST),
        "changes": entries.newest(EntryKind.CHANGELOG, _NEWEST),
        "head": signing.head(context.site),
        "record": record.marks(_shown_subjects(going_on)),
    }
    # The first line says when it was true, so the page is made anew with each minute.
    next_minute = context.now.replace(second=0) + timedelta(minutes=1)
    return Facts(values, context.now, next_minute)


def _shown_subjects(going_on: Iterable[Incident]) -> list[str]:
    """What of the record stands on the first page: open entries and their newest words."""
    found = []
    for incident in going_on:
        found += [INCIDENT.subject(incident.key), UPDATE.subject(incident.updates[0].key)]
    return found


def _recently_closed(context: Context) -> list[Incident]:
    """What ended in the last two days, so that somebody who comes late still finds it."""
    since = context.now - timedelta(days=2)
    started = incidents.started_between(since, context.now + timedelta(seconds=1))
    return [i for i in started if not i.is_open and i.kind is Kind.INCIDENT]


def _maintenances(going_on: Iterable[Incident], *, active: bool) -> list[Incident]:
    """Planned work begun or still to come, the next one first."""
    chosen = [i for i in going_on if i.kind is Kind.MAINTENANCE and i.is_active is active]
    return sorted(chosen, key=lambda entry: entry.scheduled_for or entry.started_at)


def grouped(shown: Sequence[ComponentView]) -> list[GroupView]:
    """Components by their groups, those without one first; no group is empty."""
    found = [
        GroupView(group, [view for view in shown if view.component.group == group.id])
        for group in components.groups()
    ]
    loose = [view for view in shown if view.component.group is None]
    return [group for group in [GroupView(None, loose), *found] if group.components]


def maintenance(context: Context) -> Facts:
    """Planned work: going on, to come, and past."""
    newest = incidents.newest(_PAST_MAINTENANCES, Kind.MAINTENANCE)
    going_on = incidents.open_ones()
    upcoming = [entry for entry in going_on if entry.kind is Kind.MAINTENANCE]
    values = {
        "active": _maintenances(upcoming, active=True),
        "states": going_on_states(going_on),
        "coming": _maintenances(upcoming, active=False),
        "past": [entry for entry in newest if not entry.is_open],
    }
    late = [promise.turns_late_at(entry.next_due) for entry in upcoming if entry.next_due]
    still_to_come = min((instant for instant in late if instant > context.now), default=None)
    return Facts(values, newest_change([*upcoming, *newest], context), still_to_come)


def component(context: Context, component: str) -> Facts:
    """One component: state, bars, what happened to it."""
    chosen = components.by_id(component)
    going_on = incidents.open_ones()
    [view] = views(context, [chosen], going_on)
    settings = current_settings()
    happened = incidents.newest_of_component(component, _COMPONENT_INCIDENTS)
    values = {
        "view": view,
        "open_incidents": [i for i in going_on if component in i.declared and i.is_active],
        "states": going_on_states(going_on),
        "incidents": happened,
        "on_record": record.marks([f"component/{component}"])[f"component/{component}"],
        "slas": [card for card in slas.cards(context) if chosen in card.components],
        "repairs": repairs.told(settings, [view], context.now),
        **watching.facts(context, settings, component),
    }
    return Facts(values, newest_change(happened, context), settles_at([view], context))


def _all_components(_: Context) -> Iterable[Params]:
    return [{"component": chosen.id} for chosen in components.known()]


PAGES = (
    PublicPage(
        "/",
        home,
        template("home.html"),
        ("components", "slas", "measurements", "record"),
        in_sitemap=True,
    ),
    PublicPage(
        "/maintenance",
        maintenance,
        template("maintenance.html"),
        ("maintenance", "incidents"),
        in_sitemap=True,
    ),
    PublicPage(
        "/components/{component}",
        component,
        template("component.html"),
        ("components", "component:{component}", "slas"),
        all_params=_all_components,
        in_sitemap=True,
    ),
)
