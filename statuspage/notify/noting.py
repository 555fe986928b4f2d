"""Notes what came of a try: for the deliveries of the message, and for the subscription."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.actions.telling import limits
from statuspage.actions.telling.asking import NEVER
from statuspage.actions.telling.bounces import count_failure
from statuspage.domain.telling.bounce import WEIGHTS
from statuspage.domain.telling.refusal import Refusal
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.telling.subscription import Channel, Subscription
from statuspage.domain.telling.summaries import wait_after
from statuspage.notify.claiming import Claimed
from statuspage.notify.outlet import Outlet
from statuspage.said import Said, said
from statuspage.store.telling import deliveries, recipients, subscriptions

QUARANTINED = "quarantined"
"""The letter that tells an owner so."""

_PATIENT = timedelta(days=3)
"""For so long a fault of ours counts against no delivery."""

_AT_LEAST = timedelta(seconds=1)
_GIVEN_UP = said("The subscription has ended: it could not be reached for too long.")
_ENDED = said("Its address answered that it wants no more messages.")


def note(claim: Claimed, result: Result, outlet: Outlet, now: datetime, pause: timedelta) -> None:
    """Note it, inside a transaction; `pause` is how long a way waits that is out of order."""
    match result:
        case Sent():
            deliveries.note_sent(claim.keys, now)
            if _is_its_way(claim, outlet):
                recipients.reached(claim.subscription.key)
        case Later(blame=Blame.US) if now - claim.deliveries[-1].queued_at < _PATIENT:
            deliveries.note_later(claim.keys, now + pause, result.reason, is_counted=False)
        case Later():
            _note_later(claim, result, outlet, now)
        case Never():
            deliveries.note_failed(claim.keys, result.reason, result.blame)
            if result.ends and _end(claim.subscription, result.reason, now):
                deliveries.drop_waiting_of(claim.subscription.key, _ENDED)
            elif result.blame is Blame.RECIPIENT:
                _note_unreached(claim, result.reason, outlet, now)
                _count(claim, result.weight, result, now)


def _end(subscription: Subscription, why: Said, now: datetime) -> bool:
    """What wants no more is told no more; a hook of the settings, until staff try it again."""
    if subscription.channel is Channel.HOOK:
        return recipients.quarantine(subscription.key, why, now)
    return recipients.end(subscription.key, why, now)


def note_fault(claim: Claimed, why: Said, outlet: Outlet, now: datetime) -> None:
    """A fault of this program, which counts against the message alone."""
    wait = wait_after(claim.attempt, outlet.retries, claim.key)
    if wait is None:
        deliveries.note_failed(claim.keys, why, Blame.US)
    else:
        deliveries.note_later(claim.keys, now + wait, why)


def _note_later(claim: Claimed, result: Later, outlet: Outlet, now: datetime) -> None:
    wait = wait_after(claim.attempt, outlet.retries, claim.key)
    if wait is None:
        deliveries.note_failed(claim.keys, result.reason, result.blame)
        _count(claim, WEIGHTS[Refusal.PASSING], result, now)
    else:
        until = now + (wait if result.after is None else max(result.after, _AT_LEAST))
        deliveries.note_later(claim.keys, until, result.reason)
        deliveries.postpone(claim.subscription.key, until)
    if result.blame is Blame.RECIPIENT:
        _note_unreached(claim, result.reason, outlet, now)


def _count(claim: Claimed, weight: float, result: Later | Never, now: datetime) -> None:
    """A mail that was never taken counts as one that came back."""
    if claim.subscription.channel is Channel.MAIL and result.blame is Blame.RECIPIENT:
        letter = claim.deliveries[0].letter
        count_failure(claim.subscription.key, letter, weight, result.reason, now)


def _is_its_way(claim: Claimed, outlet: Outlet) -> bool:
    """Not so of a letter to the owner: it does not say whether the subscription is reached."""
    return claim.subscription.channel is outlet.channel


def _note_unreached(claim: Claimed, why: Said, outlet: Outlet, now: datetime) -> None:
    """Count it against the subscription; one that fails for too long is quarantined."""
    subscription = claim.subscription
    if not _is_its_way(claim, outlet):
        return
    since = recipients.failed(subscription.key, why, now)
    if outlet.quarantine_after is None or now - since < outlet.quarantine_after:
        return
    if not recipients.quarantine(subscription.key, why, now):
        return
    deliveries.drop_waiting_of(subscription.key, _GIVEN_UP)
    if subscription.channel is not Channel.MAIL and _may_be_told(subscription.owner):
        deliveries.post_letter(subscription.key, QUARANTINED, "", now)


def _may_be_told(owner: str) -> bool:
    """Nobody asked the owner of a hook: whoever names a stranger must not flood them by it."""
    return (
        bool(owner) and subscriptions.suppressed(owner) not in NEVER and limits.may_write_to(owner)
    )
