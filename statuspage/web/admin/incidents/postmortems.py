"""The form for a postmortem: what staff write stands beside what is filled in from the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.incident import MOVES, Incident
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.vocabulary.states import Status
from statuspage.figures import disruptions
from statuspage.notify.reach import rehearsed
from statuspage.render import postmortem as rendering
from statuspage.said import counted, said
from statuspage.site import catalogue
from statuspage.site.form import Values
from statuspage.site.promises import pledged
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings, site
from statuspage.web.admin import pages
from statuspage.web.admin.published import reach_of
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.admin.writing.fields import fields_of
from statuspage.web.admin.writing.forms import FormPage
from statuspage.web.forms.fields import Fields

_ROWS = 8  # actions the form has room for
_ROWS_SHOWN = 3


class WritePostmortem(FormPage):
    """Say what happened, what caused it, and what will be done about it."""

    template = "postmortem.html"
    is_new = True

    def __init__(self, key: str) -> None:
        self._key = key

    def opening(self) -> Values:
        return {"action_1_owner": incidents.by_key(self._key).owner}

    def facts(self) -> Mapping[str, Any]:
        incident = incidents.by_key(self._key)
        before = pledged.seen_by_cause(LIBRARY, incident)
        where = site()
        told = disruptions.of_incident(LIBRARY, incident, current_settings(), clock.now())
        return {
            "incident": incident,
            "is_possible": Status.POSTMORTEM in MOVES[incident.status],
            "causes": [_choice(cause, len(before.get(cause, []))) for cause in Cause],
            "before": before,
            "clock_lines": rendering.clock_lines(incident, told, where),
            "timeline": rendering.timeline_lines(incident.updates, where),
            "rows": range(1, _ROWS + 1),
            "rows_shown": _ROWS_SHOWN,
        }

    def publish(self, values: Values, actor: Actor) -> str:
        return f"/admin{self._publish(values, actor).path}?done=updated"

    def preview(self, values: Values, actor: Actor) -> Markup:
        facts, reach = rehearsed(lambda: self._shown(self._publish(values, actor)))
        with db.snapshot():
            shown = Markup(pages.render("_postmortem_preview.html", **facts))  # noqa: S704
        return shown + reach_of(reach)

    def _publish(self, values: Values, actor: Actor) -> Incident:
        written = _written(fields_of(values))
        return publish_postmortem(self._key, written, actor, seen=values.get("seen"))

    def _shown(self, incident: Incident) -> Mapping[str, Any]:
        owed = pledges.of_incident(incident.key)
        made = pledged.of_incident(catalogue.present(), incident, owed)
        return {"incident": incident, "update": incident.updates[0], **made}


def _choice(cause: Cause, times: int) -> Choice:
    if not times:
        return Choice(cause, cause.label, cause.meaning)
    seen = counted(
        "{cause} (seen before: {count} time)",
        "{cause} (seen before: {count} times)",
        times,
        cause=cause.label,
    )
    return Choice(cause, seen, cause.meaning)


def _written(given: Fields) -> Written:
    """The words of the form. Raises InvalidInput."""
    cause = given.choice("cause", Cause)
    if cause is None:
        given.faults.setdefault(
            "cause", said("Choose what it was. “Not known” is one of the choices.")
        )
    actions = _actions(given)
    look_again = given.day_end("look_again")
    refuse(given.faults)
    return Written(
        summary=given.text("summary"),
        impact=given.text("impact"),
        cause=cause or Cause.UNKNOWN,
        cause_words=given.text("cause_words"),
        went_well=given.text("went_well"),
        went_badly=given.text("went_badly"),
        actions=actions,
        look_again=look_again,
    )


def _actions(given: Fields) -> tuple[PlannedAction, ...]:
    """The rows down to the last that says what will be done; an empty one among them is a fault."""
    names = [f"action_{row}" for row in range(1, _ROWS + 1)]
    filled = [place for place, name in enumerate(names, 1) if given.text(name)]
    found = []
    for name in names[: max(filled, default=0)]:
        due = given.day_end(f"{name}_due")
        if due is None:
            given.faults.setdefault(f"{name}_due", said("Give the day it is due."))
            continue
        found.append(PlannedAction(given.text(name), given.text(f"{name}_owner"), due))
    return tuple(found)
