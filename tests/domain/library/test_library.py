"""The Library: each question says what it is about, is noted, and is asked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from inspect import isfunction
from typing import Any, get_type_hints

import pytest

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.about import About
from statuspage.domain.library.library import Library, Notes
from statuspage.domain.library.memory import Held, Memory
from statuspage.domain.vocabulary.site import Component
from tests.helpers.library import a_library
from tests.render.facts import an_incident

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ROOMS = {
    name: form for name, form in get_type_hints(Library).items() if name not in ("notes", "made")
}


@pytest.mark.parametrize("room", ROOMS)
def test_every_question_says_what_its_answers_are_about(room: str) -> None:
    questions = [one for one in vars(ROOMS[room]).values() if isfunction(one)]
    asked = [one for one in questions if not one.__name__.startswith("_")]
    assert asked
    assert all(isinstance(getattr(one, "about", None), About) for one in asked)


class Counted:
    """A room that counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def known(self) -> list[Component]:
        self.times += 1
        return []


def test_question_is_noted_and_asked_of_the_maker_once() -> None:
    room: Any = Counted()
    notes = Notes(NOON)
    library = replace(a_library(), components=room).noting(notes)
    assert notes.topics == set()
    assert library.components.known() == library.components.known() == []
    assert (room.times, notes.topics) == (1, {"components"})


class OfEach:
    """A room that remembers of which subjects it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def marks(self, subjects: list[str]) -> dict[str, str]:
        self.asked.append(subjects)
        return {one: one.upper() for one in subjects if one != "incident/none"}


def test_question_about_several_is_asked_for_those_alone_that_were_not_asked_before() -> None:
    room: Any = OfEach()
    library = replace(a_library(), record=room).noting(notes := Notes(NOON))
    one, two, none = "incident/one", "incident/two", "incident/none"
    assert library.record.marks([one, none]) == {one: one.upper()}
    assert library.record.marks([two, one, none]) == {one: one.upper(), two: two.upper()}
    assert library.record.marks([]) == {}
    assert room.asked == [[none, one], [two]]
    assert notes.topics == {one.replace("/", ":"), two.replace("/", ":"), "incident:none"}


class Told:
    """A room that remembers how it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def by_key(self, key: str) -> Incident:
        self.asked.append(key)
        return an_incident(key=key)

    def by_keys(self, keys: list[str]) -> dict[str, Incident]:
        self.asked.append(keys)
        return {key: an_incident(key=key) for key in keys if key != "none"}


def test_question_about_one_is_not_asked_after_the_one_about_several() -> None:
    room: Any = Told()
    shared = replace(a_library(), incidents=room).noting(Notes(NOON))
    shared.incidents.by_keys(["one", "two", "none"])
    page = shared.noting(notes := Notes(NOON))
    assert page.incidents.by_key("one") == an_incident(key="one")
    assert notes.topics == {"components", "incident:one"}  # as if it had been asked
    page.incidents.by_key("none")
    page.incidents.by_key("three")
    assert room.asked == [["none", "one", "two"], "none", "three"]


def test_library_that_pages_share_forgets_between_two_of_them() -> None:
    room: Any = OfEach()
    shared = replace(a_library(), record=room).noting(Notes(NOON))
    many = [f"incident/{number}" for number in range(5001)]
    page = shared.noting(Notes(NOON))
    page.record.marks(many)
    page.record.marks(many)
    assert len(room.asked) == 1
    shared.noting(Notes(NOON)).record.marks(many)
    assert len(room.asked) == 2


def test_what_follows_from_answers_is_made_once_for_all_pages_of_one_library() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "it"

    alone, shared = a_library(), a_library().noting(Notes(NOON))
    assert [alone.once("it", make), alone.once("it", make)] == ["it", "it"]
    pages = [shared.noting(Notes(NOON)) for _ in range(2)]
    assert [page.once("it", make) for page in pages] == ["it", "it"]
    assert len(made) == 3


def test_earliest_instant_to_come_is_the_one_that_counts() -> None:
    notes = Notes(NOON)
    for minutes in (30, 10, 20, 0, -5):
        notes.holds_until(NOON + timedelta(minutes=minutes))
    assert notes.valid_until == NOON + timedelta(minutes=10)


def test_library_with_a_memory_asks_again_what_rose_and_nothing_else() -> None:
    room: Any = OfEach()
    memory, alone = Memory(), replace(a_library(), record=room)
    one, two = "incident/one", "incident/two"
    asked = [alone.noting(notes := Notes(NOON), memory).record.marks([one, two]) for _ in range(2)]
    assert asked[0] == asked[1]
    assert notes.topics == {"incident:one", "incident:two"}
    memory.rose(["incident:two"])
    assert alone.noting(Notes(NOON), memory).record.marks([one, two]) == asked[0]
    assert room.asked == [[one, two], [two]]
    memory.forget()
    alone.noting(Notes(NOON), memory).record.marks([one])
    assert room.asked[2:] == [[one]]


def test_memory_lets_go_of_what_nobody_asked_for_lately() -> None:
    memory = Memory()
    memory.keep("often", Held("asked", frozenset()))
    memory.keep("once", Held("asked", frozenset()))
    for number in range(8000):
        memory.keep(number, Held(number, frozenset()))
        assert memory.find("often") is not None
    assert memory.find("once") is None
