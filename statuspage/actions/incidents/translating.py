"""Say what was published in a further language, too.

A translation that comes later is an entry of the record by itself. It is no edit of the words, and
nobody is told of it anew; changing one that stands is an edit as any other (amend.py).
"""

from __future__ import annotations

from dataclasses import replace

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.incidents.amend import update_of
from statuspage.actions.incidents.timeline import raise_topics
from statuspage.actions.incidents.wordings import (
    BODY,
    ONE_LANGUAGE,
    check_languages,
    checked_wordings,
    field_of,
    of_title,
    of_words,
    with_missing,
)
from statuspage.actions.once import once
from statuspage.actions.record import note
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.vocabulary.wordings import Texts
from statuspage.errors import Conflict
from statuspage.said import Said, said
from statuspage.store.incidents import edits, incidents


def translate(key: str, update_key: str, language: str, texts: Texts, actor: Actor) -> Incident:
    """Add what an update, and the title above it, say in a further language and did not yet.

    Raises NotFound, InvalidInput, Conflict (a withdrawn update, or words of ours), StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    clean = checked_wordings(faults, {language: texts})
    if not clean and not faults:
        faults[field_of(BODY, language)] = said("This is empty; write what readers should know.")
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        deed.answer = key
        incident = incidents.by_key(key)
        update = update_of(incident, update_key)
        require_translatable(update)
        check_languages(faults, [language])
        titles = with_missing(incident.wordings, of_title(clean), faults)
        words = with_missing(update.wordings, of_words(clean), faults)
        refuse(faults)
        incidents.change(incident.number, {"wordings": titles})
        edits.change_update(update_key, {"wordings": words})
        told = incidents.by_key(key)
        note(of_incident(told), now, actor=replace(actor, is_quiet=True))
        raise_topics(told)
        return told


def require_translatable(update: Update) -> None:
    """Refuse to translate what needs it no more. Raises Conflict."""
    if update.withdrawn_at is not None:
        raise Conflict(said("This update was withdrawn; there is nothing of it to translate."))
    if update.said is not None:
        raise Conflict(said("These words are ours, and readers have them in every language."))
    if update.sections is not None:
        raise Conflict(ONE_LANGUAGE)
