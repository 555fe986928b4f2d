"""How much people may say, so that whoever reads it can; and what is undone with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.listening.hearing import VoiceWish
from statuspage.actions.listening.saying import LIMITS, say
from statuspage.actions.visitors import seconds_to_wait
from statuspage.errors import Conflict, InvalidInput
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.telling import subscriptions
from tests.helpers.following import with_mail

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(store: Path) -> Iterator[None]:
    with_mail(store)
    with clock.standing_at(NOON):
        yield


def heard() -> int:
    with db.snapshot():
        return voices.count_held()


def test_flood_from_everywhere_ends_at_what_can_be_read() -> None:
    for number in range(300):
        say(VoiceWish(f"Number {number}"), "", None)
    with pytest.raises(Conflict, match="Many people ask for this"):
        say(VoiceWish("One more"), "", None)
    assert heard() == 300


def test_one_place_says_a_dozen_things_at_once_and_one_every_two_minutes() -> None:
    waits = [seconds_to_wait("192.0.2.7", LIMITS) for _ in range(13)]
    assert waits[:12] == [0.0] * 12
    assert 0 < waits[12] <= 120
    assert seconds_to_wait("192.0.2.8", LIMITS) == 0.0


def test_what_cannot_be_taken_leaves_nothing_and_names_every_fault() -> None:
    with pytest.raises(InvalidInput) as found:
        say(VoiceWish(""), "eve", None)
    assert set(found.value.faults) == {"text", "address"}
    with pytest.raises(InvalidInput):
        say(VoiceWish("Fine"), "eve", None)
    assert heard() == 0
    with db.snapshot():
        assert list(subscriptions.of_visitors()) == []
