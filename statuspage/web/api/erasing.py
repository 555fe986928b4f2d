"""Personal data is blanked for good: the same as at the desk and by `incident erase`."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.actions.erasure import copies_of, erase
from statuspage.actions.given import Actor
from statuspage.actions.incidents.amend import update_of
from statuspage.actions.incidents.wordings import by_field
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.wordings import Wordings
from statuspage.site.api.bodies.edits import ErasureBody
from statuspage.site.api.bodies.incidents import texts_of
from statuspage.site.api.erased import DroppedDraft, Erased
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.settings import site
from statuspage.web.api.acting import Act
from statuspage.web.api.requests import Done
from statuspage.web.language import speaker


def _erase(body: ErasureBody, actor: Actor, incident: str, update: str = "") -> Done:
    named = body.model_dump(include={"title", "owner", "body", "author"}, exclude_none=True)
    wordings = Wordings(
        {
            language: {name: text for name, text in texts.items() if text}
            for language, texts in texts_of(body.texts).items()
        }
    )
    words = named | by_field(wordings)
    with db.snapshot():
        found, zone = incidents.by_key(incident), site().zone
        subject = INCIDENT.subject(incident)
        if update:
            subject = UPDATE.subject(update_of(found, update).key)
        copies = copies_of(subject, words)
    if not body.dry_run:
        erase(subject, words, body.reason, actor, zone=zone)
    say = speaker().say
    shown = Erased(
        erased=not body.dry_run,
        drafts=[
            DroppedDraft(label=say(one.label), writers=list(one.writers)) for one in copies.drafts
        ],
        kept_forms=copies.kept_forms,
        notes=copies.notes,
        alarms=copies.alarms,
        answers=copies.answers,
        audit_lines=copies.audit_lines,
    )
    return Done(shown.model_dump(mode="json", by_alias=True))


ACTS: Mapping[str, Act] = {"erasure": _erase, "update_erasure": _erase}
