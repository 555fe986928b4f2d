"""The changelog by programs: changes published or kept as drafts, and drafts brought out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Response

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.drafts import discard
from statuspage.actions.staff.scheduled import publish_entry, schedule
from statuspage.actions.written import write_form
from statuspage.domain.desk.draft import Draft
from statuspage.domain.desk.entry_form import path_of
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.api.bodies.changes import (
    Brought,
    ChangeBody,
    ChangeDrafts,
    PublicationBody,
    draft_answer,
)
from statuspage.site.api.entries import change
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.settings import site
from statuspage.web.api import keeping
from statuspage.web.api.acting import Act, Preparation
from statuspage.web.api.assignments import private
from statuspage.web.api.requests import Done, bearer

_PATH = path_of(EntryKind.CHANGELOG)


def _write(body: ChangeBody, actor: Actor) -> Callable[[], Done]:
    fields = {**body.form(), **keeping.further_fields(body.texts)}
    with db.snapshot():
        zone = site().zone
    today = clock.now().astimezone(zone).date().isoformat()
    publish = partial(write_form, EntryKind.CHANGELOG, {"date": today, **fields}, actor, zone=zone)
    if keeping.is_asked(body):
        return keeping.kept(_PATH, said("draft.new_change"), fields, body, publish, actor)
    return lambda: _published(publish())


def _bring_out(body: PublicationBody, actor: Actor, draft: str) -> Done:
    """Publish a draft now, or plan its time."""
    found = _draft(draft)
    if body.at is not None:
        planned = schedule(draft, found.version, body.at, actor)
        told = Brought(change=None, draft=draft_answer(planned))
    else:
        entry = publish_entry(draft, found.version, actor)
        told = Brought(change=change(catalogue.present(), entry), draft=None)
    return Done(told.model_dump(mode="json"))


def _discard(actor: Actor, draft: str) -> Done:
    found = draft_answer(_draft(draft))
    discard(draft, actor)
    return Done(found.model_dump(mode="json"))


def _draft(key: str) -> Draft:
    found = next((one for one in drafts.at_path(_PATH) if one.key == key), None)
    if found is None:
        raise NotFound(said("There is no draft '{key}'.", key=key))
    return found


def _published(entry: Entry) -> Done:
    found: dict[str, Any] = change(catalogue.present(), entry).model_dump(mode="json")
    return Done(found, 201)


def waiting() -> Response:
    """The drafts of the changelog."""
    bearer("changelog")
    with db.snapshot():
        found = ChangeDrafts(drafts=[draft_answer(one) for one in drafts.at_path(_PATH)])
    return private(found.as_json())


ACTS: Mapping[str, Act] = {"publication": _bring_out, "discarding": _discard}
PREPARATIONS: Mapping[str, Preparation] = {"changelog": _write}
VIEWS: Mapping[str, Callable[..., Response]] = {"drafts": waiting}
