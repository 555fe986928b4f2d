"""Somebody asks to be told: a code goes to the address, and only what comes back confirms it.

Whatever is known of the address, the answer is the same, and so is the work that is done for it.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace

from statuspage import clock
from statuspage.actions.once import once
from statuspage.actions.telling import limits
from statuspage.actions.telling.addresses import (
    mail_address,
    push_address,
    topic_address,
    webhook_address,
)
from statuspage.config import Settings
from statuspage.domain.telling.filter import EVERYTHING, VOICE, Filter
from statuspage.domain.telling.subscription import (
    Channel,
    HowOften,
    Subscription,
    SubscriptionState,
)
from statuspage.domain.vocabulary.entry import EntryKind, missing
from statuspage.errors import Conflict, InvalidInput, message
from statuspage.said import Said, said
from statuspage.store.incidents import incidents
from statuspage.store.keys import new_key
from statuspage.store.published import components, entries
from statuspage.store.settings import current_settings
from statuspage.store.telling import deliveries, requests, subscriptions

_MOST_INCIDENTS = 20
_MOST_OWNED = 50
_MOST_OUTCOMES = 200
NEVER = ("erased", "complained")
"""Why an address gets nothing at all, not even a code that somebody asks for."""


@dataclass(frozen=True)
class SubscriptionWish:
    """What somebody asks for, as they wrote it."""

    channel: Channel
    address: str
    owner: str = ""  # the mail address that is told when a webhook fails
    filter: Filter = EVERYTHING
    language: str = ""
    how_often: HowOften = HowOften.INSTANT


def ask(wish: SubscriptionWish, submission: str | None) -> str:
    """Send a code to an address; returns the key of the request that it answers.

    Who follows already gets a code, too: it opens the settings. Raises InvalidInput, Conflict,
    StoreError.
    """
    with once(submission) as deed:
        if deed.answer is None:
            wish = checked(wish)
            deed.answer = _asked(wish)
    return deed.answer


def _asked(wish: SubscriptionWish) -> str:
    if wait := limits.seconds_to_wait():
        raise Conflict(
            said(
                "Many people ask for this at the moment. Try again in {minutes} minutes.",
                minutes=math.ceil(wait / 60),
            )
        )
    found = subscriptions.live_of(wish.channel, wish.address)
    if found is None and owns_too_many(wish.channel, wish.owner):
        return new_key() + new_key()  # nobody is told how many somebody else has
    if found is None or found.state is SubscriptionState.PENDING:
        found = _wished(wish, found)
        return _sent(found, "confirmation", wish.filter)
    return _sent(found, "already", wish.filter)


def owns_too_many(channel: Channel, owner: str) -> bool:
    """Whether a mail address is named for as many hooks as one may have."""
    is_mail = channel is Channel.MAIL or not owner
    return not is_mail and subscriptions.count_owned_by(owner) >= _MOST_OWNED


def _wished(wish: SubscriptionWish, former: Subscription | None) -> Subscription:
    """The subscription that a code will confirm; a later wish replaces an unconfirmed one."""
    now = clock.now()
    found = former or Subscription(new_key(), wish.channel, wish.address, now)
    found = replace(
        found,
        address=wish.address,
        owner=wish.owner,
        filter=wish.filter,
        language=wish.language,
        how_often=wish.how_often,
        created_at=now,
    )
    if former is None:
        subscriptions.insert(found)
    else:
        subscriptions.replace(found)
    return found


def _sent(found: Subscription, letter: str, wanted: Filter) -> str:
    """The request that is answered by a letter; too many for an address are answered by none."""
    now = clock.now()
    newest = requests.newest_of(found.key)
    if not limits.may_write_to(found.address):
        return newest.key if newest else new_key() + new_key()
    key = new_key() + new_key()
    requests.insert(key, found.key, wanted, now)
    if subscriptions.suppressed(found.address) not in NEVER:
        deliveries.post_letter(found.key, letter, key, now, found.channel)
    return key


def checked(wish: SubscriptionWish) -> SubscriptionWish:
    """The wish with clean addresses. Raises InvalidInput, with every fault."""
    settings = current_settings()
    faults: dict[str, Said] = {}
    address = owner = ""
    try:
        address = _address(wish, settings)
    except ValueError as error:
        faults["address"] = message(error)
    if wish.channel is Channel.MAIL:
        owner = address
    elif wish.owner.strip() or wish.channel is Channel.WEBHOOK:
        try:
            owner = mail_address(wish.owner)
        except ValueError as error:
            faults["owner"] = message(error)
    faults |= choice_faults(wish.filter, wish.language, settings)
    if faults:
        raise InvalidInput(faults)
    return replace(wish, address=address, owner=owner)


def _address(wish: SubscriptionWish, settings: Settings) -> str:
    if wish.channel is Channel.MAIL and settings.mail is not None:
        return mail_address(wish.address)
    if wish.channel is Channel.WEBHOOK and settings.subscriptions.webhooks:
        return webhook_address(wish.address)
    if wish.channel is Channel.NTFY and settings.subscriptions.ntfy_servers:
        return topic_address(wish.address, settings.subscriptions.ntfy_servers)
    if wish.channel is Channel.PUSH and settings.subscriptions.browsers:
        return push_address(wish.address)
    raise ValueError(said("Nothing is sent that way from here."))


def choice_faults(wanted: Filter, language: str, settings: Settings) -> dict[str, Said]:
    """What of a choice this site does not have."""
    faults: dict[str, Said] = {}
    listed = {one.id for one in components.listed()} if wanted.components else set()
    groups = {one.id for one in settings.groups}
    if not wanted.components <= listed or not wanted.groups <= groups:
        faults["components"] = said("Choose components from the list; one of these is gone.")
    if not _are_known(wanted.incidents):
        faults["incident"] = said("There is no such incident.")
    if (strange := _strange(wanted.outcomes)) is not None:
        faults["outcome"] = missing(EntryKind.OUTCOME, strange)
    if language and language not in (*settings.site.languages, settings.site.language):
        faults["language"] = said("Choose one from the list.")
    return faults


def _are_known(keys: Collection[str]) -> bool:
    return len(keys) <= _MOST_INCIDENTS and len(incidents.by_keys(keys)) == len(keys)


def _strange(slugs: Collection[str]) -> str | None:
    """One of these that is no outcome; None when all are."""
    named = {one for one in slugs if not one.startswith(VOICE)}
    if len(named) > _MOST_OUTCOMES:
        return min(named)
    return min(named - {*entries.by_slugs(EntryKind.OUTCOME, named)}, default=None)
