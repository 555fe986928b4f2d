"""Drafts as the forms meet them: opened by an address, saved, and published with their form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import request

from statuspage.actions.given import Actor
from statuspage.actions.staff import drafts as actions
from statuspage.errors import Conflict, NotFound
from statuspage.said import Said, joined, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.settings import current_settings
from statuspage.web.forms.words import NOT_WORDS

DRAFT = "draft"
SEEN = "draft_seen"
_LABELS = {
    "body": said("Words"),
    "said": said("What you were told"),
    "did": said("What you did"),
    "title": said("Title"),
    "status": said("Status"),
    "reason": said("Reason"),
}


def approval_is_asked() -> bool:
    """Whether a second person has to read what staff write."""
    with db.snapshot():
        return current_settings().desk.approval


def opened(key: str) -> dict[str, str]:
    """What a draft of the form at this address holds. Raises NotFound."""
    draft = drafts.by_key(key)
    if draft.path != request.path:
        raise NotFound(said("There is no draft '{key}'.", key=key))
    return {**draft.fields, DRAFT: key, SEEN: str(draft.version)}


def save(
    label: Said, values: Values, actor: Actor, *, waits: bool, publish_at: datetime | None = None
) -> str:
    """Keep a form as a draft, or until its time; returns the address to go on with."""
    left_out = (*NOT_WORDS, DRAFT, SEEN)
    fields = {name: text for name, text in values.items() if name not in left_out}
    key, seen = values.get(DRAFT) or None, _number(values)
    path = request.path
    draft = actions.save_draft(
        path, label, fields, actor, key=key, seen=seen, waits=waits, publish_at=publish_at
    )
    if waits or publish_at:
        return f"/admin/drafts/{draft.key}?done={'waits' if waits else 'later'}"
    return "/admin?done=draft"


def publish(values: Values, actor: Actor, act: Callable[[Actor], str]) -> str:
    """Publish a form, and with it the draft it was opened from, if any."""
    key = values.get(DRAFT)
    return actions.publish(key, _number(values), actor, act) if key else act(actor)


def after_conflict(values: Values) -> tuple[Values, list[tuple[Said, str]]]:
    """The fields with what a colleague did to their draft taken note of, and the colleague's words.

    A draft that is gone is forgotten: the next press makes something new.
    """
    key = values.get(DRAFT)
    if not key:
        return values, []
    if not drafts.exists(key):
        return {name: text for name, text in values.items() if name not in (DRAFT, SEEN)}, []
    draft = drafts.by_key(key)
    if str(draft.version) == values.get(SEEN):
        return values, []
    theirs = [
        (
            _LABELS.get(name)
            or joined([name.replace("_", " ").replace(":", ": ").capitalize()], ""),
            text,
        )
        for name, text in draft.fields.items()
        if text.split() != values.get(name, "").split()
    ]
    return {**values, SEEN: str(draft.version)}, theirs


def _plain(name: str) -> Said:
    return joined([name.replace("_", " ").replace(":", ": ").capitalize()], "")


def _number(values: Values) -> int:
    """The version of the draft that the form was filled from. Raises Conflict."""
    text = values.get(SEEN, "0")
    if not text.isascii() or not text.isdigit():
        raise Conflict(actions.CHANGED)
    return int(text)
