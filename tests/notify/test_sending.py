"""Sending what is due: once, in order, within limits, and again where it failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.telling.switch import drop_waiting, resume_sending, stop_sending
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.errors import StoreError
from statuspage.notify.fanning import fan_out
from statuspage.notify.outlet import Message
from statuspage.notify.sending import Sending
from statuspage.said import said
from statuspage.store import db
from statuspage.store.tables.telling import Delivery, Subscription
from statuspage.store.telling import deliveries, recipients
from statuspage.store.telling import told as counted
from tests.helpers.outlets import MINUTE, Recording, add_readers, tell
from tests.helpers.processes import wait_until
from tests.helpers.sites import open_site
from tests.helpers.telling import at, opened

WHY = said("It is busy.")


def states() -> dict[str, DeliveryState]:
    with db.snapshot():
        return {row.subscription: row.state for row in Delivery.select()}


def test_news_are_sent_once_with_the_words_of_the_feeds(store: Path) -> None:
    add_readers("ada")
    incident = opened()
    outlet = Recording()
    tell(outlet, at=at(0))
    tell(outlet, at=at(1))
    [message] = outlet.sent
    [told] = message.told
    assert (told.item.title, told.news.incident) == ("Investigating: API errors", incident.key)
    assert "We are looking." in told.item.text
    assert told.item.id.endswith(f"update/{incident.updates[0].key}")
    assert (message.attempt, message.is_summary, message.subscription.key) == (1, False, "ada")
    assert states() == {"ada": DeliveryState.SENT}


def test_failed_try_waits_longer_each_time_and_then_fails(store: Path) -> None:
    add_readers("ada")
    opened()
    outlet = Recording(lambda _: Later(WHY))
    for minute in (0, 0.5, 1.5, 3, 7.5, 60):
        tell(outlet, at=at(minute))
    assert [one.attempt for one in outlet.sent] == [1, 2, 3]
    assert len({one.key for one in outlet.sent}) == 1
    assert states() == {"ada": DeliveryState.FAILED}
    with db.snapshot():
        [failed] = deliveries.newest_of("ada", 5)
        assert (failed.reason, failed.blame) == (WHY, "recipient")
        found = recipients.by_key("ada")
        assert found is not None
        assert (found.failing_since, found.why) == (at(0), WHY)


def test_time_that_the_other_side_names_is_kept(store: Path) -> None:
    add_readers("ada")
    opened()
    outlet = Recording(lambda _: Later(WHY, after=10 * MINUTE))
    for minute in (0, 5, 9.9, 10):
        tell(outlet, at=at(minute))
    assert len(outlet.sent) == 2


def test_way_that_is_out_of_order_costs_no_delivery_a_try(store: Path) -> None:
    add_readers("ada", "bob", "carl")
    opened()
    outlet = Recording(lambda _: Later(WHY, blame=Blame.US))
    sending = Sending(outlet, {})
    with clock.standing_at(at(0)):
        fan_out()
        sending.turn()
        sending.finish()
        sending.turn()  # it waits
        sending.finish()
    assert len(outlet.sent) == 1
    with db.snapshot():
        assert {row.tries for row in Delivery.select()} == {0}
    outlet = Recording()
    tell(outlet, at=at(1))
    assert sorted(one.subscription.key for one in outlet.sent) == ["ada", "bob", "carl"]


def test_fault_of_ours_is_tried_again_and_stops_no_other(store: Path) -> None:
    add_readers("ada", "bob")
    opened()

    def answer(message: Message) -> Result:
        if message.subscription.key == "ada":
            raise ValueError("a fault")
        return Sent()

    outlet = Recording(answer)
    tell(outlet, at=at(0))
    assert states() == {"ada": DeliveryState.WAITING, "bob": DeliveryState.SENT}
    with db.snapshot():
        found = recipients.by_key("ada")
        assert found is not None
        assert found.failing_since is None


def test_switch_stops_all_and_what_waits_goes_on_later(store: Path) -> None:
    add_readers("ada")
    opened()
    outlet = Recording()
    stop_sending(Actor("grace"))
    tell(outlet, at=at(0))
    assert outlet.sent == []
    assert resume_sending(Actor("grace"))
    assert not resume_sending(Actor("grace"))
    tell(outlet, at=at(1))
    assert len(outlet.sent) == 1


def test_staff_may_drop_what_waits_but_no_letter(store: Path) -> None:
    add_readers("ada")
    opened()
    with clock.standing_at(at(0)):
        fan_out()
        with db.transaction():
            deliveries.post_letter("ada", "manage", "", clock.now())
        assert drop_waiting(Actor("grace")) == 1
    outlet = Recording()
    tell(outlet, at=at(1))
    [message] = outlet.sent
    assert message.letter is not None
    assert message.letter.name == "manage"


def test_letter_goes_first_also_to_one_who_is_not_told_yet(store: Path) -> None:
    add_readers("ada")
    add_readers("new", state=SubscriptionState.PENDING)
    opened()
    with clock.standing_at(at(0)):
        fan_out()
    with clock.standing_at(at(5)), db.transaction():
        deliveries.post_letter("new", "confirmation", "r1", clock.now())
    outlet = Recording()
    tell(outlet, at=at(5))
    assert [one.subscription.key for one in outlet.sent] == ["new", "ada"]


def test_nobody_who_left_is_told_what_waits(store: Path) -> None:
    add_readers("ada", "bob")
    opened()
    with clock.standing_at(at(0)):
        fan_out()
    with db.transaction():
        deliveries.post_letter("ada", "test", "", at(0))
        Subscription.update(state=SubscriptionState.ENDED).where(
            Subscription.key == "ada"
        ).execute()
        deliveries.forget("bob")
        Subscription.delete().where(Subscription.key == "bob").execute()
    outlet = Recording()
    tell(outlet, at=at(1))
    assert outlet.sent == []
    assert states() == {"ada": DeliveryState.DROPPED}


def test_subscription_that_hangs_holds_up_no_other(store: Path) -> None:
    add_readers("hangs", "well")
    opened()
    over = Event()
    names: list[str] = []

    def answer(message: Message) -> Result:
        names.append(message.subscription.key)
        if message.subscription.key == "hangs":
            assert over.wait(60)
        return Sent()

    sending = Sending(Recording(answer, at_once=2), {})
    with clock.standing_at(at(0)):
        fan_out()
        sending.turn()
    opened(1, title="Another")
    with clock.standing_at(at(1)):
        fan_out()
        sending.turn()  # while it still hangs
        wait_until(lambda: names.count("well") == 2)
        over.set()
        sending.finish()
        sending.turn()
        sending.finish()
    assert sorted(names) == ["hangs", "hangs", "well", "well"]


def test_what_the_store_did_not_take_is_noted_later(store: Path) -> None:
    add_readers("ada")
    opened()

    def answer(_: Message) -> Result:
        db.close_store()
        return Sent()

    outlet = Recording(answer)
    sending = Sending(outlet, {})
    with clock.standing_at(at(0)):
        fan_out()
        with pytest.raises(StoreError):  # noqa: PT012 whenever it is seen
            sending.turn()
            sending.finish()
    open_site(store)
    with clock.standing_at(at(10)):
        sending.turn()
        sending.finish()
    assert len(outlet.sent) == 1
    assert states() == {"ada": DeliveryState.SENT}


def test_process_that_ends_waits_for_what_is_being_sent(store: Path) -> None:
    add_readers("ada")
    opened()
    ending = Event()

    def answer(_: Message) -> Result:
        assert ending.wait(60)
        return Sent()

    sending = Sending(Recording(answer), {})
    with clock.standing_at(at(0)):
        fan_out()
        sending.turn()
        ending.set()
        sending.end()
    assert states() == {"ada": DeliveryState.SENT}


@pytest.mark.parametrize("kill", [True, False])
def test_interrupted_try_is_made_again_behind_all_others(store: Path, kill: bool) -> None:
    add_readers("ada", "bob")
    opened()

    class KilledError(BaseException):
        pass

    def dying(_: Message) -> Result:
        raise KilledError

    answer: Callable[[Message], Result] = dying if kill else lambda _: Sent()
    outlet = Recording(answer)
    sending = Sending(outlet, {})
    with clock.standing_at(at(0)):
        fan_out()
        if kill:
            with pytest.raises(KilledError):  # noqa: PT012 whenever it is seen
                sending.turn()
                sending.finish()
    again = Recording()
    tell(again, at=at(1))
    tell(again, at=at(3))
    assert sorted(one.subscription.key for one in again.sent) == ["ada", "bob"]
    if kill:
        [first] = outlet.sent
        assert again.sent[1].subscription.key == first.subscription.key
        assert again.sent[1].attempt == 2
        assert again.sent[1].key == first.key


def test_counts_say_what_became_of_each(store: Path) -> None:
    add_readers("ada", "bob", "carl")
    incident = opened()
    outlet = Recording(
        lambda message: Never(WHY, Blame.US) if message.subscription.key == "carl" else Sent()
    )
    tell(outlet, at=at(0))
    subject = f"update/{incident.updates[0].key}"
    with db.snapshot():
        counts = counted.counts_of([subject])[subject]
        assert counts.count(DeliveryState.SENT) == 2
        assert counts.count(DeliveryState.FAILED, Channel.MAIL) == 1
        assert counted.count_ours(at(-5)) == 1
        assert counted.last_told() == at(0)
        assert counted.waiting() == {}
    with db.transaction():
        assert counted.try_again(subject, at(1)) == 1
        assert counted.held_up(at(1)) == []
    again = Recording()
    tell(again, at=at(1))
    assert [one.subscription.key for one in again.sent] == ["carl"]
