"""What is promised after an incident: made, done with evidence, extended, or taken back.

Each change is public with its date and reason: the record keeps all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor, checked_line, refuse
from statuspage.actions.once import once
from statuspage.actions.record import note
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import PlannedAction
from statuspage.domain.promises.pledge import (
    FOLLOW_UP,
    ROOT_CAUSE,
    Pledge,
    PledgeKind,
    require_owed,
)
from statuspage.domain.promises.promise import Promise
from statuspage.domain.record.kinds.pledge import kind_of
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import Conflict
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges
from statuspage.store.keys import new_key

_LINK = re.compile(r"https?://[^\s/]+\S*|/(?!/)\S*")
_REASON_LIMIT = 1_000


def check_root_cause(
    faults: dict[str, Said], due: datetime | None, status: Status, now: datetime
) -> None:
    """Faults of a root cause that is promised with a word of this status."""
    if due is None:
        return
    if status is not Status.RESOLVED:
        faults["root_cause_by"] = said(
            "It is promised with the update that resolves the incident; leave it empty here."
        )
    elif due <= now:
        faults["root_cause_by"] = said("That has passed; give a time that is still to come.")


def follow_word(incident: Incident, root_cause_by: datetime | None, actor: Actor) -> None:
    """Promise the root cause with a word, or keep that promise with the postmortem.

    Inside the transaction that publishes the word. Raises InvalidInput when it is promised already.
    """
    newest = incident.updates[0]
    owed = [
        one
        for one in pledges.of_incident(incident.key)
        if one.kind is PledgeKind.ROOT_CAUSE and one.is_owed
    ]
    if root_cause_by is not None:
        if owed:
            text = said(
                "Its root cause is promised already. Extend that promise, or leave this empty."
            )
            refuse({"root_cause_by": text})
        at = newest.entered_at
        _add(incident, PledgeKind.ROOT_CAUSE, ROOT_CAUSE, incident.owner, root_cause_by, at, actor)
    elif newest.status is Status.POSTMORTEM:
        for one in owed:
            pledges.keep(one.key, newest.entered_at, f"{incident.path}#update-{newest.key}")
            publish_pledge(
                one.key, newest.entered_at, said("pledge.postmortem_published").key, actor
            )


def add_actions(
    incident: Incident, planned: Iterable[PlannedAction], at: datetime, actor: Actor
) -> None:
    """Promise what a postmortem says will be done, inside the transaction that publishes it."""
    for action in planned:
        _add(incident, PledgeKind.ACTION, action.what, action.owner, action.due, at, actor)


def look_again(key: str, due: datetime, actor: Actor) -> Pledge:
    """Promise to look again whether an incident came back, and to say so by a time.

    Raises NotFound, InvalidInput (the time has passed), Conflict (it goes on, or that is promised
    already), StoreError.
    """
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return pledges.by_key(deed.answer)
        incident = incidents.by_key(key)
        check_follow_up(due, now)
        if incident.is_open or incident.kind is not Kind.INCIDENT or incident.is_struck:
            raise Conflict(said("Only an incident that is over can be looked at again."))
        if any(
            one.kind is PledgeKind.FOLLOW_UP and one.is_owed for one in pledges.of_incident(key)
        ):
            raise Conflict(said("To look again is promised already. Keep or extend that promise."))
        add_follow_up(incident, due, now, actor)
        deed.answer = next(
            one.key
            for one in pledges.of_incident(key)
            if one.kind is PledgeKind.FOLLOW_UP and one.is_owed
        )
        return pledges.by_key(deed.answer)


def check_follow_up(due: datetime | None, now: datetime) -> None:
    """Raises InvalidInput for a time that has passed."""
    if due is not None and due <= now:
        text = said("That has passed; give a day that is still to come.")
        refuse({"look_again": text})


def add_follow_up(incident: Incident, due: datetime, at: datetime, actor: Actor) -> None:
    """Promise to look again, inside the transaction of what it belongs to."""
    _add(incident, PledgeKind.FOLLOW_UP, FOLLOW_UP, incident.owner, due, at, actor)


def keep_pledge(key: str, evidence: str, actor: Actor) -> Pledge:
    """It is done; `evidence` is a link to where that can be seen, here or elsewhere. Whoever looked
    again says in words what they found, or links the incident in which it came back.

    Raises NotFound, InvalidInput, Conflict (it is done or withdrawn already), StoreError.
    """
    faults: dict[str, Said] = {}
    link = checked_line(faults, "evidence", evidence, limit=2_000)
    refuse(faults)
    with db.snapshot():
        is_look = pledges.by_key(key).kind is PledgeKind.FOLLOW_UP
    if not is_look and not _LINK.fullmatch(link):
        text = said("Give a link that shows it: https://..., or /changelog/... of this page.")
        refuse({"evidence": text})
    reason = said("pledge.looked").key if is_look else said("pledge.done").key
    return _changed(key, actor, reason, lambda _, now: pledges.keep(key, now, link))


def extend_pledge(key: str, due: datetime, reason: str, actor: Actor) -> Pledge:
    """It takes longer; it still counts as late against the day first named.

    Raises as `keep_pledge`.
    """
    why = _checked_reason(reason)

    def extend(pledge: Pledge, now: datetime) -> None:
        if due <= max(pledge.due, now):
            refuse(
                {"due": said("Give a day that is still to come, after the one it is due on now.")}
            )
        pledges.extend(key, [*pledge.promise.dues, due], now)

    return _changed(key, actor, why, extend)


def withdraw_pledge(key: str, reason: str, actor: Actor) -> Pledge:
    """It is taken back; what is late by then counts as broken. Raises as `keep_pledge`."""
    why = _checked_reason(reason)
    return _changed(key, actor, why, lambda _, now: pledges.withdraw(key, now))


def _checked_reason(reason: str) -> str:
    faults: dict[str, Said] = {}
    why = checked_line(faults, "reason", reason, limit=_REASON_LIMIT)
    refuse(faults)
    return why


def _changed(
    key: str, actor: Actor, reason: str, change: Callable[[Pledge, datetime], None]
) -> Pledge:
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return pledges.by_key(deed.answer)
        deed.answer = key
        pledge = pledges.by_key(key)
        require_owed(pledge)
        change(pledge, now)
        return publish_pledge(key, now, reason, actor)


def _add(
    incident: Incident,
    kind: PledgeKind,
    text: str,
    owner: str,
    due: datetime,
    at: datetime,
    actor: Actor,
) -> None:
    promise = Promise(new_key(), text, owner, at, (due,))
    pledges.add(incident.number, Pledge(kind, incident.key, incident.title, promise, at))
    publish_pledge(promise.key, at, "", actor)


def publish_pledge(key: str, now: datetime, reason: str = "", actor: Actor | None = None) -> Pledge:
    """Enter in the record what a promise says now; raise its topics."""
    pledge = pledges.by_key(key)
    note([kind_of(pledge).statement(pledge)], now, reason, actor=actor)
    db.raise_topics("promises", *([f"incident:{pledge.incident}"] if pledge.incident else ()))
    return pledge
