"""Take in what came back: note it for what was delivered, and count it against who is not reached.

A reader is given up in three steps, as in GNU Mailman: bounces on several days, one last mail that
says so, and its bounce. What a server refuses for our sake counts against nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage import clock
from statuspage.config.mail.bounces import Bounces
from statuspage.domain.telling.bounce import WEIGHTS, Bounce, BounceKind, BounceScore, scored
from statuspage.domain.telling.delivery import Delivery
from statuspage.domain.telling.refusal import Refusal
from statuspage.domain.telling.result import Blame
from statuspage.domain.telling.subscription import SubscriptionState
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.telling import bounces, deliveries, recipients, subscriptions

PROBE = "probe"
"""The letter that asks whether anybody is there, before an address is given up."""

_KNOWN_FOR = timedelta(days=30)  # no server sends a bounce again after so long
_CAME_BACK = said("Mail to this address came back.")
_SPAM = said("The recipient marked our mail as spam.")
_TOLD = (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)


class TakenBounce(StrEnum):
    """What came of a mail to the address for bounces."""

    NOTED = "noted"  # it says that something did not arrive
    COMPLAINT = "complaint"  # whoever complains is never written to again
    NOTHING = "nothing"  # a delay, an answering machine: nothing is to be done
    KNOWN = "known"  # it was taken in before
    STRANGE = "strange"  # it came to no address that we signed: made up, or not ours
    FOR_PEOPLE = "for people"  # words that a person may want to read


def take_bounce(bounce: Bounce, message: str | None) -> TakenBounce:
    """Take in one mail; `message` is the key of ours that it came back from. Raises StoreError."""
    if bounce.kind is BounceKind.UNKNOWN:
        return TakenBounce.FOR_PEOPLE
    if bounce.kind not in (BounceKind.FAILED, BounceKind.COMPLAINT):
        return TakenBounce.NOTHING
    if message is None:
        return TakenBounce.STRANGE
    now = clock.now()
    with db.transaction(rings=False):
        if not bounces.remember(bounce.id, now):
            return TakenBounce.KNOWN
        found = bounces.told_by(message)
        if not found:  # it is forgotten, or was a mail to try the way
            return TakenBounce.NOTHING
        if bounce.kind is BounceKind.COMPLAINT:
            _end(found[0].subscription, now)
            return TakenBounce.COMPLAINT
        _note(found, bounce, now)
        return TakenBounce.NOTED


def count_failure(subscription: str, letter: str, weight: float, why: Said, now: datetime) -> None:
    """Count a mail that did not arrive against its reader, inside a transaction.

    `letter` is the name of the letter that it was, "" for news; `weight` as in WEIGHTS.
    """
    known = recipients.by_key(subscription)
    if known is None or known.state not in _TOLD or weight <= 0:
        return
    if letter == PROBE:
        _give_up(subscription, now)
        return
    rules = _rules()
    before = BounceScore(known.score, known.bounced_on)
    score = scored(before, weight, now.date(), rules.stale_after)
    if score == before:
        return
    if score.value >= rules.threshold:
        deliveries.post_letter(subscription, PROBE, "", now)
        score = BounceScore(0.0, score.last)
    bounces.keep_score(subscription, score, why)


def forget_given_up() -> int:
    """Forget whoever was given up long ago, and bounces of old; returns how many readers went.

    Raises StoreError.
    """
    now = clock.now()
    with db.transaction(rings=False):
        bounces.forget_old(now - _KNOWN_FOR)
        gone = bounces.given_up(now - _rules().keep_quarantined)
        for key in gone:
            deliveries.forget(key)
            subscriptions.forget(key)
        return len(gone)


def _note(found: Sequence[Delivery], bounce: Bounce, now: datetime) -> None:
    refusal = bounce.refusal or Refusal.PASSING
    is_ours = refusal is Refusal.OURS
    why = _why(bounce)
    bounces.note_bounced([one.key for one in found], why, Blame.US if is_ours else Blame.RECIPIENT)
    count_failure(found[0].subscription, found[0].letter, WEIGHTS[refusal], why, now)


def _why(bounce: Bounce) -> Said:
    told = bounce.text if bounce.code in bounce.text else f"{bounce.code} {bounce.text}".strip()
    if not told:
        return _CAME_BACK
    return said("The mail came back. The server of its reader says: {words}", words=told)


def _end(subscription: str, now: datetime) -> None:
    known = recipients.by_key(subscription)
    if known is not None and known.address:
        subscriptions.suppress(known.address, "complained", now)
    if recipients.end(subscription, _SPAM, now):
        deliveries.drop_waiting_of(subscription, _SPAM)


def _give_up(subscription: str, now: datetime) -> None:
    if recipients.quarantine(subscription, _CAME_BACK, now):
        deliveries.drop_waiting_of(subscription, _CAME_BACK)


def _rules() -> Bounces:
    mail = current_settings().mail
    return mail.bounces if mail is not None else Bounces()
