"""A code or a pressed button comes back: the address is theirs who asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.telling import following, links
from statuspage.actions.telling.asking import owns_too_many
from statuspage.domain.telling.filter import EVERYTHING, Filter
from statuspage.domain.telling.subscription import Subscription, SubscriptionState
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import said
from statuspage.store import db
from statuspage.store.telling import requests, subscriptions
from statuspage.store.telling.requests import AskedForCode

ANSWERED_WITHIN = timedelta(hours=24)
_PRESSED_TWICE = timedelta(minutes=10)
"""So long an answer may be given again: people press twice, or follow the link as well."""
_TRIES = 5


def confirm_by_code(request: str, code: str) -> str:
    """Type the code of a request; returns the subscription that is on, or was already.

    Raises InvalidInput when it is wrong, Conflict when no code can be right any more.
    """
    typed = "".join(code.split())
    with db.transaction():
        asked = requests.by_key(request)
        is_open = asked is not None and _is_open(asked, clock.now()) and asked.tries < _TRIES
        is_right = is_open and typed == links.code_of(request)
        if is_right:
            assert asked is not None  # noqa: S101 an open one is there
            return _confirmed(asked)
        if is_open and typed:
            requests.count_try(request)
    if not is_open and asked is not None:
        raise Conflict(said("This code is too old, or was tried too often. Ask for a new one."))
    raise InvalidInput({"code": said("This is not the code. It is in the newest message.")})


def confirm_by_link(request: str) -> str:
    """Press the button behind a mailed link; else as `confirm_by_code`. Raises Conflict."""
    with db.transaction():
        asked = requests.by_key(request)
        if asked is None or not _is_open(asked, clock.now()):
            raise Conflict(said("This link is too old. Ask for a new one."))
        return _confirmed(asked)


def _is_open(asked: AskedForCode, now: datetime) -> bool:
    return now - asked.asked_at <= ANSWERED_WITHIN


def _confirmed(asked: AskedForCode) -> str:
    try:
        found = subscriptions.by_key(asked.subscription)
    except NotFound:
        raise Conflict(said("This is too old. Ask for a new one.")) from None
    if found.state is SubscriptionState.ENDED:
        raise Conflict(said("This is too old. Ask for a new one."))
    is_new = found.state is SubscriptionState.PENDING
    if is_new and owns_too_many(found.channel, found.owner):
        raise Conflict(said("This is too old. Ask for a new one."))
    requests.spend(asked.key, clock.now() - ANSWERED_WITHIN + _PRESSED_TWICE)
    found = _with_what_was_asked(found, asked.filter)
    found = following.confirmed(found, asked.filter or EVERYTHING)
    if found.state in (SubscriptionState.PENDING, SubscriptionState.QUARANTINED):
        switch_on(found, clock.now())
    else:
        subscriptions.replace(found)
    return found.key


def _with_what_was_asked(found: Subscription, wanted: Filter | None) -> Subscription:
    """A code confirms what it was asked for with, and takes nothing from what was chosen before."""
    if wanted is None:
        return found
    is_new = found.state is SubscriptionState.PENDING
    return replace(found, filter=wanted if is_new else found.filter.along_with(wanted))


def switch_on(found: Subscription, now: datetime) -> None:
    """From now on it is told: whoever left before, or was not reached, wants and can again."""
    subscriptions.allow(found.address)
    subscriptions.replace(
        replace(
            found,
            state=SubscriptionState.ACTIVE,
            confirmed_at=found.confirmed_at or now,
            changed_at=now,
            ended_at=None,
            score=0.0,
            bounced_on=None,
            failing_since=None,
            quarantined_at=None,
            why=None,
        )
    )
