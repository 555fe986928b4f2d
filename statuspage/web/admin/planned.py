"""The steps of planned work in the desk: which come by themselves, and a button for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import ValidationError

from statuspage.actions.given import Actor
from statuspage.actions.maintenance.planned import move_maintenance, remind_of_maintenance
from statuspage.actions.maintenance.series import cancel_series
from statuspage.config import Steps
from statuspage.domain.incidents.incident import MOVES, Incident
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import Conflict
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from statuspage.store.settings import current_settings
from statuspage.web.admin.choices import Choice
from statuspage.web.forms.fields import Fields

BY_ITSELF = (Choice("yes", said("By itself, at its time")), Choice("no", said("When staff say so")))
_LEADS = ("remind", "verify")
_SWITCHES = ("begin", "complete")
_REMIND = "remind"
_END_SERIES = "end-series"
_MOVES = {
    "begin": Status.IN_PROGRESS,
    "verify": Status.VERIFYING,
    "complete": Status.COMPLETED,
    "cancel": Status.CANCELLED,
}
_LABELS = {
    "begin": said("Begin now"),
    "verify": said("Now verifying"),
    "complete": said("Complete now"),
    "cancel": said("Cancel this one"),
}
STEPS = frozenset({_REMIND, _END_SERIES, *_MOVES})
"""What can be pressed on the page of planned work, beside posting an update."""


@dataclass(frozen=True)
class PlannedView:
    """What the desk shows of planned work that is not over."""

    automatic: Said  # what comes by itself
    steps: Sequence[Choice]
    ends: Sequence[Choice]


def opening_steps() -> Values:
    """The fields of the form as the settings have them."""
    usual = current_settings().maintenance.model_dump(mode="json")
    switches = {name: "yes" if usual[name] else "no" for name in _SWITCHES}
    return switches | {name: usual[name] for name in _LEADS}


def steps_of(given: Fields) -> Steps:
    """What shall come by itself; what the form does not name is as the settings have it."""
    with db.snapshot():
        stated: dict[str, object] = current_settings().maintenance.model_dump(mode="json")
    for name in _LEADS:
        if name in given.values:
            stated[name] = given.text(name) or "off"
    for name in _SWITCHES:
        if name in given.values:
            stated[name] = given.text(name) == "yes"
    try:
        return Steps.model_validate(stated)
    except ValidationError as error:
        for fault in error.errors():
            given.faults[str(fault["loc"][0])] = said('Write a length such as 60m, or "off".')
        return Steps()


def planned_view(incident: Incident) -> PlannedView | None:
    """The steps that are possible now; None for an incident, and for work that is over."""
    if incident.kind is not Kind.MAINTENANCE or not incident.is_open:
        return None
    plan = plans.of([incident.number]).get(incident.number)
    possible = MOVES[incident.status] - {incident.status}
    steps = [Choice(do, _LABELS[do]) for do, status in _MOVES.items() if status in possible]
    ends = [choice for choice in steps if choice.value == "cancel"]
    if incident.status is Status.SCHEDULED:
        steps.append(Choice(_REMIND, said("Remind readers")))
    if plan is not None and plan.series is not None:
        ends.append(Choice(_END_SERIES, said("Cancel all that are to come, and repeat it no more")))
    rest = [choice for choice in steps if choice.value != "cancel"]
    return PlannedView(
        _automatic(plan.steps if plan else Steps(remind=None), incident.status), rest, ends
    )


def _automatic(steps: Steps, status: Status) -> Said:
    """What is to come by itself, as a sentence."""
    is_to_come = status is Status.SCHEDULED
    coming = []
    if is_to_come and steps.remind is not None:
        coming.append(
            said("readers are reminded {length} before it begins", length=_words(steps.remind))
        )
    if is_to_come and steps.begin:
        coming.append(said("it begins at its time"))
    if status is not Status.VERIFYING and steps.verify is not None:
        coming.append(
            said("it turns to verifying {length} before its end", length=_words(steps.verify))
        )
    if steps.complete:
        coming.append(said("it completes at its end"))
    return said("By itself: {steps}.", steps=coming) if coming else said("Nothing comes by itself.")


def _words(lead: timedelta) -> Said:
    return duration(int(lead.total_seconds()))


def take_step(key: str, values: Values, actor: Actor) -> Incident:
    """Carry out the button that was pressed. Raises as the actions do."""
    do, seen = values["do"], values.get("seen")
    if do == _REMIND:
        return remind_of_maintenance(key, "", actor, seen=seen)
    if do in _MOVES:
        return move_maintenance(key, _MOVES[do], "", actor, seen=seen)
    with db.snapshot():
        number = incidents.by_key(key).number
        plan = plans.of([number]).get(number)
    if plan is None or plan.series is None:
        raise Conflict(said("It is not one of a series."))
    cancel_series(plan.series, "", actor)
    with db.snapshot():
        return incidents.by_key(key)
