"""Words of staff that are not public: drafts, their approval by another person, private notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.domain.desk.draft import Draft
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import Conflict, NotFound
from statuspage.said import Said, said
from statuspage.store import db, keys
from statuspage.store.desk import drafts

APPROVED = "/admin?done=approved"
"""Where to go on after the approval of a draft that is published later."""

GONE = said(
    "A colleague has published or discarded this draft in the meantime. Your words are still here."
)
CHANGED = said(
    "A colleague changed this draft while you were writing. Read their words below, then press "
    "again. Yours are still here."
)


def save_draft(
    path: str,
    label: Said,
    fields: Mapping[str, str],
    actor: Actor,
    *,
    key: str | None = None,
    seen: int = 0,
    waits: bool = False,
    publish_at: datetime | None = None,
) -> Draft:
    """Keep what was written in the form at a path, as a new draft or in place of one (`key`).

    `waits` asks for the approval of another person; with `publish_at` it is published then
    (actions/staff/scheduled.py). Raises InvalidInput when nothing was written,
    Conflict when a colleague saved it since version `seen`, or ended it; StoreError.
    """
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return _standing(deed.answer)
        former = _standing(key, seen) if key is not None else None
        writers = former.writers if former else ()
        draft = Draft(
            key=former.key if former else keys.new_key(),
            path=path,
            label=label,
            fields=dict(fields),
            writers=(*(name for name in writers if name != actor.name), actor.name),
            version=former.version + 1 if former else 1,
            saved_at=now,
            waits_since=now if waits else None,
            source=former.source if former else "",
            publish_at=publish_at,
        )
        if not draft.heading:
            refuse({"body": said("There is nothing to keep yet.")})
        drafts.put(draft)
        verb = "ask for approval" if waits else "save draft"
        note_act(actor, verb, draft.key, None, _facts(draft))
        deed.answer = draft.key
        return draft


def discard(key: str, actor: Actor) -> None:
    """Delete a draft. Raises Conflict when a colleague ended it already, StoreError."""
    with db.transaction():
        draft = _standing(key)
        drafts.remove(key)
        note_act(actor, "discard draft", key, _facts(draft))


def publish(
    key: str,
    seen: int,
    actor: Actor,
    act: Callable[[Actor], str],
    *,
    needs_approval: bool = False,
    reason: str = "",
) -> str:
    """Do what a draft is for by `act`, and let go of the draft, both or neither.

    Where an approval is needed, whoever presses must not have written it: it is published in the
    name of its writer then, and the audit log names both. A `reason` stands in for the approval;
    only admins may give one. Sent twice, the first answer is given again.
    Raises Conflict, InvalidInput and whatever `act` raises.
    """
    with once(actor.submission) as deed:
        if deed.answer == APPROVED:
            return APPROVED
        if deed.answer is not None:
            return act(actor)
        draft = _standing(key, seen)
        if needs_approval and not reason and draft.publish_at and clock.now() < draft.publish_at:
            _approve(draft, actor)
            deed.answer = APPROVED
            return APPROVED
        drafts.remove(key)
        if not needs_approval:
            return act(actor)
        if reason:
            facts = {"reason": one_line(reason), **_facts(draft)}
            note_act(actor, "publish without approval", key, None, facts)
            return act(actor)
        _require_reader(draft, actor)
        note_act(actor, "approve", key, None, _facts(draft))
        return act(replace(actor, name=draft.writer, approver=actor.name))


def _approve(draft: Draft, actor: Actor) -> None:
    """Note who read a draft that is published later."""
    _require_reader(draft, actor)
    drafts.change(draft.key, waits_since=None, approver=actor.name)
    note_act(actor, "approve", draft.key, None, _facts(draft))


def _require_reader(draft: Draft, actor: Actor) -> None:
    if not draft.may_approve(actor.name):
        raise Conflict(
            said("People who wrote in a draft cannot approve it. A colleague has to read it.")
        )


def _standing(key: str, seen: int | None = None) -> Draft:
    """The draft, if nobody ended it, or saved it since version `seen`. Raises Conflict."""
    try:
        draft = drafts.by_key(key)
    except NotFound:
        raise Conflict(GONE) from None
    if seen is not None and seen != draft.version:
        raise Conflict(CHANGED)
    return draft


def _facts(draft: Draft) -> dict[str, object]:
    """What the audit log may say of a draft: no words."""
    return {"path": draft.path, "version": draft.version}
