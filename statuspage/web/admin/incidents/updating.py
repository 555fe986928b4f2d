"""The form of an update: for one thumb, at three in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from flask import request
from markupsafe import Markup

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.maintenance.rescheduling import begun_early
from statuspage.actions.staff.notes import add_private_note
from statuspage.domain.incidents.incident import MOVES, Incident
from statuspage.domain.promises.promise import next_update_promises
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.said import Said, said
from statuspage.site import catalogue
from statuspage.site.form import Values
from statuspage.site.promises import pledged
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.incidents import incidents, pledges
from statuspage.web.admin.incidents import felt, unspoken
from statuspage.web.admin.planned.steps import STEPS, planned_view, question_of, take_step
from statuspage.web.admin.published import confirmation, landing_of, previewed
from statuspage.web.admin.telling import told_words
from statuspage.web.admin.writing import cadence, choices, gaps, hinting, parts
from statuspage.web.admin.writing.fields import is_page_only, word_of
from statuspage.web.admin.writing.forms import FormPage

_NO_CHANGE = "no-change"
_NOTE = "note"
_WATCHING = (Status.MONITORING, Status.VERIFYING)
_WATCHING_IT = said("update.still_watching")
_WORKING_ON_IT = said("update.still_working")


class PostUpdate(FormPage):
    """Add a word to an incident or a maintenance, and see what was said so far."""

    template = "incident.html"
    deeds = frozenset({_NO_CHANGE, _NOTE}) | STEPS

    def __init__(self, key: str) -> None:
        self._key = key

    def opening(self) -> Values:
        incident = incidents.by_key(self._key)
        may_stay = incident.status in MOVES[incident.status]
        wished = request.args.get("status", "")
        status = wished if wished in MOVES[incident.status] else incident.status if may_stay else ""
        return {
            "status": status,
            "next_update": _usual_interval(incident),
            "owner": incident.owner,
            "root_cause_by": cadence.root_cause_day(incident, clock.now()),
            **felt.asked(incident, clock.now()),
        }

    def facts(self) -> Mapping[str, Any]:
        incident = incidents.by_key(self._key)
        return {
            "incident": incident,
            "keys_since": partial(_keys_since, incident),
            "given_promises": next_update_promises(incident),
            "statuses": choices.next_statuses(incident),
            "components": parts.component_fields(
                incident.declared,
                parts.STATES[incident.kind],
                unspoken.unspoken(clock.now()) if incident.kind is Kind.INCIDENT else (),
                parts.failing(clock.now()),
            ),
            "promises": choices.promises(),
            "impacts": choices.impacts(),
            "noticers": choices.noticers(),
            "templates": choices.templates("update", MOVES[incident.status] - {Status.POSTMORTEM}),
            "may_stay": incident.is_active and incident.status in MOVES[incident.status],
            "owed_after": pledged.views(catalogue.present(), pledges.of_incident(self._key)),
            "planned": planned_view(incident),
            "done": confirmation(),
            "notes": drafts.notes_on(incident.number),
            "approvers": _approvers(incident),
            "messages": told_words([update.key for update in incident.updates]),
            "repeats": unchanged_in_a_row(incident),
        }

    def label(self) -> Said:
        return said("draft.update", title=incidents.by_key(self._key).title)

    def hints(self, values: Values) -> Markup:
        with db.snapshot():
            incident = incidents.by_key(self._key)
        return hinting.beside(hinting.wording_of(values, incident))

    def publish(self, values: Values, actor: Actor) -> str:
        if values.get("do") == _NOTE:
            add_private_note(self._key, values.get("note", ""), actor)
            with db.snapshot():
                incident = incidents.by_key(self._key)
            return landing_of(incident, {**values, "note": ""}, "noted")
        if values.get("do") == _NO_CHANGE:
            incident = self._say_no_change(values, actor)
        elif values.get("do") in STEPS:
            with db.snapshot():
                asking = question_of(incidents.by_key(self._key), values["do"])
            if asking is not None:
                return asking
            incident = take_step(self._key, values, actor)
        else:
            incident = post_update(self._key, self._word(values), actor)
        return landing_of(incident, values, "updated")

    def preview(self, values: Values, actor: Actor) -> Markup:
        with db.snapshot():
            known = [update.key for update in incidents.by_key(self._key).updates]
        word = replace(self._word(values), seen=None)
        return previewed(lambda: post_update(self._key, word, actor), known)

    def with_template(self, values: Values, slug: str) -> Values:
        return choices.with_template(values, slug)

    def known(self, values: Values) -> gaps.Known:
        with db.snapshot():
            incident = incidents.by_key(self._key)
            times = felt.times(incident, clock.now())
        names = [name for _, name in incident.components]
        return gaps.known(values, incident.title, names, times)

    def _word(self, values: Values) -> NewUpdate:
        """What the form says; planned work that begins early has to say what its end does."""
        word = word_of(felt.answered(values))
        if word.status is not Status.IN_PROGRESS or word.posted_at is not None:
            return word
        with db.snapshot():
            incident = incidents.by_key(self._key)
        moves = {"move": True, "keep": False}.get(values.get("early_end", ""))
        return begun_early(incident, word, clock.now(), moves_end=moves)

    def _say_no_change(self, values: Values, actor: Actor) -> Incident:
        """The standard sentence, and the next one promised after as long as the last time."""
        with db.snapshot():
            incident = incidents.by_key(self._key)
        work = _WATCHING_IT if incident.status in _WATCHING else _WORKING_ON_IT
        with db.snapshot():
            interval = cadence.of_next(incident, _last_interval(incident))
        due = clock.now() + interval if interval else None
        word = NewUpdate(
            work, next_due=due, seen=values.get("seen"), is_page_only=is_page_only(values)
        )
        return post_update(self._key, word, actor)


def unchanged_in_a_row(incident: Incident) -> int:
    """How many of its newest updates only say that nothing changed."""
    messages = (update.said for update in incident.updates)
    return sum(1 for _ in takewhile(lambda one: one in (_WATCHING_IT, _WORKING_ON_IT), messages))


def _approvers(incident: Incident) -> Mapping[str, str]:
    """Who approved each update, by its key; "" where nobody had to."""
    keys = {UPDATE.subject(update.key): update.key for update in incident.updates}
    return {keys[subject]: name for subject, name in audit.approvers(keys).items()}


def _keys_since(incident: Incident, seen: str) -> list[str]:
    """The updates that came after the newest one that was seen."""
    keys = [update.key for update in incident.updates]
    return keys[: keys.index(seen)] if seen in keys else []


def _last_interval(incident: Incident) -> timedelta | None:
    """How long after its update the last promised one was due."""
    given = (u.next_due - u.at for u in incident.updates if u.next_due is not None)
    return next(given, None)


def _usual_interval(incident: Incident) -> str:
    """As at the last promise, or as its severity promises; no promise where there is neither."""
    interval = cadence.of_next(incident, _last_interval(incident))
    if interval is None or not incident.is_active:
        return "none"
    return str(max(1, round(interval.total_seconds() / 60)))
