"""The form that opens an incident: empty, of what checks hold down, or of a draft they made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from markupsafe import Markup

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.incidents.automatic import publish_words
from statuspage.actions.incidents.beginning import began, troubles_now, with_beginning
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.desk.entry_form import COMPONENT
from statuspage.domain.incidents.incident import FIRST_STATUSES, Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.incidents import alarms
from statuspage.store.published import components
from statuspage.web.admin.incidents import unspoken
from statuspage.web.admin.published import landing_of, previewed
from statuspage.web.admin.writing import cadence, choices, gaps, hinting, parts
from statuspage.web.admin.writing.fields import length_choice, promised_length, word_of
from statuspage.web.admin.writing.forms import FormPage


class NewIncident(FormPage):
    """Open an incident."""

    template = "new_incident.html"
    is_new = True
    own_fields: ClassVar = {
        "title": "title",
        "what": "title",
        "component": "components",
        "components": "components",
        "start": "impact_from",
    }

    def opening(self) -> Values:
        known: Values = {}
        if key := request.args.get("alarm"):
            known = unspoken.of_draft(alarms.by_key(key))
        elif component := request.args.get("component"):
            known = unspoken.of_component(component, clock.now())
        promised = cadence.of_new(parts.states_in(known).values())
        due = known.get("next_update", "30")
        if promised is not None and not promised_length(known.get("next_update", "")):
            due = length_choice(promised)
        return {"status": Status.INVESTIGATING, **known, "next_update": due}

    def facts(self) -> Mapping[str, Any]:
        first = FIRST_STATUSES[Kind.INCIDENT]
        now = clock.now()
        return {
            "statuses": choices.statuses(first),
            "components": parts.component_fields(
                {}, parts.STATES[Kind.INCIDENT], troubles_now(now), parts.failing(now)
            ),
            "promises": choices.promises(),
            "impacts": choices.impacts(),
            "noticers": choices.noticers(),
            "templates": choices.templates("incident", first),
        }

    def publish(self, values: Values, actor: Actor) -> str:
        return landing_of(_open(values, actor), values, "opened")

    def preview(self, values: Values, actor: Actor) -> Markup:
        return previewed(lambda: _open(values, actor))

    def label(self) -> Said:
        return said("draft.new_incident")

    def hints(self, values: Values) -> Markup:
        return hinting.beside(hinting.wording_of(values))

    def with_template(self, values: Values, slug: str) -> Values:
        return self.completed(choices.with_template(values, slug))

    def completed(self, values: Values) -> Values:
        with db.snapshot():
            return parts.titled(values)

    def known(self, values: Values) -> gaps.Known:
        """When it began is not known before it is sent: somebody may still state it.

        A title made of what is affected says nothing that a text does not know by itself.
        """
        given = {name for name, state in values.items() if state}
        with db.snapshot():
            listed = [c.id for c in components.listed() if COMPONENT + c.id in given]
            names = {component: parts.full_name(component) for component in listed}
            now = clock.now()
            is_sent = names and values.get("do") in ("publish", "preview")
            start = (began(names, now) or now) if is_sent else None
            title = values.get("title", "")
            is_made = title == parts.titled({**values, "title": ""})["title"]
        own = "" if is_made else title
        return gaps.known(values, own, [*names.values()], {"start": start})


def _open(values: Values, actor: Actor) -> Incident:
    """Without a beginning it began when checks first saw it, where they do; else it does now."""
    word = with_beginning(word_of(values), clock.now())
    title = values.get("title", "")
    if alarm := values.get("alarm"):
        return publish_words(alarm, title, word, actor)
    return open_incident(title, word, actor)
