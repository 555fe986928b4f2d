"""What the owner of a subscription does with it: change, pause, leave, come back, erase, test."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from statuspage import clock
from statuspage.actions.telling import following, limits
from statuspage.actions.telling.asking import choice_faults
from statuspage.actions.telling.confirming import ANSWERED_WITHIN, switch_on
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import (
    Channel,
    HowOften,
    Subscription,
    SubscriptionState,
)
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.telling import deliveries, requests, subscriptions

UNDONE_WITHIN = timedelta(days=30)
CONFIRMED_WITHIN = timedelta(days=7)
GOODBYE = "goodbye"
"""The letter that says how to come back: the only one to whoever left."""

_OF_THE_MOMENT = ("confirmation", "already", "settings", "test")
_TOO_LATE = said("It could not be sent within a day, and its code is too old now.")
_NOTHING_CHOSEN = said(
    "With nothing chosen you would be told of everything. Choose what you want, or unsubscribe."
)
_ACTIVE, _PAUSED, _ENDED = (
    SubscriptionState.ACTIVE,
    SubscriptionState.PAUSED,
    SubscriptionState.ENDED,
)
_NOT_ON = (SubscriptionState.PENDING, _ENDED)


def owned_with(key: str) -> list[Subscription]:
    """A live subscription, and after one by mail all else that its owner is told of.

    Empty when it has ended. Use it in a snapshot.
    """
    try:
        first = subscriptions.by_key(key)
    except NotFound:
        return []
    if first.state in _NOT_ON:
        return []
    if first.channel is not Channel.MAIL:
        return [first]
    others = [one for one in subscriptions.owned_by(first.owner) if one.key != key]
    return [first, *(one for one in others if one.state not in _NOT_ON)]


def change(key: str, wanted: Filter, language: str, how_often: HowOften) -> None:
    """Choose anew what a subscription tells of, and how often. Raises InvalidInput, NotFound."""
    with db.transaction():
        found = _live(key)
        faults = choice_faults(wanted, language, current_settings())
        if found.filter.is_of_outcomes and wanted.is_everything:
            faults["outcome"] = _NOTHING_CHOSEN
        if faults:
            raise InvalidInput(faults)
        if found.filter.is_everything and not wanted.is_everything:
            also = following.names_of(key)  # till now it was told of these with everything
            wanted = replace(wanted, outcomes=wanted.outcomes | also)
        subscriptions.replace(
            replace(
                found,
                filter=wanted,
                language=language,
                how_often=how_often,
                changed_at=clock.now(),
            )
        )


def pause(key: str) -> None:
    """Tell nothing until it is resumed; what happens meanwhile is not told later."""
    with db.transaction():
        found = _live(key)
        subscriptions.replace(replace(found, state=_PAUSED, changed_at=clock.now()))
        deliveries.drop_waiting_of(key, said("telling.paused"))


def resume(key: str) -> None:
    """Tell again, also one that could not be reached: its owner says that it can."""
    with db.transaction():
        switch_on(_live(key), clock.now())


def send_test(key: str) -> None:
    """Send one message that says nothing but that it arrives. Raises Conflict after too many."""
    with db.transaction():
        found = _live(key)
        if not limits.may_write_to(found.address):
            raise Conflict(said("Some tests were sent already. Try again in an hour."))
        deliveries.post_letter(found.key, "test", "", clock.now(), found.channel)


def send_link(key: str) -> None:
    """Send a fresh link to the settings of a subscription, if it may have one more."""
    with db.transaction():
        found = _live(key)
        if limits.may_write_to(found.address):
            deliveries.post_letter(found.key, "settings", "", clock.now(), found.channel)


def leave(key: str, *, by: str = "left") -> None:
    """End a subscription; its address is told how to undo that. Twice is once.

    The address is kept for as long as that is possible, and by its hash for good: an import does
    not bring it back. Raises NotFound.
    """
    with db.transaction():
        found = subscriptions.by_key(key)
        if found.state is _ENDED:
            return
        was_told = found.state is not SubscriptionState.PENDING
        now = clock.now()
        deliveries.drop_waiting_of(key, said("telling.left"))
        subscriptions.replace(
            replace(found, state=_ENDED, ended_at=now, changed_at=now, why=said("telling.left"))
        )
        requests.forget(key)
        if was_told:
            subscriptions.suppress(found.address, by, now)
            deliveries.post_letter(found.key, GOODBYE, "", now, found.channel)


def undo(key: str) -> None:
    """Bring back a subscription that ended a while ago at most. Raises Conflict."""
    with db.transaction():
        try:
            found = subscriptions.by_key(key)
        except NotFound:
            raise Conflict(said("It is too late to undo this. Ask anew.")) from None
        if found.state is not _ENDED:
            return
        is_late = found.ended_at is None or clock.now() - found.ended_at > UNDONE_WITHIN
        is_other = subscriptions.live_of(found.channel, found.address) is not None
        if is_late or is_other or subscriptions.suppressed(found.address) != "left":
            raise Conflict(said("It is too late to undo this. Ask anew."))
        switch_on(found, clock.now())


def erase(address: str) -> int:
    """Delete all that is known of an address but the hash that keeps us from writing to it.

    Returns how many subscriptions those were. Raises StoreError.
    """
    with db.transaction():
        found = {one.key: one for one in subscriptions.of_address(address)}
        found |= {one.key: one for one in subscriptions.owned_by(address)}
        for key in found:
            following.forget_what_was_said(key)
            deliveries.forget(key)
            requests.forget(key)
            subscriptions.forget(key)
        subscriptions.suppress(address, "erased", clock.now())
    db.empty_the_log()
    return len(found)


def forget_old() -> None:
    """Delete what nobody confirmed, and what ended so long ago that nobody can undo it; letters
    whose codes are too old are not sent any more.
    """
    now = clock.now()
    with db.transaction(rings=False):
        subscriptions.forget_unconfirmed(now - CONFIRMED_WITHIN)
        subscriptions.forget_ended(now - UNDONE_WITHIN)
        requests.forget_before(now - CONFIRMED_WITHIN)
        deliveries.drop_letters(_OF_THE_MOMENT, now - ANSWERED_WITHIN, _TOO_LATE)


def _live(key: str) -> Subscription:
    found = subscriptions.by_key(key)
    if found.state in _NOT_ON:
        raise NotFound(said("There is no such subscription any more."))
    return found
