"""What the program's health says of what is to be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.telling.switch import stop_sending
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.telling.subscription import SubscriptionState
from statuspage.health.health import Condition, Health
from statuspage.health.telling import telling
from statuspage.said import said
from statuspage.store import db
from statuspage.store.telling import deliveries
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.telling import at, opened

WHY = said("smtp.acme.example refuses us.")


@pytest.fixture(autouse=True)
def readers(store: Path) -> Iterator[None]:
    with clock.standing_at(at(0)):
        add_readers("ada", "bob")
        opened()
        yield


def told(minutes: float) -> Health:
    with clock.standing_at(at(minutes)):
        return telling()


def answering(result: Result) -> Recording:
    return Recording(lambda _: result, retries=(timedelta(minutes=5),))


def test_telling_is_well_when_all_was_sent() -> None:
    tell(answering(Sent()), at=at(0))
    found = told(30)
    assert (found.is_well, str(found.text)) == (True, "Nothing waits to be sent.")
    assert found.figures["telling_waiting"] == 0


def test_telling_is_late_when_nobody_sends() -> None:
    tell(at=at(0))
    assert str(told(9).text) == "2 messages wait to be sent."
    found = told(11)
    assert (found.condition, found.since) == (Condition.LATE, at(0))
    assert "Mail: messages have been waiting since" in str(found.text)
    assert found.figures["telling_late_seconds"] == 11 * 60


def test_telling_is_well_while_a_letter_was_only_just_posted() -> None:
    tell(answering(Sent()), at=at(0))
    with clock.standing_at(at(5)), db.transaction():
        deliveries.post_letter("ada", "test", "", at(5))
    assert told(14).is_well
    assert told(16).since == at(5)


def test_telling_names_a_way_that_is_out_of_order_and_why() -> None:
    outlet = answering(Later(WHY, blame=Blame.US))
    for minute in (0, 6, 12):
        tell(outlet, at=at(minute))
    found = told(12.1)
    assert (found.condition, found.since) == (Condition.LATE, at(0))
    assert "Mail: nothing can be sent since" in str(found.text)
    assert str(found.text).endswith("smtp.acme.example refuses us.")


def test_telling_says_that_a_reader_who_is_tried_again_is_no_trouble() -> None:
    for minute in (0, 1):
        tell(answering(Later(WHY)), at=at(minute))
    assert told(4).is_well


def test_telling_raises_the_alarm_for_refusals_that_are_ours() -> None:
    tell(answering(Never(WHY, Blame.US)), at=at(0))
    found = told(60)
    assert found.condition is Condition.LATE
    assert str(found.text).startswith("2 messages of the last 24 hours were refused")
    assert "smtp.acme.example refuses us." in str(found.text)
    assert told(60 * 25).is_well


def test_telling_says_who_stopped_it() -> None:
    with clock.standing_at(at(1)):
        stop_sending(Actor("grace"))
    found = told(2)
    assert (found.condition, found.since) == (Condition.LATE, at(1))
    assert "grace stopped it on 2" in str(found.text)


def test_telling_counts_who_was_given_up() -> None:
    tell(answering(Sent()), at=at(0))
    add_readers("eve", state=SubscriptionState.QUARANTINED)
    found = told(1)
    assert found.is_well
    assert found.figures["telling_quarantined"] == 1
