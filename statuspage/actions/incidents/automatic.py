"""Open and close incidents as checks fail and alerts come; drafts wait for staff to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.alerts import alerts_now
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.wordings import still_spoken
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.config import parse_duration
from statuspage.content.templates import fill, variables
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents import automatic
from statuspage.domain.incidents.automatic import (
    Alarm,
    OngoingFailure,
    Open,
    Recover,
    Relapse,
    Sight,
    Spread,
    Standing,
    Step,
    Wish,
)
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings, further
from statuspage.errors import Conflict
from statuspage.figures.failing.failures import look
from statuspage.render.words.locale import Locale, locale
from statuspage.render.words.times import full_text
from statuspage.said import said
from statuspage.store import db, keys
from statuspage.store.incidents import alarms, incidents
from statuspage.store.library import LIBRARY
from statuspage.store.published import components, entries
from statuspage.store.settings import current_settings, site

_CHECKS = Actor("checks", via=Via.ITSELF)


def follow() -> list[Step]:
    """Do what follows from what probes see now; returns the steps taken. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        standing = {name: one for name, one in alarms.newest().items() if one.is_standing}
        settings = current_settings()
        sights = look(LIBRARY, settings, standing, now)
        sights += alerts_now(settings, standing.values())
        zone = site().zone
        planned = _steps(sights, now)
    taken = []
    for step in planned:
        with db.transaction():
            if step in _steps(sights, now):  # staff or another worker may have been quicker
                _take(step, zone, now)
                taken.append(step)
    return taken


def publish_draft(key: str, actor: Actor) -> Incident:
    """Make a draft public as it stands; what recovered meanwhile is said to be monitored.

    Raises NotFound, Conflict when a colleague decided already, InvalidInput, StoreError.
    """
    with db.transaction():
        return _publish(_waiting(key), actor)


def publish_words(key: str, title: str, word: NewUpdate, actor: Actor) -> Incident:
    """Make a draft public with the words that somebody made of it. Raises as `publish_draft`."""
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        alarm = _waiting(key)
        incident = open_incident(title, word, replace(actor, submission=None))
        _published(alarm, incident)
        deed.answer = incident.key
        return incidents.by_key(incident.key)


def discard_draft(key: str, actor: Actor) -> None:
    """Say nothing of a failure for as long as it lasts. Raises NotFound, Conflict, StoreError."""
    with db.transaction():
        alarm = _waiting(key)
        is_over = alarm.recovered_at is not None
        alarms.change(alarm.key, standing=Standing.OVER if is_over else Standing.DISCARDED)
        note_act(actor, "discard draft", ", ".join(alarm.states), None, {"probe": alarm.source})


def _steps(sights: Sequence[Sight], now: datetime) -> list[Step]:
    going_on = [entry for entry in incidents.open_ones() if entry.is_active]
    covered = {component for entry in going_on for component in entry.declared}
    return automatic.steps(sights, alarms.newest(), covered, now)


def _take(step: Step, zone: ZoneInfo, now: datetime) -> None:
    match step:
        case Open():
            _open(step, zone, now)
        case Recover():
            _recover(step.alarm, step.at, resolves=step.resolves)
        case Relapse():
            _relapse(step, now)
        case Spread():
            _spread(step, now)


def _open(step: Open, zone: ZoneInfo, now: datetime) -> None:
    sight, failure = step.sight, step.failure
    known = {one.id: one.name for one in components.known()}
    names = [known[component] for component in failure.states]
    title, body, promised = _words(sight, failure, names, zone)
    wordings = _wordings(sight, failure, names, zone, has_words=bool(body))
    alarm = Alarm(
        key=keys.new_key(),
        subject=sight.subject,
        source=sight.source,
        states=failure.states,
        standing=Standing.DRAFT,
        failing_since=failure.since,
        recovered_at=None,
        spoke_at=now,
        title=title,
        body=body,
        next_update=promised,
        incident=None,
        wordings=wordings,
        impact=sight.impact,
    )
    alarms.add(alarm)
    if sight.wish is Wish.PUBLISH:
        _publish(alarm, _CHECKS)


def _values(
    speaker: Locale, sight: Sight, failure: OngoingFailure, names: Sequence[str], zone: ZoneInfo
) -> dict[str, str]:
    """What the gaps of a template are filled with."""
    start = " ".join(full_text(speaker, failure.since, zone).split())  # "1 July 2026, 12:03 BST"
    return {"component": ", ".join(names), "probe": sight.source, "start": start}


def _words(
    sight: Sight, failure: OngoingFailure, names: Sequence[str], zone: ZoneInfo
) -> tuple[str, str, timedelta | None]:
    """Title, body and the length until the promised update: of the template, or "" for our words.

    A gap that nobody is there to fill makes the template unfit; its title is that of the incident
    only when it has a gap, since without one it names the template. Ours is in the language of the
    site, as whoever publishes it would have written it: a title is plain text wherever it is shown.
    """
    speaker = locale(site().language)
    values = _values(speaker, sight, failure, names, zone)
    title = speaker.say(automatic.title_of(names, failure.state))
    found = entries.by_slugs(EntryKind.TEMPLATE, [sight.template or ""])
    template = found.get(sight.template or "")
    if template is None or template.withdrawn_at is not None:
        return title, "", None
    filled = fill(template.body, values).strip()
    own_title = fill(template.title, values)
    if variables(template.title) and not variables(own_title):
        title = own_title
    return title, "" if variables(filled) else filled, _promised(template)


def _wordings(
    sight: Sight,
    failure: OngoingFailure,
    names: Sequence[str],
    zone: ZoneInfo,
    *,
    has_words: bool,
) -> Wordings:
    """Title and words in the further languages of the site: of the template, or ours.

    Words of ours are a message that every language has, so a title alone is added to them; beside
    the words of a template without a translation there is none.
    """
    found = entries.by_slugs(EntryKind.TEMPLATE, [sight.template or ""]).get(sight.template or "")
    told = NOT_TRANSLATED
    for language in further(site()):
        speaker = locale(language)
        values = _values(speaker, sight, failure, names, zone)
        texts = {"title": speaker.say(automatic.title_of(names, failure.state))}
        if has_words:
            prepared = found.wordings.of(language) if found else {}
            texts["body"] = fill(prepared.get("body", ""), values).strip()
            own_title = fill(prepared.get("title", ""), values)
            if own_title != prepared.get("title", "") and not variables(own_title):
                texts["title"] = own_title
            if not texts["body"] or variables(texts["body"]):
                continue
        told = told.with_texts(language, texts, {})
    return told


def _promised(template: Entry) -> timedelta | None:
    text = template.details.get("next_update")
    return parse_duration(text) if text else None


def _waiting(key: str) -> Alarm:
    alarm = alarms.by_key(key)
    if alarm.standing is not Standing.DRAFT:
        raise Conflict(said("A colleague has already decided on this draft."))
    return alarm


def _publish(alarm: Alarm, actor: Actor) -> Incident:
    now = clock.now()
    word = NewUpdate(
        alarm.words,
        status=Status.INVESTIGATING,
        components=alarm.states,
        impact=alarm.impact,
        next_due=None if alarm.next_update is None else now + alarm.next_update,
        impact_from=alarm.failing_since,
        noticed_by=NoticedBy.PROBE,
        texts=still_spoken(alarm.wordings),
    )
    incident = open_incident(alarm.title, word, actor)
    _published(alarm, incident)
    return incident


def _published(alarm: Alarm, incident: Incident) -> None:
    """Note what became of an alarm; what recovered meanwhile is said to be monitored."""
    now = clock.now()
    alarms.change(alarm.key, standing=Standing.PUBLISHED, incident=incident.number, spoke_at=now)
    if alarm.recovered_at is not None and incident.is_open:
        _say_it_works(incident.key, alarm)


def _recover(alarm: Alarm, at: datetime, *, resolves: bool) -> None:
    """Note the recovery, and say it where the failure was said."""
    is_forgotten = alarm.standing is Standing.DISCARDED
    alarms.change(
        alarm.key,
        recovered_at=at,
        standing=Standing.OVER if is_forgotten else alarm.standing,
        spoke_at=clock.now(),
    )
    if alarm.incident is not None:
        _say_it_works(alarm.incident, alarm)
        if resolves:
            word = NewUpdate(said("alarm.resolved"), status=Status.RESOLVED, impact_until=at)
            post_update(alarm.incident, word, _CHECKS)


def _say_it_works(key: str, alarm: Alarm) -> None:
    operational = dict.fromkeys(alarm.states, ComponentState.OPERATIONAL)
    word = NewUpdate(said("alarm.works"), status=Status.MONITORING, components=operational)
    post_update(key, word, _CHECKS)


def _relapse(step: Relapse, now: datetime) -> None:
    alarm, failure = step.alarm, step.failure
    states = {**alarm.states, **failure.states}
    alarms.change(alarm.key, recovered_at=None, spoke_at=now, states=states)
    if alarm.incident is not None:
        word = NewUpdate(
            said("alarm.fails_again"), status=Status.INVESTIGATING, components=failure.states
        )
        post_update(alarm.incident, word, _CHECKS)


def _spread(step: Spread, now: datetime) -> None:
    alarm = step.alarm
    alarms.change(alarm.key, spoke_at=now, states={**alarm.states, **step.states})
    if alarm.incident is not None:
        word = NewUpdate(said("alarm.spreads"), components=step.states)
        post_update(alarm.incident, word, _CHECKS)
