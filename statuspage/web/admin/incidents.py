"""The incident form and the update form: for one thumb, at three in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from statuspage import clock
from statuspage.actions.given import Actor, Word
from statuspage.actions.incidents import open_incident, post_update
from statuspage.domain.incident import FIRST_STATUSES, MOVES, Incident, Update
from statuspage.domain.promise import next_update_promises
from statuspage.domain.states import Kind, Status
from statuspage.store import db, incidents
from statuspage.web.admin import choices
from statuspage.web.admin.fields import INTERVALS, require_filled, word_of
from statuspage.web.admin.forms import Form, FormPage, Values, rehearse
from statuspage.web.admin.published import confirmation, landing_of, preview_of

_WATCHING = (Status.MONITORING, Status.VERIFYING)


class NewIncident(FormPage):
    """Open an incident."""

    template = "new_incident.html"

    def opening(self) -> Values:
        return {"status": Status.INVESTIGATING, "next_update": "30"}

    def facts(self, form: Form) -> Mapping[str, Any]:
        return {
            "statuses": choices.statuses(FIRST_STATUSES[Kind.INCIDENT]),
            "components": choices.component_fields({}, choices.BAD),
            "promises": choices.promises(),
            "impacts": choices.impacts(),
            "templates": choices.templates("incident"),
        }

    def publish(self, values: Values, actor: Actor) -> str:
        require_filled(values)
        return landing_of(_open(values, actor), values, "opened")

    def preview(self, values: Values, actor: Actor) -> Markup:
        return preview_of(rehearse(lambda: _open(values, actor)))

    def with_template(self, values: Values, slug: str) -> Values:
        return choices.with_template(values, slug)


def _open(values: Values, actor: Actor) -> Incident:
    return open_incident(values.get("title", ""), word_of(values), actor)


class PostUpdate(FormPage):
    """Add a word to an incident or a maintenance, and see what was said so far."""

    template = "incident.html"

    def __init__(self, key: str) -> None:
        self._key = key

    def opening(self) -> Values:
        incident = incidents.by_key(self._key)
        may_stay = incident.status in MOVES[incident.status]
        return {
            "status": incident.status if may_stay else "",
            "next_update": _usual_interval(incident),
            "owner": incident.owner,
        }

    def facts(self, form: Form) -> Mapping[str, Any]:
        incident = incidents.by_key(self._key)
        newest = incident.updates[0].key
        seen = form.values.get("seen", newest)
        return {
            "incident": incident,
            # Whoever is shown a colleague's words has seen them by the next press.
            "seen": newest if form.code == 409 else seen,
            "unseen": _keys_since(incident, seen),
            "given_promises": next_update_promises(incident),
            "statuses": choices.next_statuses(incident),
            "components": choices.component_fields(
                incident.declared, choices.STATES[incident.kind]
            ),
            "promises": choices.promises(),
            "impacts": choices.impacts(),
            "templates": choices.templates("update"),
            "may_stay": incident.is_active and incident.status in MOVES[incident.status],
            "done": confirmation(),
        }

    def publish(self, values: Values, actor: Actor) -> str:
        if values.get("do") == "no-change":
            incident = self._say_no_change(values, actor)
        else:
            require_filled(values)
            incident = post_update(self._key, word_of(values), actor)
        return landing_of(incident, values, "updated")

    def preview(self, values: Values, actor: Actor) -> Markup:
        with db.snapshot():
            known = [update.key for update in incidents.by_key(self._key).updates]
        word = replace(word_of(values), seen=None)
        return preview_of(rehearse(lambda: post_update(self._key, word, actor)), known)

    def with_template(self, values: Values, slug: str) -> Values:
        return choices.with_template(values, slug)

    def _say_no_change(self, values: Values, actor: Actor) -> Incident:
        """The standard sentence, and the next one promised after as long as the last time."""
        with db.snapshot():
            incident = incidents.by_key(self._key)
        work = "watching whether it holds" if incident.status in _WATCHING else "working on it"
        promised = _last_promise(incident)
        due = clock.now() + (promised.next_due - promised.at) if promised else None
        word = Word(
            f"No change so far. We are still {work}.", next_due=due, seen=values.get("seen")
        )
        return post_update(self._key, word, actor)


def _keys_since(incident: Incident, seen: str) -> list[str]:
    """The updates that came after the newest one that was seen."""
    keys = [update.key for update in incident.updates]
    return keys[: keys.index(seen)] if seen in keys else []


def _last_promise(incident: Incident) -> Update | None:
    return next((update for update in incident.updates if update.next_due is not None), None)


def _usual_interval(incident: Incident) -> str:
    """The one-tap choice nearest to the last promise; no promise where none was given."""
    promised = _last_promise(incident)
    if promised is None or promised.next_due is None or not incident.is_active:
        return "none"
    minutes = (promised.next_due - promised.at).total_seconds() / 60
    return str(min(INTERVALS, key=lambda choice: abs(choice - minutes)))
