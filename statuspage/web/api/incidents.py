"""POST of words: a new incident, and the next update of one; the same actions as the desk's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Response, request

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.beginning import with_beginning
from statuspage.actions.incidents.posting import Publishing, ready_to_open, ready_to_post
from statuspage.actions.maintenance.rescheduling import begun_early
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.token import Token
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Status
from statuspage.site import catalogue
from statuspage.site.api import BASE
from statuspage.site.api.bodies import IncidentBody, UpdateBody, word_of
from statuspage.site.api.incidents import posted
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.web.api import keeping
from statuspage.web.api.prepared import prepared
from statuspage.web.api.requests import Done, answer_once, bearer, first_answer, one_object
from statuspage.web.forms.peers import client_address

_SCOPE = "incidents"


def open_one() -> Response:
    """Publish a new incident with its first word, or keep it as a draft."""
    token = bearer(_SCOPE)
    body = one_object(IncidentBody)
    if (known := first_answer(token)) is not None:
        return known
    now, actor = clock.now(), _actor(token)
    body = prepared(body, now)
    word = with_beginning(word_of(body, now), now)
    ready = ready_to_open(body.title, word, actor)
    if keeping.is_asked(body):
        return answer_once(token, keeping.of_incident(body, now, ready, actor))
    return answer_once(token, lambda: _published(ready))


def update_one(incident: str) -> Response:
    """Publish the next word of an incident or of planned work, or keep it as a draft."""
    token = bearer(_SCOPE)
    body = one_object(UpdateBody)
    if (known := first_answer(token)) is not None:
        return known
    now, actor = clock.now(), _actor(token)
    with db.snapshot():
        before = incidents.by_key(incident)
    body = prepared(body, now, before)
    ready = ready_to_post(incident, _word(body, before, now), actor)
    if keeping.is_asked(body):
        return answer_once(token, keeping.of_update(body, now, before, ready, actor))
    return answer_once(token, lambda: _published(ready, incident))


def _word(body: UpdateBody, before: Incident, now: datetime) -> NewUpdate:
    """Planned work that begins before its time has to say what its end does."""
    word = word_of(body, now)
    if word.status is not Status.IN_PROGRESS or word.posted_at is not None:
        return word
    moves = {"move": True, "keep": False}.get(body.early_end or "")
    return begun_early(before, word, now, moves_end=moves)


def _actor(token: Token) -> Actor:
    return Actor(token.name, via=Via.API, address=client_address(request.environ))


def _published(ready: Publishing, incident: str | None = None) -> Done:
    """The word that was not known before, with its incident as it stands now."""
    with db.transaction():
        former = incidents.by_key(incident).updates if incident else ()
        known = {update.key for update in former}
        made = ready()
        update = next(one for one in made.updates if one.key not in known)
        shown = posted(catalogue.present().site, made, update)
    answer = shown.model_dump(mode="json", by_alias=True)
    return Done(answer, 201, f"{BASE}/incidents/{made.key}")


VIEWS: dict[str, Callable[..., Response]] = {"incidents": open_one, "updates": update_one}
"""What carries out each of these writes, by its name."""
