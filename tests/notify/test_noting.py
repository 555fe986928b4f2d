"""What a try that failed means for the subscription."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.actions.telling.again import note_reached
from statuspage.domain.telling.result import Blame, Later, Never, Result
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.health.health import Condition
from statuspage.health.own_hooks import own_hooks
from statuspage.said import said
from statuspage.store import db
from statuspage.store.tables.telling import Delivery
from statuspage.store.telling import recipients, subscriptions
from tests.helpers.outlets import MINUTE, Recording, add_readers, tell
from tests.helpers.sites import a_table, add_to_config
from tests.helpers.telling import at, opened

WHY = said("It is busy.")


def letters() -> list[tuple[str, Channel]]:
    with db.snapshot():
        return [(row.letter, row.channel) for row in Delivery.select() if row.letter]


def test_stranger_named_as_owner_of_hooks_is_not_flooded(store: Path) -> None:
    hooks = [f"robot{number}" for number in range(6)]
    add_readers(*hooks, channel=Channel.WEBHOOK, owner="ada@example.net")
    add_readers("other", channel=Channel.WEBHOOK, owner="bob@example.net")
    with db.transaction():
        subscriptions.suppress("bob@example.net", "complained", at(0))
    opened()
    outlet = Recording(
        lambda _: Later(WHY), Channel.WEBHOOK, quarantine_after=timedelta(0), retries=(MINUTE,)
    )
    tell(outlet, at=at(0))
    with db.snapshot():
        states = {one.state for one in subscriptions.of_visitors()}
    assert states == {SubscriptionState.QUARANTINED}
    assert letters() == [("quarantined", Channel.MAIL)] * 4


def test_fault_of_ours_never_puts_a_subscription_out(store: Path) -> None:
    add_readers("robot", channel=Channel.WEBHOOK)
    opened()
    outlet = Recording(
        lambda _: Later(WHY, blame=Blame.US),
        Channel.WEBHOOK,
        quarantine_after=timedelta(0),
        retries=(MINUTE,) * 5,
    )
    for minute in (0, 4 * 24 * 60, 4 * 24 * 60 + 2):
        tell(outlet, at=at(minute))
    with db.snapshot():
        found = recipients.by_key("robot")
        assert found is not None
        assert (found.state, found.failing_since) == (SubscriptionState.ACTIVE, None)
        assert {row.tries for row in Delivery.select()} == {2}  # after three days they count


def test_hook_that_fails_for_too_long_is_quarantined_and_its_owner_written_to(store: Path) -> None:
    add_readers("robot", channel=Channel.WEBHOOK, owner="ada@example.net")
    opened()
    outlet = Recording(
        lambda _: Later(WHY),
        Channel.WEBHOOK,
        retries=(30 * MINUTE,) * 5,
        quarantine_after=timedelta(hours=1),
    )
    for minute in (0, 34, 68, 102):
        tell(outlet, at=at(minute))
    assert len(outlet.sent) == 3
    with db.snapshot():
        found = recipients.by_key("robot")
        assert found is not None
        assert (found.state, found.why) == (SubscriptionState.QUARANTINED, WHY)
    assert letters() == [("quarantined", Channel.MAIL)]
    mail = Recording()
    tell(mail, at=at(110))
    assert [one.letter and one.letter.name for one in mail.sent] == ["quarantined"]
    with db.snapshot():
        found = recipients.by_key("robot")
        assert found is not None
        assert found.why == WHY  # a letter to its owner does not say that it is well


def test_address_that_wants_nothing_more_ends(store: Path) -> None:
    add_readers("robot", channel=Channel.WEBHOOK)
    opened()
    gone = Recording(lambda _: Never(WHY, Blame.RECIPIENT, ends=True), Channel.WEBHOOK)
    tell(gone, at=at(0))
    opened(1, title="Another")
    tell(gone, at=at(1))
    assert len(gone.sent) == 1
    with db.snapshot():
        found = recipients.by_key("robot")
        assert found is not None
        assert found.state is SubscriptionState.ENDED


def test_own_hook_that_wants_nothing_more_is_left_alone_until_it_takes_a_test(store: Path) -> None:
    add_to_config(store, a_table("hooks", id="team", format="slack", url="env:TEAM"))
    gone = Recording(lambda _: Never(WHY, Blame.RECIPIENT, ends=True), Channel.HOOK)
    opened()
    tell(gone, at=at(0))
    opened(1, title="Another")
    tell(gone, at=at(1))
    assert len(gone.sent) == 1
    assert own_hooks().condition is Condition.LATE
    assert str(WHY) in str(own_hooks().text)
    note_reached("team")
    assert own_hooks().is_well
    opened(2, title="A third")
    well = Recording(channel=Channel.HOOK)
    tell(well, at=at(2))
    assert [one.told[0].item.title for one in well.sent] == ["Investigating: A third"]


@pytest.mark.parametrize(
    ("result", "score"),
    [
        (Never(WHY, Blame.RECIPIENT), 1.0),
        (Never(WHY, Blame.RECIPIENT, weight=0.5), 0.5),
        (Later(WHY), 0.5),
        (Never(WHY, Blame.US), 0.0),
        (Later(WHY, blame=Blame.US), 0.0),
    ],
)
def test_mail_that_is_never_taken_counts_as_one_that_came_back(
    store: Path, result: Result, score: float
) -> None:
    add_readers("ada")
    opened()
    tell(Recording(lambda _: result, retries=()), at=at(0))
    with db.snapshot():
        found = recipients.by_key("ada")
        assert found is not None
        assert found.score == score
