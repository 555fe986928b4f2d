"""Change what was published: edit or withdraw an update, edit what stands above the updates.

Nothing vanishes by it: what was said before stays in the record, and readers see why it changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from statuspage import clock
from statuspage.actions.given import (
    Actor,
    NewUpdate,
    check_closing,
    check_components,
    check_kind,
    check_postmortem,
    check_times,
    checked_line,
    checked_owner,
    checked_reason,
    checked_words,
    refuse,
)
from statuspage.actions.incidents.postmortems import checked_sections
from statuspage.actions.incidents.restating import follow, moved, others, touched, write_changes
from statuspage.actions.incidents.timeline import finish
from statuspage.actions.incidents.wordings import ONE_LANGUAGE, check_languages, checked_wordings
from statuspage.actions.once import once
from statuspage.config.faults import hint
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.derived import with_due
from statuspage.domain.incidents.edit import (
    EditedWords,
    Heading,
    heading_of,
    restated,
    reworded,
    shown_impact,
    wording_of,
)
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import SECTIONS
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.errors import Conflict, NotFound, Superseded
from statuspage.said import Said, said
from statuspage.store.incidents import edits, incidents, postmortems
from statuspage.store.published import record

_NOTHING_NEW = said("This is what is published already. Change something first.")
_STATED = ("impact_from", "impact_until", "noticed_by", "first_report_at")
_SUPERSEDED = said("Somebody changed it while you were writing.")


def amend_update(
    key: str,
    update_key: str,
    wording: EditedWords,
    reason: str,
    actor: Actor,
    *,
    seen: int | None = None,
) -> Incident:
    """Make a published update read otherwise. `seen` is the revision that the editor knew.

    Raises NotFound, InvalidInput, Conflict (moves that do not exist, a withdrawn update),
    Superseded (somebody changed it since `seen`), StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    reason = checked_reason(faults, reason)
    word = NewUpdate("", posted_at=wording.at, next_due=wording.next_due)
    check_times(faults, word, wording.status, now)
    words = _checked_wording(faults, wording)
    translated = _checked_texts(faults, wording.wordings)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        deed.answer = key
        incident = incidents.by_key(key)
        update = update_of(incident, update_key)
        require_seen(UPDATE.subject(update_key), seen)
        _require_standing(update)
        former = wording_of(update)
        if translated is None:
            wording = replace(wording, wordings=former.wordings)
        else:
            words["wordings"] = translated
            if translated and update.sections is not None:
                raise Conflict(ONE_LANGUAGE)
            check_languages(faults, set(translated) - set(update.wordings))
        if wording == former:
            faults["body"] = _NOTHING_NEW
        fresh = {c: s for c, s in wording.components.items() if c not in former.components}
        names = dict(incident.components) | check_components(faults, fresh)
        if update is not incident.updates[-1]:
            check_closing(faults, wording.status, wording.components)
        check_kind(faults, incident.kind, wording.components)
        _check_due(faults, incident, update, wording.next_due)
        _check_postmortem(faults, incident, update, wording)
        refuse(faults)
        concerned = touched(incident, former, wording)
        restated_words = restated(
            reworded(incident, update, wording),
            update_key,
            wording.components,
            concerned,
            names,
            others(incident, concerned, wording.at),
        )
        dues = with_due(update.dues, wording.next_due, now)
        edits.change_update(
            update_key,
            {
                **words,
                "dues": dues,
                "first_due": dues[0].due if dues else None,
                "status": wording.status,
                "at": wording.at,
                "first_at": None if wording.at == update.published_at else update.published_at,
                "next_due": wording.next_due,
                "updated_at": moved(now, update.updated_at),
            },
        )
        write_changes(incident, restated_words, now)
        follow(incident, restated_words, now)
        actor = actor.hushed(is_hushed=update.is_page_only)
        return finish(incidents.by_key(key), incident, actor, now, reason)


def amend_incident(
    key: str, heading: Heading, reason: str, actor: Actor, *, seen: int | None = None
) -> Incident:
    """Make title, owner, impact or window of an incident read otherwise.

    The window of planned work can be corrected when it is over. Raises as `amend_update`.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    reason = checked_reason(faults, reason)
    title = checked_line(faults, "title", heading.title)
    owner = checked_owner(faults, heading.owner)
    titles = _checked_texts(faults, heading.wordings)
    stated = {name: getattr(heading, name) for name in _STATED}
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        deed.answer = key
        incident = incidents.by_key(key)
        require_seen(INCIDENT.subject(key), seen)
        check_times(faults, NewUpdate("", **stated), incident.status, now)
        is_stated = incidents.impact_is_stated(incident.number)
        if titles is None:
            heading = replace(heading, wordings=incident.wordings)
        else:
            check_languages(faults, set(titles) - set(incident.wordings))
        if heading == heading_of(incident, impact_is_stated=is_stated):
            faults["title"] = _NOTHING_NEW
        _check_schedule(faults, incident, heading)
        refuse(faults)
        impact = heading.impact or shown_impact(incident.kind, incident.updates[::-1])
        incidents.change(
            incident.number,
            {
                "title": title,
                "wordings": incident.wordings if titles is None else titles,
                "owner": owner,
                "impact": Impact.MAINTENANCE if incident.kind is Kind.MAINTENANCE else impact,
                "impact_is_stated": heading.impact is not None,
                **stated,
                "scheduled_for": heading.scheduled_for,
                "scheduled_until": heading.scheduled_until,
                "edited_at": moved(now, incident.edited_at or incident.entered_at),
            },
        )
        return finish(incidents.by_key(key), incident, actor, now, reason)


def withdraw_update(
    key: str, update_key: str, reason: str, actor: Actor, *, seen: int | None = None
) -> Incident:
    """Take the words of an update back: the reason stands in their place, and when it was.

    What it said of components, and what it promised, stands until another word changes it.
    Raises as `amend_update`.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    reason = checked_reason(faults, reason)
    refuse(faults)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        deed.answer = key
        incident = incidents.by_key(key)
        update = update_of(incident, update_key)
        require_seen(UPDATE.subject(update_key), seen)
        _require_standing(update)
        blank = {"said": None, "sections": None, "wordings": NOT_TRANSLATED}
        values = {"body": reason, "html": to_html(reason), "withdrawn_at": now, **blank}
        at = moved(now, update.updated_at)
        edits.change_update(update_key, {**values, "updated_at": at})
        actor = actor.hushed(is_hushed=update.is_page_only)
        return finish(incidents.by_key(key), incident, actor, now, reason)


def update_of(incident: Incident, key: str) -> Update:
    """One update of an incident. Raises NotFound."""
    found = next((update for update in incident.updates if update.key == key), None)
    if found is None:
        known = hint(key, [update.key for update in incident.updates])
        raise NotFound(said("There is no update '{key}'; {hint}", key=key, hint=known))
    return found


def require_seen(subject: str, seen: int | None) -> None:
    """Refuse to write over a revision that the editor never saw. Raises Superseded."""
    if seen is not None and record.marks([subject])[subject].revision != seen:
        raise Superseded(_SUPERSEDED)


def _require_standing(update: Update) -> None:
    if update.withdrawn_at is not None:
        raise Conflict(
            said("This update was withdrawn and cannot change any more. Post a new one instead.")
        )


def _checked_wording(faults: dict[str, Said], wording: EditedWords) -> dict[str, Any]:
    """The columns of the words as they shall read."""
    if wording.sections is None:
        return checked_words(faults, "body", wording.body)
    texts = {name: str(getattr(wording.sections, name)) for name in SECTIONS}
    return {"sections": checked_sections(faults, texts, wording.sections)}


def _checked_texts(faults: dict[str, Said], given: Wordings | None) -> Wordings | None:
    """The words in further languages as they shall read; None where they stay as they are."""
    return None if given is None else checked_wordings(faults, given.texts, title_alone=True)


def _check_postmortem(
    faults: dict[str, Said], incident: Incident, update: Update, wording: EditedWords
) -> None:
    """What is a postmortem stays one, and nothing else becomes one by an edit."""
    if update.sections is not None and wording.body:
        faults["body"] = said("A postmortem is edited by its sections.")
    if wording.status is update.status:
        return
    if wording.status is Status.POSTMORTEM:
        word = NewUpdate(wording.body)
        check_postmortem(faults, word, wording.status)
    elif update.status is Status.POSTMORTEM and postmortems.of_incident(incident.number):
        faults["status"] = said("It is the postmortem, and stays one.")


def _check_due(
    faults: dict[str, Said], incident: Incident, update: Update, due: datetime | None
) -> None:
    """A next word cannot be promised once it came."""
    if due is not None and not update.dues and update is not incident.updates[0]:
        faults["next_update"] = said(
            "That update has come already. Promise another one with a new update."
        )


def _check_schedule(faults: dict[str, Said], incident: Incident, heading: Heading) -> None:
    """The window of planned work is corrected afterwards only; before, it is extended."""
    start, end = heading.scheduled_for, heading.scheduled_until
    if (start, end) == (incident.scheduled_for, incident.scheduled_until):
        return
    if incident.kind is not Kind.MAINTENANCE:
        faults["scheduled_for"] = said("Only planned work has planned times; leave this empty.")
    elif incident.is_open:
        faults["scheduled_until"] = said(
            "It is not over yet. Extend it instead of correcting its times."
        )
    elif start is None or end is None or end <= start:
        faults["scheduled_until"] = said("Give a start, and an end after it.")
    elif _is_wider(incident, start, end):
        # SLAs leave out what was announced in time; words written afterwards must not add to it.
        faults["scheduled_until"] = said(
            "What was announced stands: a correction can make the work shorter, never longer. "
            "Say in an update how long it really took."
        )


def _is_wider(incident: Incident, start: datetime, end: datetime) -> bool:
    announced_from, announced_until = incident.scheduled_for, incident.scheduled_until
    if announced_from is None or announced_until is None:
        return False  # an import may know no window
    return start < announced_from or end > announced_until
