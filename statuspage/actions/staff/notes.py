"""Private notes on incidents: words for the next shift that are never shown outside the desk."""

from __future__ import annotations

from statuspage import clock
from statuspage.actions.given import BODY_LIMIT, Actor, refuse
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.domain.vocabulary.text import clean_text
from statuspage.errors import Conflict
from statuspage.said import said
from statuspage.store.desk import drafts
from statuspage.store.incidents import incidents


def add_private_note(key: str, text: str, actor: Actor) -> None:
    """Keep a note on an incident that only staff see. Raises NotFound, InvalidInput, StoreError."""
    note = _checked(text)
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return
        deed.answer = key
        drafts.add_note(incidents.by_key(key).number, actor.name, now, note)
        note_act(actor, "add private note", key)


def correct_private_note(key: str, number: int, text: str, actor: Actor) -> None:
    """Put other words in the place of a note; what it said before stays readable beside them.

    Raises NotFound, InvalidInput, Conflict when somebody corrected it already, StoreError.
    """
    note = _checked(text)
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return
        incident = incidents.by_key(key).number
        former = drafts.note_on(incident, number)
        if former.is_corrected:
            raise Conflict(
                said("Somebody has corrected this note in the meantime. Correct the newer words.")
            )
        deed.answer = key
        if former.text == note:
            return
        drafts.add_note(incident, actor.name, now, note, corrects=number)
        note_act(actor, "correct private note", key)


def _checked(text: str) -> str:
    note = clean_text(text).strip()
    if not note:
        refuse({"note": said("The note is empty; write something first.")})
    if len(note) > BODY_LIMIT:
        refuse(
            {
                "note": said(
                    "This has {count} characters; the most is {body_limit}.",
                    count=len(note),
                    body_limit=BODY_LIMIT,
                )
            }
        )
    return note
