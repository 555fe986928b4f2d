"""POST of words: a new incident, and the next update of one; the same actions as the desk's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.beginning import with_beginning
from statuspage.actions.incidents.posting import Publishing, ready_to_open, ready_to_post
from statuspage.actions.maintenance.rescheduling import begun_early
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Status
from statuspage.site.api.bodies.incidents import IncidentBody, UpdateBody, word_of
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.web.api import keeping
from statuspage.web.api.acting import Preparation, told
from statuspage.web.api.prepared import prepared
from statuspage.web.api.requests import Done


def _open(body: IncidentBody, actor: Actor) -> Callable[[], Done]:
    """Publish a new incident with its first word, or keep it as a draft."""
    now = clock.now()
    body = prepared(body, now)
    word = with_beginning(word_of(body, now), now)
    ready = ready_to_open(body.title, word, actor)
    if keeping.is_asked(body):
        return keeping.of_incident(body, now, ready, actor)
    return lambda: _published(ready)


def _update(body: UpdateBody, actor: Actor, incident: str) -> Callable[[], Done]:
    """Publish the next word of an incident or of planned work, or keep it as a draft."""
    now = clock.now()
    with db.snapshot():
        before = incidents.by_key(incident)
    body = prepared(body, now, before)
    ready = ready_to_post(incident, _word(body, before, now), actor)
    if keeping.is_asked(body):
        return keeping.of_update(body, now, before, ready, actor)
    return lambda: _published(ready, incident)


def _word(body: UpdateBody, before: Incident, now: datetime) -> NewUpdate:
    """Planned work that begins before its time has to say what its end does."""
    word = word_of(body, now)
    if word.status is not Status.IN_PROGRESS or word.posted_at is not None:
        return word
    moves = {"move": True, "keep": False}.get(body.early_end or "")
    return begun_early(before, word, now, moves_end=moves)


def _published(ready: Publishing, incident: str | None = None) -> Done:
    """The word that was not known before, with its incident as it stands now."""
    former = incidents.by_key(incident).updates if incident else ()
    known = {update.key for update in former}
    made = ready()
    return told(made, next(one for one in made.updates if one.key not in known), 201)


PREPARATIONS: Mapping[str, Preparation] = {"incidents": _open, "updates": _update}
"""What carries out each of these writes, by its name."""
