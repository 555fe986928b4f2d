"""Edits of what was published, each with its reason: as the forms of the desk and `incident` do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.incidents.amend import (
    amend_incident,
    amend_update,
    update_of,
    withdraw_update,
)
from statuspage.actions.incidents.pledges import keep_pledge, look_again
from statuspage.actions.incidents.translating import translate
from statuspage.actions.incidents.wordings import with_texts
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.postmortem import SECTIONS, Sections
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.api.bodies.edits import (
    FindingBody,
    FollowUpBody,
    IncidentEdit,
    ReasonBody,
    TextsBody,
    UpdateEdit,
)
from statuspage.site.api.bodies.incidents import instant_of, texts_of
from statuspage.site.api.promises import of_pledge
from statuspage.store.incidents import incidents, pledges
from statuspage.web.api.acting import Act, told
from statuspage.web.api.requests import Done


def _edit_incident(body: IncidentEdit, actor: Actor, incident: str) -> Done:
    found = incidents.by_key(incident)
    is_stated = incidents.impact_is_stated(found.number)
    former = heading_of(found, impact_is_stated=is_stated)
    named = body.model_dump(include={"title", "owner", "impact_from", "impact_until"})
    named |= {"noticed_by": body.noticed_by, "first_report_at": body.first_report_at}
    named |= {"impact": Impact(body.impact) if body.impact else None}
    stated = {name: value for name, value in named.items() if value is not None}
    wordings = with_texts(former.wordings, texts_of(body.texts))
    heading = replace(former, **stated, wordings=wordings)
    return told(amend_incident(incident, heading, body.reason, actor))


def _edit_update(body: UpdateEdit, actor: Actor, incident: str, update: str) -> Done:
    former = wording_of(update_of(incidents.by_key(incident), update))
    states = {one: ComponentState(state) for one, state in body.components.items()}
    wording = replace(
        former,
        body=former.body if body.body is None else body.body,
        status=Status(body.status) if body.status else former.status,
        components={**former.components, **states},
        at=body.at or former.at,
        next_due=instant_of(body.next_update, clock.now()) or former.next_due,
        sections=_sections(former.sections, body.sections),
        wordings=with_texts(former.wordings, texts_of(body.texts)),
    )
    found = amend_update(incident, update, wording, body.reason, actor)
    return told(found, update_of(found, update))


def _sections(former: Sections | None, given: Mapping[str, str]) -> Sections | None:
    """The sections of a postmortem with those named put otherwise. Raises InvalidInput."""
    if given and former is None:
        refuse({"sections": said("That update is no postmortem; use “body”.")})
    unknown = [name for name in given if name not in SECTIONS]
    refuse(
        {
            f"sections.{name}": said(
                "There is no section '{name}'. There are: {known}.", name=name, known=[*SECTIONS]
            )
            for name in unknown
        }
    )
    return former and former.with_texts(given, {})


def _withdraw(body: ReasonBody, actor: Actor, incident: str, update: str) -> Done:
    found = withdraw_update(incident, update, body.reason, actor)
    return told(found, update_of(found, update))


def _translate(body: TextsBody, actor: Actor, incident: str, update: str) -> Done:
    given = texts_of(body.texts)
    if not given:
        refuse({"texts": said("This is empty; write what readers should know.")})
    for language, texts in given.items():
        named = {name: text for name, text in texts.items() if text}
        found = translate(incident, update, language, named, actor)
    return told(found, update_of(found, update))


def _look_again(body: FollowUpBody, actor: Actor, incident: str) -> Done:
    due = instant_of(body.by, clock.now())
    assert due is not None  # noqa: S101 it is required
    return _promised(look_again(incident, due, actor), 201)


def _looked(body: FindingBody, actor: Actor, incident: str) -> Done:
    incidents.by_key(incident)
    made = pledges.of_incident(incident)
    owed = [one for one in made if one.kind is PledgeKind.FOLLOW_UP and one.is_owed]
    if not owed:
        raise NotFound(said("Nobody promised to look again at it."))
    if not body.found.strip():
        refuse({"found": said("This is empty; say it in a few words.")})
    return _promised(keep_pledge(owed[0].key, body.found, actor))


def _promised(made: Pledge, status: int = 200) -> Done:
    shown = of_pledge(catalogue.present(), made)
    return Done(shown.model_dump(mode="json", by_alias=True), status)


ACTS: Mapping[str, Act] = {
    "incident_edit": _edit_incident,
    "update_edit": _edit_update,
    "withdrawal": _withdraw,
    "texts": _translate,
    "follow_up": _look_again,
    "finding": _looked,
}
