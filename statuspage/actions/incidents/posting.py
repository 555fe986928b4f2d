"""Open an incident, and add words to an incident or a maintenance until it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    checked_words,
    refuse,
    words_of,
)
from statuspage.actions.incidents.ahead import in_time
from statuspage.actions.incidents.pledges import check_root_cause, follow_word
from statuspage.actions.incidents.timeline import (
    CleanUpdate,
    begin,
    changes,
    finish,
    with_values,
    with_word,
)
from statuspage.actions.incidents.wordings import (
    check_languages,
    checked_wordings,
    of_title,
    of_words,
    with_missing,
)
from statuspage.actions.once import once
from statuspage.domain.incidents.impact import impact_of
from statuspage.domain.incidents.incident import (
    FIRST_STATUSES,
    Incident,
    Update,
    require_move,
)
from statuspage.domain.incidents.planned import Extension, Rescheduling
from statuspage.domain.incidents.windows import end_fault, move_fault
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Kind, Status
from statuspage.errors import Conflict, Superseded
from statuspage.said import Said, said
from statuspage.store.incidents import incidents, plans

Publishing = Callable[[], Incident]
"""What takes time is done; calling it publishes, also within a transaction that is open."""


def open_incident(title: str, word: NewUpdate, actor: Actor) -> Incident:
    """Publish a new incident with its first word.

    A submission seen before returns what it made. Raises InvalidInput, StoreError.
    """
    return ready_to_open(title, word, actor)()


def ready_to_open(title: str, word: NewUpdate, actor: Actor) -> Publishing:
    """The same in two steps. The second one raises InvalidInput, StoreError."""
    now = clock.now()
    actor = actor.hushed(is_hushed=word.is_page_only)
    faults: dict[str, Said] = {}
    title = checked_line(faults, "title", title)
    wordings = checked_wordings(faults, word.texts, title_alone=isinstance(word.body, Said))
    words = checked_words(faults, "body", word.body) | {"wordings": of_words(wordings)}
    clean = _checked(faults, word, words, word.status or Status.INVESTIGATING, actor, now)
    if clean.status not in FIRST_STATUSES[Kind.INCIDENT]:
        faults["status"] = said(
            "An incident begins as investigating, identified, monitoring or resolved."
        )
    owner = checked_owner(faults, word.owner or "")

    def publish() -> Incident:
        with once(actor.submission) as deed:
            if deed.answer is not None:
                return incidents.by_key(deed.answer)
            names = check_components(faults, word.components)
            check_kind(faults, Kind.INCIDENT, word.components)
            check_languages(faults, wordings)
            refuse(faults)
            values = {
                "impact": word.impact or impact_of(Kind.INCIDENT, word.components.values()),
                "impact_is_stated": word.impact is not None,
                "owner": owner,
                "entered_at": now,
                "wordings": of_title(wordings),
                **_stated(word),
            }
            incident = begin(Kind.INCIDENT, title, clean.status, clean.at, values)
            deed.answer = incident.key
            incident = with_word(
                incident, clean, changes(incident, clean.status, word.components, names)
            )
            incident = finish(incident, None, actor, now)
            follow_word(incident, word.root_cause_by, actor)
            return incident

    return publish


def post_update(key: str, word: NewUpdate, actor: Actor) -> Incident:
    """Publish the next word of an incident or a maintenance, and what it changes.

    Raises NotFound, InvalidInput, Conflict (a move that does not exist), Superseded (somebody
    published since `word.seen`), StoreError.
    """
    return ready_to_post(key, word, actor)()


def ready_to_post(key: str, word: NewUpdate, actor: Actor) -> Publishing:
    """The same in two steps: words are rendered before anybody waits for the second one."""
    now = clock.now()
    actor = actor.hushed(is_hushed=word.is_page_only)
    faults: dict[str, Said] = {}
    wordings = checked_wordings(faults, word.texts)
    words = words_of(faults, word) | {"wordings": of_words(wordings)}
    owner = checked_owner(faults, word.owner or "")

    def publish() -> Incident:
        with once(actor.submission) as deed:
            if deed.answer is not None:
                return incidents.by_key(deed.answer)
            deed.answer = key
            incident = incidents.by_key(key)
            if word.seen is not None and incident.updates[0].key != word.seen:
                raise Superseded(said("Somebody published an update while you were writing."))
            incident = in_time(incident, now)
            at = word.posted_at or max(now, incident.updates[0].at)
            before, after = _neighbours(incident, at)
            status = word.status or before.status
            clean = replace(_checked(faults, word, words, status, actor, now), at=at)
            require_move(before.status, status)
            if after is not None:
                require_move(status, after.status)
            names = dict(incident.components) | check_components(faults, word.components)
            check_closing(faults, status, word.components)
            check_kind(faults, incident.kind, word.components)
            _check_window(faults, incident, word, status, now)
            check_postmortem(faults, word, status)
            check_languages(faults, wordings)
            titles = with_missing(incident.wordings, of_title(wordings), faults)
            refuse(faults)
            declared = _declared(incident, status, word.components, is_newest=after is None)
            consequences = _stated(word) | _impact_after(incident, word)
            if after is None and before.status in CLOSED and status not in CLOSED:
                # It goes on: an end stated before would hide all that follows, in figures too.
                consequences.setdefault("impact_until", None)
            if word.owner is not None:
                consequences["owner"] = owner
            if titles != incident.wordings:
                consequences["wordings"] = titles
            told = with_word(incident, clean, changes(incident, status, declared, names))
            told = with_values(_extended(told, word, now), consequences)
            # A window is moved with its reason as the words; the record says it beside the change.
            reason = str(word.body) if word.begins and status is Status.SCHEDULED else ""
            incident = finish(told, incident, actor, now, reason)
            follow_word(incident, word.root_cause_by, actor)
            return incident

    return publish


def _check_window(
    faults: dict[str, Said], incident: Incident, word: NewUpdate, status: Status, now: datetime
) -> None:
    if word.until is None:
        return
    if word.begins is None:
        if fault := end_fault(incident, status, word.until, now):
            faults["until"] = fault
    elif found := move_fault(incident, status, word.begins, word.until, now):
        faults[found[0]] = found[1]


def _checked(
    faults: dict[str, Said],
    word: NewUpdate,
    words: Mapping[str, Any],
    status: Status,
    actor: Actor,
    now: datetime,
) -> CleanUpdate:
    """A word with its columns of words; faults of its times are collected."""
    check_times(faults, word, status, now)
    check_root_cause(faults, word.root_cause_by, status, now)
    return CleanUpdate(
        status=status,
        at=word.posted_at or now,
        entered_at=now,
        updated_at=now,
        author=actor.name,
        next_due=word.next_due,
        is_page_only=word.is_page_only,
        **words,
    )


def _stated(word: NewUpdate) -> dict[str, object]:
    """What a word states of the incident as a whole: its impact's times, and who noticed it."""
    names = ("impact_from", "impact_until", "noticed_by", "first_report_at")
    stated = {name: getattr(word, name) for name in names}
    return {name: value for name, value in stated.items() if value is not None}


def _extended(incident: Incident, word: NewUpdate, now: datetime) -> Incident:
    """A later end of planned work, or other times, kept beside those announced before."""
    start, end = incident.scheduled_for, incident.scheduled_until
    if word.until is None or start is None or end is None:
        return incident
    if word.begins is not None and (word.begins != start or word.until < end):
        moved = Rescheduling(now, start, end, word.begins, word.until)
        plans.move(incident.number, moved)
        found = replace(incident, moves=(*incident.moves, moved))
        window = {"scheduled_for": word.begins, "scheduled_until": word.until, "edited_at": now}
        return with_values(found, window)
    extension = Extension(now, end, word.until)
    plans.extend(incident.number, extension)
    found = replace(incident, extensions=(*incident.extensions, extension))
    return with_values(found, {"scheduled_until": word.until})


def _neighbours(incident: Incident, at: datetime) -> tuple[Update, Update | None]:
    """The updates before and after an instant. Raises Conflict when it is before the first."""
    later = [update for update in incident.updates if update.at > at]
    earlier = incident.updates[len(later) :]
    if not earlier:
        raise Conflict(
            said("That is before its first update. State when the impact began instead.")
        )
    return earlier[0], later[-1] if later else None


def _declared(
    incident: Incident, status: Status, given: Mapping[str, ComponentState], *, is_newest: bool
) -> dict[str, ComponentState]:
    """What an update makes its incident say of components: those named, or all when it closes."""
    if status in CLOSED and is_newest:
        return dict.fromkeys(incident.declared, ComponentState.OPERATIONAL)
    if incident.status is Status.SCHEDULED and status is Status.IN_PROGRESS:
        return dict.fromkeys(incident.declared, ComponentState.UNDER_MAINTENANCE) | dict(given)
    return dict(given)


def _impact_after(incident: Incident, word: NewUpdate) -> dict[str, object]:
    """The impact only grows with what its components show, unless staff stated it."""
    if word.impact is not None:
        return {"impact": word.impact, "impact_is_stated": True}
    if incident.kind is Kind.MAINTENANCE or incidents.impact_is_stated(incident.number):
        return {}
    shown = impact_of(incident.kind, (incident.declared | dict(word.components)).values())
    return {"impact": max(incident.impact, shown, key=lambda level: level.severity)}
