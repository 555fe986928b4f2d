"""A Library: rooms to be asked, and the notes of what was asked of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar, get_type_hints

from statuspage.domain.library import measured_rooms, rooms
from statuspage.domain.library.about import About
from statuspage.domain.library.memory import Held, Memory
from statuspage.domain.library.rooms_journal import Publications
from statuspage.domain.library.rooms_suppliers import Suppliers

Made = TypeVar("Made")
_MOST = 5000
"""Answers that each room of a Library remembers from one page to the next, and what follows.

Some ten megabytes: a page and the documents that tell the same are far apart in a whole copy.
"""


@dataclass
class Notes:
    """What a page rests on: the topics of its reads, and until when none of them stops holding."""

    now: datetime
    topics: set[str] = field(default_factory=set)
    valid_until: datetime | None = None

    def holds_until(self, instant: datetime) -> None:
        """Something that was read says something else from then on; the earliest counts."""
        if instant > self.now and (self.valid_until is None or instant < self.valid_until):
            self.valid_until = instant


@dataclass(frozen=True)
class Library:
    """What is published, room by room. A room answers NotKnown to what its maker does not hold.

    The store makes one of its modules, the record one of its entries (domain/record/library).
    """

    settings: rooms.SiteSettings
    components: rooms.Components
    incidents: rooms.Incidents
    edits: rooms.Edits
    pledges: rooms.Pledges
    postmortems: rooms.Postmortems
    entries: rooms.Entries
    tallies: rooms.Tallies
    reports: rooms.Reports
    publications: Publications
    record: rooms.Record
    witnesses: rooms.Witnesses
    stamps: rooms.Stamps
    objectives: rooms.Objectives
    figures: rooms.Figures
    probes: measured_rooms.Probes
    measurements: measured_rooms.Measurements
    brought: measured_rooms.BroughtIn
    reasons: measured_rooms.Reasons
    hours: measured_rooms.Hours
    cases: measured_rooms.Cases
    ratings: measured_rooms.Ratings
    ratios: measured_rooms.Ratios
    pulls: measured_rooms.Pulls
    sums: rooms.Sums
    staff: rooms.Staff
    suppliers: Suppliers
    notes: Notes | None = None
    made: dict[Hashable, Any] | None = None  # what followed from answers alone, by names of it

    def holds_until(self, instant: datetime) -> None:
        """Note an instant that follows from an answer by a rule of the reader."""
        if self.notes is not None:
            self.notes.holds_until(instant)

    def noting(self, notes: Notes, memory: Memory | None = None) -> Library:
        """The same Library; each question is noted, and asked of the maker only once.

        Pages may share one that notes: what it remembers is for each of them, and is let go between
        two of them when it has grown too much. With a memory that knows what rose since, what was
        answered in an earlier reading is not asked again.
        """
        for one in vars(self).values():
            if isinstance(one, _Noted):
                one.let_go()
        made: dict[Hashable, Any] = {} if self.made is None else self.made
        if len(made) > _MOST:
            made.clear()
        kept = {
            one.name: _Noted(
                *(one.name, getattr(self, one.name), notes),
                None if one.name in _MEASURED else memory,
            )
            for one in fields(self)
            if one.name in _ROOMS
        }
        return replace(self, notes=notes, made=made, **kept)

    def once(self, named: Hashable, make: Callable[[], Made]) -> Made:
        """What follows from answers alone, made once for all pages that share this Library.

        `make` asks nothing: what a page rests on is noted where it is asked.
        """
        if self.made is None:
            return make()
        if named not in self.made:
            self.made[named] = make()
        found: Made = self.made[named]
        return found


class _Noted:
    """A room whose questions are noted. Answers are remembered, so nobody may change them."""

    def __init__(self, name: str, room: Any, notes: Notes, memory: Memory | None) -> None:
        self._name = name
        self._room = room
        self._notes = notes
        self._memory = memory
        self._answers: dict[Hashable, Any] = {}
        self._remembered = 0

    def let_go(self) -> None:
        """Forget all answers when there are too many."""
        if self._remembered > _MOST:
            self._answers.clear()
            self._remembered = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        form = getattr(_ROOMS[self._name], name)
        asked = partial(self._ask, name, getattr(self._room, name), form)
        setattr(self, name, asked)
        return asked

    def _ask(self, name: str, question: Callable[..., Any], form: Any, *given: Any) -> Any:
        about: About = form.about
        if about.each is not None and len(given) > about.each and given[about.each] is not None:
            return self._ask_each(name, question, about, given)
        key = (name, *(_key(one) for one in given))
        if key not in self._answers:
            several = self._answers.get((about.several, (), ()), {}) if about.several else {}
            known = several.get(given[0]) if several else None
            asked = question if known is None else lambda *_: known
            self._answers[key] = self._recalled(key, asked, about, given)
            self._remembered += 1
        return self._answers[key]

    def _ask_each(
        self, name: str, question: Callable[..., Any], about: About, given: tuple[Any, ...]
    ) -> dict[Any, Any]:
        """An answer by what was named, of which only what was not asked before is asked now."""
        place = about.each or 0
        before, after = given[:place], given[place + 1 :]
        kept = self._answers.setdefault((name, before, after), {})
        named = sorted(set(given[place]))
        if missing := [one for one in named if one not in kept]:
            self._remembered += len(missing)
            if self._memory is not None:
                for one in missing:
                    if (held := self._memory.find(self._key(name, before, one, after))) is not None:
                        kept[one] = self._noted(held)
                missing = [one for one in missing if one not in kept]
        if missing:
            found = self._fresh(question, about, (*before, missing, *after))
            kept |= {one: found.get(one) for one in missing}
            for one in missing:
                self._remember(
                    self._key(name, before, one, after),
                    *(kept[one], {one: found[one]} if one in found else {}),
                    *(about, (*before, [one], *after)),
                )
        return {one: kept[one] for one in named if kept[one] is not None}

    def _key(self, *question: Hashable) -> Hashable:
        return self._name, question

    def _recalled(
        self, key: Hashable, question: Callable[..., Any], about: About, given: tuple[Any, ...]
    ) -> Any:
        """The answer as it is remembered, or as the maker gives it."""
        held = None if self._memory is None else self._memory.find(self._key(key))
        if held is not None:
            return self._noted(held)
        answer = self._fresh(question, about, given)
        self._remember(self._key(key), answer, answer, about, given)
        return answer

    def _noted(self, held: Held) -> Any:
        self._notes.topics |= held.topics
        return held.answer

    def _remember(
        self, key: Hashable, kept: Any, answer: Any, about: About, given: tuple[Any, ...]
    ) -> None:
        """Keep for the next reading what does not turn by itself, and rests on topics of its own.

        What names none rests on those of another answer that its readers have read.
        """
        if self._memory is None:
            return
        now = self._notes.now
        topics = (*about.asked(*given), *about.over(now, *given), *about.told(answer, *given))
        if topics and not any(instant > now for instant in about.turns(now, answer, *given)):
            self._memory.keep(key, Held(kept, frozenset(topics)))

    def _fresh(self, question: Callable[..., Any], about: About, given: tuple[Any, ...]) -> Any:
        self._notes.topics.update(about.asked(*given))
        self._notes.topics.update(about.over(self._notes.now, *given))
        answer = question(*given)
        self._notes.topics.update(about.told(answer, *given))
        for instant in about.turns(self._notes.now, answer, *given):
            self._notes.holds_until(instant)
        return answer


def _key(given: Any) -> Hashable:
    return given if isinstance(given, Hashable) else tuple(given)


_ROOMS: Mapping[str, type] = {
    name: form for name, form in get_type_hints(Library).items() if name not in ("notes", "made")
}
_MEASURED = {name for name, form in _ROOMS.items() if form.__module__ == measured_rooms.__name__}
"""Rooms whose answers no memory keeps: results come in without a topic while nothing changes."""
