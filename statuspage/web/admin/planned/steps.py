"""The steps of planned work in the desk: which come by themselves, and a press for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.maintenance.planned import move_maintenance, remind_of_maintenance
from statuspage.actions.maintenance.rescheduling import early_by, early_question
from statuspage.config import Steps
from statuspage.domain.incidents.incident import MOVES, Incident
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.incidents import plans
from statuspage.store.settings import current_settings
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.admin.writing.fields import is_page_only
from statuspage.web.forms.fields import Fields

BY_ITSELF = (
    Choice("yes", said("Automatically, at its time")),
    Choice("no", said("When staff say so")),
)
TOLD = (
    Choice("no", said("On the page and in feeds")),
    Choice("yes", said("In a message of each, too")),
)
"""How readers learn of the steps that come by themselves."""
_LEADS = ("remind", "verify")
_SWITCHES = ("begin", "complete", "tell")
_REMIND = "remind"
_BEGIN, _CANCEL = "begin", "cancel"
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
    "cancel": said("Cancel the work"),
}
_EFFECTS = {
    "begin": said("Readers will see its components under maintenance from now on."),
    "complete": said("Readers see that it is over. You cannot reopen it."),
    "remind": said("Everybody who follows it is reminded."),
}
"""What is asked once more, because it is hard to undo."""
STEPS = frozenset({_REMIND, *_MOVES})
"""What can be pressed on the page of planned work, beside posting an update."""


@dataclass(frozen=True)
class PlannedView:
    """What the desk shows of planned work that is not over."""

    automatic: Said  # what comes by itself
    steps: Sequence[Choice]
    questions: Sequence[Choice]  # pages that ask first, by the end of their address
    early: Said | None  # what has to be said when it begins now
    moved_end: datetime | None  # its end, if it moved along


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
    now = clock.now()
    possible = MOVES[incident.status] - {incident.status}
    asks = {_CANCEL, _BEGIN} if early_by(incident, now) else {_CANCEL}
    offered = [
        Choice(do, _LABELS[do], _EFFECTS.get(do, ""))
        for do, status in _MOVES.items()
        if status in possible
    ]
    steps = [choice for choice in offered if choice.value not in asks]
    if incident.status is Status.SCHEDULED:
        steps.append(Choice(_REMIND, said("Remind readers"), _EFFECTS[_REMIND]))
    return PlannedView(
        _automatic(plan.steps if plan else Steps(remind=None), incident.status),
        steps,
        [
            *(choice for choice in offered if choice.value == _BEGIN and _BEGIN in asks),
            Choice("move", said("Move it")),
            *(choice for choice in offered if choice.value == _CANCEL),
        ],
        early_question(incident, now) if _BEGIN in asks else None,
        incident.scheduled_until and incident.scheduled_until - early_by(incident, now),
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
    if coming and steps.tell:
        coming.append(said("readers are sent each step"))
    return (
        said("Automatically: {steps}.", steps=coming)
        if coming
        else said("Nothing happens automatically.")
    )


def _words(lead: timedelta) -> Said:
    return duration(int(lead.total_seconds()))


def question_of(incident: Incident, do: str) -> str | None:
    """The page that asks before a step is taken; None: it is taken at once."""
    asks = do == _CANCEL or (do == _BEGIN and early_by(incident, clock.now()))
    return f"/admin{incident.path}/{do}" if asks else None


def take_step(key: str, values: Values, actor: Actor) -> Incident:
    """Carry out the button that was pressed. Raises as the actions do."""
    do, seen = values["do"], values.get("seen")
    if do == _REMIND:
        return remind_of_maintenance(key, "", actor, seen=seen)
    is_quiet = is_page_only(values)
    return move_maintenance(key, _MOVES[do], "", actor, seen=seen, is_page_only=is_quiet)
