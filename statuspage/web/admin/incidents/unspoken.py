"""What checks hold down: what of it nobody speaks of yet, and what a form can begin with."""

from __future__ import annotations

from datetime import datetime

from statuspage.actions.incidents.beginning import troubles_now
from statuspage.actions.incidents.wordings import BODY, by_field, field_of
from statuspage.domain.desk.entry_form import COMPONENT
from statuspage.domain.incidents.automatic import Alarm, title_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.figures.failing.troubles import Trouble, ended_at
from statuspage.render.words.locale import locale
from statuspage.site.form import Values
from statuspage.store.incidents import alarms, incidents
from statuspage.store.library import LIBRARY
from statuspage.store.published import components
from statuspage.store.settings import current_settings, site
from statuspage.web.admin.writing.fields import length_choice, local
from statuspage.web.admin.writing.parts import full_name
from statuspage.web.language import writer


def unspoken(now: datetime) -> list[Trouble]:
    """Those of which no open incident or planned work under way speaks, and no draft waits.

    What staff decided to say nothing of is left out for as long as it lasts.
    """
    covered = {
        component
        for entry in incidents.open_ones()
        if entry.is_active
        for component in entry.declared
    }
    covered |= alarms.held_back()
    return [one for one in troubles_now(now) if one.component not in covered]


def of_component(component: str, now: datetime) -> Values:
    """The fields of a new incident about one component, as checks see it."""
    name = full_name(components.by_id(component).id)
    found = next((one for one in troubles_now(now) if one.component == component), None)
    if found is None:
        return {"title": name}
    return {
        "title": writer().say(title_of([name], found.state)),
        COMPONENT + component: found.state.value,
        "impact_from": local(found.since, site().zone),
        "noticed_by": NoticedBy.PROBE,
    }


def of_draft(alarm: Alarm) -> Values:
    """The fields of a new incident that a draft of our checks would make."""
    body = alarm.body or writer().say(alarm.words)
    promised = alarm.next_update
    minutes = "none" if promised is None else length_choice(promised)
    return {
        "alarm": alarm.key,
        "title": alarm.title,
        "body": body,
        **_in_languages(alarm),
        **{COMPONENT + component: state.value for component, state in alarm.states.items()},
        **({"impact": alarm.impact.value} if alarm.impact else {}),
        "impact_from": local(alarm.failing_since, site().zone),
        "noticed_by": NoticedBy.PROBE,
        "next_update": minutes,
    }


def _in_languages(alarm: Alarm) -> Values:
    """The fields of further languages; words of ours are said in each."""
    found = by_field(alarm.wordings)
    for language in alarm.wordings:
        found.setdefault(field_of(BODY, language), locale(language).say(alarm.words))
    return found


def ended(incident: Incident, now: datetime) -> datetime | None:
    """When checks last saw the trouble of an incident end; None where they cannot tell."""
    since = incident.impact_from or incident.started_at
    names = [component for component, _ in incident.components]
    return ended_at(LIBRARY, current_settings(), names, since, now) if names else None
