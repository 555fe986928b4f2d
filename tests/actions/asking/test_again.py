"""Those who asked for something are asked once whether it helped, and enough "no" reopens it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.asking import links
from statuspage.actions.asking.again import ask_again
from statuspage.actions.asking.answering import answer
from statuspage.actions.asking.helped import done_at
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.actions.telling.owning import leave
from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.asking.verdict import is_reopened
from statuspage.domain.listening.voice import Voice, VoiceChannel, VoiceState
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import Conflict
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.published import entries, events, record
from statuspage.store.settings import site
from tests.helpers.letters import letters
from tests.helpers.outlets import add_readers
from tests.helpers.telling import at

GRACE = Actor("grace")
WEEKS = timedelta(days=28)


def _written(slug: str | None = None, **front: object) -> Entry:
    told = {"title": "Weekends", "said": "Please.", "state": "done", "did": "We do.", **front}
    kind, zone = EntryKind.OUTCOME, site().zone
    return write_entry(kind, told, "Now.", GRACE, zone=zone, slug=slug, reason="as it is now")


def _heard(key: str, slug: str, subscription: str) -> None:
    told = {"subject": "", "components": (), "language": "", "may_quote": False, "why": ""}
    with db.transaction():
        voice = Voice(
            key,
            at(0),
            VoiceChannel.PAGE,
            "Please.",
            state=VoiceState.HEARD,
            outcome=slug,
            subscription=subscription,
            decided_at=at(0),
            **told,  # type: ignore[arg-type]  # what matters not here
        )
        voices.put(voice)


@pytest.fixture
def done(store: Path) -> str:
    """Something that three people asked for, one of them twice, and that is done since noon."""
    with clock.standing_at(at(0)):
        slug = _written().slug
        add_readers("ada", "bob", "eve")
    for number, key in enumerate(("ada", "bob", "eve", "eve", "")):
        _heard(f"v{number}", slug, key)
    return slug


def _answer(slug: str, reader: str, choice: str, days: int = 29) -> str:
    with clock.standing_at(at(0) + timedelta(days=days)):
        with db.snapshot():
            since = done_at(entries.by_slug(EntryKind.OUTCOME, slug))
        time = "" if since is None else str(int(since.timestamp()))
        by = links.token_of_reader(QuestionKind.HELPED, slug, reader, time)
        return answer("helped", slug, choice, by=by, submission="")


def _now(slug: str) -> Entry:
    with db.snapshot():
        return entries.by_slug(EntryKind.OUTCOME, slug)


def test_each_voice_with_an_address_is_asked_once(done: str) -> None:
    with clock.standing_at(at(0)):
        leave("bob")
    with clock.standing_at(at(0) + WEEKS - timedelta(seconds=1)):
        assert ask_again() == 0
    for _ in range(2):
        with clock.standing_at(at(0) + WEEKS):
            ask_again()
    asked = [about for name, about in letters() if name == "helped"]
    assert len(asked) == 2
    assert {about.partition("@")[0] for about in asked} == {done}


def test_two_no_reopen_it_and_say_why(done: str) -> None:
    _answer(done, "ada", "no")
    _answer(done, "bob", "yes")
    assert _now(done).details["state"] == "done"
    _answer(done, "eve", "no")
    entry = _now(done)
    assert entry.details["state"] == "considering"
    assert entry.details["did"] == "We do."
    with db.snapshot():
        newest = record.newest([f"outcomes/{done}"])[f"outcomes/{done}"]
        assert newest.reason == "entry.did_not_help"
        told = [one for act in [events.next_act()] for one in act]
    assert not any(one.is_quiet for one in told if one.entry == newest.index)
    with pytest.raises(Conflict):
        _answer(done, "bob", "no")


def test_those_who_know_better_keep_it_closed(done: str) -> None:
    for reader, choice in (("a", "yes"), ("b", "partly"), ("c", "yes"), ("d", "no"), ("e", "no")):
        _answer(done, reader, choice)
    assert _now(done).details["state"] == "done"
    _answer(done, "f", "unknown")
    assert _now(done).details["state"] == "done"
    _answer(done, "b", "no")  # changed their mind
    assert _now(done).details["state"] == "considering"


def test_what_is_done_again_is_asked_again_and_judged_anew(done: str) -> None:
    key = _answer(done, "ada", "no")
    _answer(done, "bob", "no")
    with clock.standing_at(at(0) + timedelta(days=40)):
        _written(done)
    assert _now(done).details["state"] == "done"
    with clock.standing_at(at(0) + timedelta(days=69)):
        assert ask_again() == 3
    assert _answer(done, "ada", "no", 70) != key
    assert _now(done).details["state"] == "done"
    _answer(done, "eve", "no", 70)
    assert _now(done).details["state"] == "considering"


def test_nobody_answers_without_a_letter(done: str) -> None:
    with clock.standing_at(at(60)), pytest.raises(Conflict):
        answer("helped", done, "no", by="", submission="x")


@pytest.mark.parametrize(
    ("counts", "reopens"),
    [
        ({"no": 1}, False),
        ({"no": 2}, True),
        ({"no": 2, "yes": 2}, True),
        ({"no": 2, "yes": 2, "partly": 1}, False),
        ({"no": 2, "yes": 2, "unknown": 50}, True),
        ({}, False),
    ],
)
def test_enough_no_is_two_and_half(counts: dict[str, int], reopens: bool) -> None:
    assert is_reopened(counts) is reopens
