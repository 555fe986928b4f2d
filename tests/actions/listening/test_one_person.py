"""One person counts once for a request, however often the same person asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.listening.deciding import take
from statuspage.actions.listening.hearing import VoiceWish, count_anew
from statuspage.actions.listening.saying import SaidToUs, say, take_back
from statuspage.actions.telling.confirming import confirm_by_code
from statuspage.actions.telling.links import code_of
from statuspage.domain.listening.voice import VoiceChannel
from statuspage.store import db
from statuspage.store.listening import voices
from tests.helpers.following import with_mail
from tests.helpers.requests import GRACE, heard, request, voice

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
EVE, BOB = "eve@example.com", "bob@example.com"
WORDS = VoiceWish("Please answer at weekends.")


@pytest.fixture(autouse=True)
def noon(store: Path) -> Iterator[None]:
    with_mail(store)
    with clock.standing_at(NOON):
        yield


def confirmed(wish: VoiceWish, mail: str) -> SaidToUs:
    told = say(wish, mail, None)
    confirm_by_code(told.request, code_of(told.request))
    return told


def counted(slug: str) -> dict[str, int]:
    with db.transaction():
        count_anew([slug], NOON)
    return heard(slug)


def test_same_words_of_a_code_that_never_came_back_count_with_those_of_the_next() -> None:
    slug = request("Weekends")
    first, second = say(WORDS, EVE, None), confirmed(WORDS, EVE)
    assert voice(first.voice).subscription == voice(second.voice).subscription != ""
    take([first.voice, second.voice, say(WORDS, "", None).voice], slug, GRACE)
    assert heard(slug) == {"page": 2}


def test_other_words_of_a_code_that_never_came_back_are_nobodys() -> None:
    first, _ = say(VoiceWish("Buy my pills."), EVE, None), confirmed(WORDS, EVE)
    assert voice(first.voice).subscription == ""


def test_person_who_asks_by_two_ways_counts_once_and_two_people_twice() -> None:
    slug = request("Weekends")
    for wish in (WORDS, VoiceWish("On Sundays, too.", channel=VoiceChannel.API)):
        take([confirmed(wish, EVE).voice], slug, GRACE)
    assert heard(slug) == {"api": 1}
    take([confirmed(WORDS, BOB).voice], slug, GRACE)
    assert heard(slug) == {"api": 1, "page": 1}


def test_voice_without_words_counts_once_for_each_request_as_soon_as_it_is_known_whose() -> None:
    slug, other = request("Weekends"), request("Sundays")
    for name in (slug, slug, other):
        say(VoiceWish("", outcome=name), EVE, None)
    assert (counted(slug), counted(other)) == ({"page": 2}, {"page": 1})
    confirmed(VoiceWish("", outcome=slug), EVE)
    assert (heard(slug), heard(other)) == ({"page": 1}, {"page": 1})


@pytest.mark.parametrize("forgotten", [1, 2, 3])
def test_count_stays_when_words_and_addresses_are_forgotten(forgotten: int) -> None:
    slug = request("Weekends")
    keys = [confirmed(VoiceWish(f"Number {number}"), EVE).voice for number in range(3)]
    take([*keys, confirmed(WORDS, BOB).voice], slug, GRACE)
    with db.transaction():
        voices.forget_words(keys[:forgotten])
    assert counted(slug) == {"page": 2}
    with db.snapshot():
        assert all(not one.text for one in voices.known(keys[:forgotten]))


def test_what_is_taken_back_leaves_the_count_of_the_person() -> None:
    slug = request("Weekends")
    keys = [confirmed(VoiceWish(f"Number {number}"), EVE).voice for number in range(2)]
    take(keys, slug, GRACE)
    take_back(voice(keys[0]))
    assert counted(slug) == {"page": 1}
    take_back(voice(keys[1]))
    assert counted(slug) == {"page": 1}
