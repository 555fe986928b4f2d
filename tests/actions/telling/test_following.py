"""Whoever said something is told what becomes of it: each step once, also after a merge."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.listening.hearing import VoiceWish
from statuspage.actions.listening.saying import say
from statuspage.actions.telling import following, owning
from statuspage.actions.telling.confirming import confirm_by_code
from statuspage.actions.telling.links import code_of
from statuspage.domain.listening.voice import Voice, VoiceState
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.telling.subscription import HowOften
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.notify.fanning import fan_out
from statuspage.notify.letters import letter_of
from statuspage.notify.outlet import Letter, Message
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.settings import site
from statuspage.store.tables.telling import Delivery
from statuspage.store.telling import subscriptions
from tests.helpers.following import NOON, everybody, with_mail
from tests.helpers.letters import letters
from tests.helpers.library import SITE
from tests.helpers.telling import ADA

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def mailing(store: Path) -> Path:
    return with_mail(store)


def spoken(text: str, mail: str, days: int = 0, outcome: str = "") -> Voice:
    """Somebody says something, and confirms their address."""
    with clock.standing_at(NOON + days * DAY):
        done = say(VoiceWish(text, outcome=outcome), mail, None)
        confirm_by_code(done.request, code_of(done.request))
    return seen(done.voice)


def seen(key: str) -> Voice:
    with db.snapshot():
        voice = voices.by_key(key)
    assert voice is not None
    return voice


def outcome(title: str, days: int, former: Entry | None = None, **front: object) -> Entry:
    kept = {"title": title, "said": "We want it.", "state": "considering"} | front
    with clock.standing_at(NOON + days * DAY):
        if former is None:
            return write_entry(EntryKind.OUTCOME, kept, "Words.", ADA, zone=SITE.zone)
        return write_entry(
            EntryKind.OUTCOME,
            kept,
            "Words.",
            ADA,
            zone=SITE.zone,
            slug=former.slug,
            reason="It goes on.",
        )


def take(voice: Voice, slug: str) -> None:
    with db.transaction():
        voices.change(voice.key, state=VoiceState.HEARD, outcome=slug)
        following.onto(voice, slug)


def told(days: int) -> Counter[str]:
    """How often each address was told of something till now."""
    with clock.standing_at(NOON + days * DAY):
        fan_out()
    with db.snapshot():
        by_key = {one.key: one.address for one in subscriptions.of_visitors()}
        rows = Delivery.select().where(Delivery.letter == "")
        return Counter(by_key[row.subscription] for row in rows)


def test_each_step_reaches_each_voice_once_also_after_a_merge() -> None:
    eve, bob = "eve@example.com", "bob@example.com"
    first, second = spoken("Dark mode", eve), spoken("Night colours", bob)
    again = spoken("Night colours, again", eve)
    dark, night = outcome("Dark mode", 1), outcome("Night colours", 1)
    assert told(1) == {}  # nobody took them onto one yet
    take(first, dark.slug)
    take(second, night.slug)
    take(again, night.slug)
    dark = outcome("Dark mode", 2, dark, state="planned")
    assert told(2) == {eve: 1}
    with db.transaction():
        following.merged(night.slug, dark.slug)
    dark = outcome("Dark mode", 3, dark, state="doing")
    assert told(3) == {eve: 2, bob: 1}
    outcome("Dark mode", 4, dark, state="doing", did="Half of it.")  # progress in one state
    assert told(4) == {eve: 3, bob: 2}
    owning.leave(everybody()[0].key)
    outcome("Dark mode", 5, state="done", did="All of it.", done="2026-07-06")
    assert told(5) == {eve: 3, bob: 2}  # another request


def test_merge_in_a_form_or_a_file_is_followed_as_one_by_hand() -> None:
    voice = spoken("Night colours", "eve@example.com")
    night, light = outcome("Night colours", 1), outcome("Light and dark", 1)
    dark = outcome("Dark mode", 1)
    take(voice, night.slug)
    outcome("Light and dark", 2, light, same_as=dark.slug)
    told(2)
    outcome("Night colours", 3, night, same_as=light.slug)
    before = told(3)["eve@example.com"]
    assert everybody()[0].filter.outcomes == {night.slug, light.slug, dark.slug}
    outcome("Dark mode", 4, dark, state="planned")
    assert told(4) == {"eve@example.com": before + 1}


def test_none_is_told_after_leaving() -> None:
    voice = spoken("Dark mode", "eve@example.com")
    dark = outcome("Dark mode", 1)
    take(voice, dark.slug)
    owning.leave(voice.subscription)
    outcome("Dark mode", 2, dark, state="planned")
    assert told(2) == {}


def test_voice_taken_before_its_code_came_back_follows_its_outcome() -> None:
    with clock.standing_at(NOON):
        done = say(VoiceWish("Dark mode"), "eve@example.com", None)
    dark = outcome("Dark mode", 0)
    take(seen(done.voice), dark.slug)
    with clock.standing_at(NOON):
        confirm_by_code(done.request, code_of(done.request))
    assert everybody()[0].filter == Filter(outcomes=frozenset({dark.slug}))


def test_one_turned_away_gets_one_kind_letter_with_the_reason() -> None:
    voice = spoken("Buy my pills", "eve@example.com")
    with db.transaction(), clock.standing_at(NOON + DAY):
        voices.change(voice.key, state=VoiceState.TURNED_AWAY, why="It is an advertisement.")
        following.turned_away(voice)
    assert letters()[-1] == ("turned_away", voice.key)
    with db.snapshot():
        message = Message(
            "k", everybody()[0], site(), 1, NOON, letter=Letter("turned_away", voice.key)
        )
    letter = letter_of(message, NOON)
    assert "It is an advertisement." in str(letter.parts[-1])
    assert letter.step is not None
    assert letter.step.path.startswith("/feedback/mine/")


def test_what_expired_is_followed_no_more_and_the_address_goes_with_it() -> None:
    first = spoken("Dark mode", "eve@example.com")
    second = spoken("Exports", "eve@example.com", days=1)
    dark = outcome("Dark mode", 2)
    take(first, dark.slug)
    with db.transaction():
        following.let_go(seen(first.key))
        voices.forget_words([first.key])
    assert everybody()[0].filter == Filter(outcomes=frozenset({f"voice/{second.key}"}))
    with db.transaction():
        following.let_go(seen(second.key))
    assert everybody() == []


def test_who_is_told_everything_keeps_what_they_asked_for_when_they_choose() -> None:
    voice = spoken("Dark mode", "eve@example.com")
    with db.transaction():
        [found] = list(subscriptions.of_visitors())
        owning.change(found.key, Filter(kinds=frozenset(NewsKind)), "", HowOften.INSTANT)
        owning.change(found.key, Filter(), "", HowOften.INSTANT)
        owning.change(found.key, Filter(kinds=frozenset({NewsKind.INCIDENTS})), "", HowOften.DAILY)
    assert everybody()[0].filter.outcomes == {f"voice/{voice.key}"}


def test_erased_address_takes_its_words_along() -> None:
    held = spoken("My name is Eve", "eve@example.com")
    counted = spoken("Dark mode, says Eve", "eve@example.com", days=1)
    take(counted, outcome("Dark mode", 2).slug)
    owning.erase("eve@example.com")
    with db.snapshot():
        assert voices.by_key(held.key) is None
    assert seen(counted.key).text == ""
    assert seen(counted.key).state is VoiceState.HEARD
