"""Rounds of surveys: links of which each answers once, or one address that is open to everybody."""

from __future__ import annotations

from collections.abc import Sequence

from statuspage import clock
from statuspage.actions import tallies
from statuspage.actions.asking import links
from statuspage.actions.given import Actor, refuse
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.domain.asking.questions import SURVEYED, QuestionKind
from statuspage.domain.asking.results import ASKED, LINKS
from statuspage.domain.asking.rounds import NAME, SurveyRound
from statuspage.errors import Conflict
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.asking import rounds

MOST_LINKS = 100_000


def make_links(kind: str, name: str, count: int, actor: Actor) -> list[str]:
    """Begin a round, or add to one; returns the tokens of the new links, in order.

    How many there are is published: by it readers know how many of them answered. Raises
    InvalidInput, Conflict, StoreError.
    """
    faults: dict[str, Said] = {}
    if not 1 <= count <= MOST_LINKS:
        faults["count"] = said("Ask for {low} to {high} links.", low=1, high=MOST_LINKS)
    with once(actor.submission) as deed:
        former = _checked(kind, name, faults, is_open=False)
        first = former.links if former else 0
        if former is not None and deed.answer is not None:
            return tokens(former, int(deed.answer))
        if first + count > MOST_LINKS:
            raise Conflict(said("This round has {count} links already.", count=first))
        made = former.made_at if former else clock.now()
        found = SurveyRound(QuestionKind(kind), name, first + count, False, made)
        _put(found, count, actor)
        deed.answer = str(first + 1)
    return tokens(found, first + 1)


def open_to_all(kind: str, name: str, actor: Actor) -> SurveyRound:
    """Begin a round that whoever has its address may answer. Raises as `make_links`."""
    with db.transaction():
        former = _checked(kind, name, {}, is_open=True)
        if former is not None:
            return former
        found = SurveyRound(QuestionKind(kind), name, 0, True, clock.now())
        _put(found, 0, actor)
    return found


def tokens(found: SurveyRound, first: int = 1) -> list[str]:
    """The tokens of the links of a round, from a number on. Raises StoreError."""
    return [links.token_of_round(found, number) for number in range(first, found.links + 1)]


def rounds_kept() -> Sequence[SurveyRound]:
    """Every round, the newest first. Raises StoreError."""
    with db.snapshot():
        return rounds.all_of_them()


def _checked(kind: str, name: str, faults: dict[str, Said], *, is_open: bool) -> SurveyRound | None:
    """The round of this name, if there is one that can go on."""
    if kind not in SURVEYED:
        faults["kind"] = said("Choose one from the list.")
    if not NAME.fullmatch(name):
        faults["name"] = said(
            "Write small letters, digits and hyphens, such as {name}.", name="spring-2026"
        )
    refuse(faults)
    found = rounds.by_name(QuestionKind(kind), name)
    if found is not None and found.is_open != is_open:
        raise Conflict(said("There is a round of this name that is answered in another way."))
    if found is not None and not found.is_taken(clock.now()):
        raise Conflict(said("The round of this name is over; choose another name."))
    return found


def _put(found: SurveyRound, count: int, actor: Actor) -> None:
    rounds.put(found)
    about = f"{found.kind}/{found.name}"
    tallies.publish(ASKED, about, {LINKS: found.links}, clock.now())
    note_act(actor, "survey", f"survey/{about}", None, {"links": count})
