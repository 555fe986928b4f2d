"""What comes of mails that came back: for deliveries, for who is not reached, and for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.telling.bounces import TakenBounce, forget_given_up, take_bounce
from statuspage.domain.telling.bounce import Bounce, BounceKind
from statuspage.domain.telling.delivery import Delivery, DeliveryState
from statuspage.domain.telling.refusal import Refusal
from statuspage.domain.telling.result import Blame
from statuspage.domain.telling.subscription import Channel, Subscription, SubscriptionState
from statuspage.store import db
from statuspage.store.telling import deliveries, recipients, subscriptions, told
from statuspage.store.telling.deliveries import Queued
from tests.helpers import bounced
from tests.helpers.outlets import add_readers

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ACTIVE, QUARANTINED = SubscriptionState.ACTIVE, SubscriptionState.QUARANTINED
_NUMBERS = count()


@pytest.fixture(autouse=True)
def reader(store: Path) -> Iterator[None]:
    with clock.standing_at(NOON):
        add_readers("ada")
        yield


def sent(*subjects: str, at: datetime = NOON) -> str:
    """A message to ada that tells of some subjects; its key."""
    return bounced.sent("ada", *subjects, at=at)


def probe() -> Delivery | None:
    """The letter that waits for ada."""
    found = [one for one in deliveries.newest_of("ada", 99) if one.letter == "probe"]
    return next((one for one in found if one.state is DeliveryState.WAITING), None)


def failed(refusal: Refusal = Refusal.GONE, text: str = "550 User unknown") -> Bounce:
    return Bounce(
        f"bounce {next(_NUMBERS)}", BounceKind.FAILED, refusal=refusal, code="5.1.1", text=text
    )


def comes_back(*, day: int, refusal: Refusal = Refusal.GONE) -> Subscription:
    """A mail of a day comes back."""
    at = NOON + day * DAY
    with clock.standing_at(at):
        assert (
            take_bounce(failed(refusal), sent(f"update/{next(_NUMBERS)}", at=at))
            is TakenBounce.NOTED
        )
    return ada()


def ada() -> Subscription:
    with db.snapshot():
        found = recipients.by_key("ada")
    assert found is not None
    return found


def states() -> list[DeliveryState]:
    return bounced.states("ada")


def test_a_bounce_is_noted_for_what_was_delivered() -> None:
    message = sent("update/one", "update/two")
    assert take_bounce(failed(), message) is TakenBounce.NOTED
    assert states() == [DeliveryState.BOUNCED] * 2
    [one, _] = deliveries.newest_of("ada", 9)
    assert str(one.reason) == (
        "The mail came back. The server of its reader says: 5.1.1 550 User unknown"
    )
    assert (ada().score, ada().bounced_on) == (1.0, NOON.date())
    assert told.count_ours(NOON - DAY) == 0


def test_a_bounce_counts_once_however_often_it_is_read() -> None:
    message, bounce = sent("update/one"), failed()
    assert take_bounce(bounce, message) is TakenBounce.NOTED
    with clock.standing_at(NOON + DAY):
        assert take_bounce(bounce, message) is TakenBounce.KNOWN
    assert ada().score == 1.0


def test_bounces_count_once_a_day_and_a_full_mailbox_half() -> None:
    assert comes_back(day=0).score == 1.0
    assert comes_back(day=0).score == 1.0
    assert comes_back(day=1, refusal=Refusal.PASSING).score == 1.5
    assert comes_back(day=2).score == 2.5
    assert comes_back(day=10, refusal=Refusal.PASSING).score == 0.5  # what was before is stale


def test_an_address_is_given_up_when_the_last_mail_to_it_came_back_too() -> None:
    for day in range(5):
        assert probe() is None
        comes_back(day=day)
    letter = probe()
    assert letter is not None
    assert ada().state is ACTIVE
    with clock.standing_at(NOON + 5 * DAY), db.transaction():
        deliveries.begin([letter], letter.key, clock.now())
        deliveries.note_sent([letter.key], clock.now())
        waits = Queued("ada", Channel.MAIL, "update/waits", 1, "t", clock.now())
        deliveries.queue([waits], clock.now())
    with clock.standing_at(NOON + 6 * DAY):
        take_bounce(failed(), letter.key)
    assert (ada().state, ada().quarantined_at) == (QUARANTINED, NOON + 6 * DAY)
    assert DeliveryState.DROPPED in states()


def test_an_address_that_gets_the_last_mail_begins_anew() -> None:
    for day in range(5):
        comes_back(day=day)
    assert ada().score == 0.0
    assert comes_back(day=6).score == 1.0
    assert ada().state is ACTIVE


def test_a_refusal_as_spam_counts_against_us_alone() -> None:
    for day in range(8):
        assert comes_back(day=day, refusal=Refusal.OURS).score == 0.0
    assert probe() is None
    with db.snapshot():
        assert told.count_ours(NOON - DAY) == 8
        assert {one.state for one in deliveries.newest_of("ada", 9)} == {DeliveryState.BOUNCED}
        assert {one.blame for one in deliveries.newest_of("ada", 9)} == {Blame.US}


def test_a_complaint_ends_the_subscription_for_good() -> None:
    message = sent("update/one")
    bounce = Bounce("complaint", BounceKind.COMPLAINT)
    assert take_bounce(bounce, message) is TakenBounce.COMPLAINT
    assert take_bounce(bounce, message) is TakenBounce.KNOWN
    assert (ada().state, ada().ended_at) == (SubscriptionState.ENDED, NOON)
    with db.snapshot():
        assert subscriptions.suppressed("Ada@example.net") == "complained"


@pytest.mark.parametrize("kind", [BounceKind.DELAYED, BounceKind.AUTOMATIC, BounceKind.DELIVERED])
def test_delays_and_machines_change_nothing(kind: BounceKind) -> None:
    message = sent("update/one")
    assert take_bounce(Bounce("one", kind), message) is TakenBounce.NOTHING
    assert states() == [DeliveryState.SENT]
    assert ada().score == 0.0


def test_forged_bounces_and_words_of_people_change_nothing() -> None:
    sent("update/one")
    assert take_bounce(failed(), None) is TakenBounce.STRANGE
    assert take_bounce(Bounce("one", BounceKind.COMPLAINT), None) is TakenBounce.STRANGE
    assert take_bounce(Bounce("two", BounceKind.UNKNOWN), None) is TakenBounce.FOR_PEOPLE
    assert take_bounce(failed(), "of a mail long forgotten") is TakenBounce.NOTHING
    assert states() == [DeliveryState.SENT]


def test_a_letter_that_comes_back_to_who_is_not_told_yet_ends_nothing() -> None:
    add_readers("bob", state=SubscriptionState.PENDING)
    with db.transaction():
        deliveries.post_letter("bob", "confirmation", "request", NOON)
        [letter] = deliveries.newest_of("bob", 9)
        deliveries.begin([letter], letter.key, NOON)
        deliveries.note_sent([letter.key], NOON)
    assert take_bounce(failed(), letter.key) is TakenBounce.NOTED
    with db.snapshot():
        found = recipients.by_key("bob")
    assert found is not None
    assert (found.state, found.score) == (SubscriptionState.PENDING, 0.0)


def test_who_was_given_up_is_forgotten_after_ninety_days() -> None:
    sent("update/one")
    given_up = {"state": QUARANTINED, "quarantined_at": NOON - 89 * DAY}
    add_readers("hook/team", channel=Channel.HOOK, **given_up)
    add_readers("bob", **given_up)
    assert forget_given_up() == 0
    with clock.standing_at(NOON + 2 * DAY):
        assert forget_given_up() == 1
    with db.snapshot():
        assert recipients.by_key("bob") is None
        assert recipients.by_key("hook/team") is not None
        assert recipients.by_key("ada") is not None
