"""How a kind of fact stands in the record: each part named once, and carried both ways.

What may grow long, and what people wrote, is a text (an entry has 65,535 bytes at most, and only a
text can be blanked); all else is a fact in JSON types.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from statuspage.domain.record.recorded import Recorded, Statement, canonical, parse_stamp, stamp
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import Said

F = TypeVar("F")

_REQUIRED = object()


@dataclass(frozen=True)
class Shape:
    """A value of a fact as a value in JSON types (or as a text), and back."""

    dump: Callable[[Any], Any]
    load: Callable[[Any], Any]


def _or_none(shape: Shape) -> Shape:
    return Shape(
        lambda value: None if value is None else shape.dump(value),
        lambda value: None if value is None else shape.load(value),
    )


def choice(names: type[StrEnum]) -> Shape:
    """One of some names."""
    return Shape(lambda value: value.value, names)


def _listed(value: Any) -> str:
    return canonical(value).decode()


AS_IT_IS = Shape(lambda value: value, lambda value: value)
INSTANT = _or_none(Shape(stamp, parse_stamp))
INSTANTS = Shape(
    lambda value: [stamp(one) for one in value], lambda value: tuple(map(parse_stamp, value))
)
DATE = _or_none(Shape(date.isoformat, date.fromisoformat))
SECONDS = _or_none(
    Shape(lambda value: int(value.total_seconds()), lambda value: timedelta(seconds=value))
)
NAMES = Shape(list, tuple)
TABLE = Shape(lambda value: _listed(dict(value)), lambda text: json.loads(text or "{}"))
"""A mapping in JSON types as a text."""


def rows(dump: Callable[[Any], Any], load: Callable[[Any], Any]) -> Shape:
    """Any number of things as a text; each in JSON types."""
    return Shape(
        lambda value: _listed([dump(one) for one in value]),
        lambda text: tuple(load(one) for one in json.loads(text or "[]")),
    )


def _kept(gap: Any) -> Any:
    if isinstance(gap, date):
        return {"day": gap.isoformat()}
    return {"seconds": int(gap.total_seconds())} if isinstance(gap, timedelta) else gap


def _gap(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    return date.fromisoformat(kept["day"]) if "day" in kept else timedelta(seconds=kept["seconds"])


def _message(text: str) -> Said | None:
    if not text:
        return None  # it was erased
    key, gaps = json.loads(text)
    return Said(key, {name: _gap(kept) for name, kept in gaps.items()})


WORDINGS = Shape(
    lambda told: _listed({language: dict(told.texts[language]) for language in told}),
    lambda text: Wordings(json.loads(text)) if text else NOT_TRANSLATED,  # it was erased
)
"""What was written in further languages, as a text: {"de": {"title": ..., "body": ...}}."""

MESSAGE = Shape(
    lambda message: _listed([message.key, {n: _kept(gap) for n, gap in message.params.items()}]),
    _message,
)
"""A message that is stored, as a text: its key, and its gaps (texts, days, lengths of time)."""


class Shown(StrEnum):
    """How readers are shown what became of a part."""

    TIME = "time"
    NAME = "name"
    TEXT = "text"
    MESSAGE = "message"
    STATES = "states"  # of components
    SECTIONS = "sections"  # of a postmortem, each by itself
    TABLE = "table"  # each of its keys by itself
    WORDINGS = "wordings"  # each text of each language by itself


@dataclass(frozen=True)
class Field:
    """A part of a fact: its name in the entry, which is also the key of its label."""

    name: str
    shape: Shape = AS_IT_IS
    shown: Shown | None = None  # None: a change of it is of no interest to readers
    place: str = ""  # the attribute of the fact, as "cadence.interval"; empty: as its name
    is_text: bool = False
    is_beside: bool = False  # no part of the fact, it is handed in beside it
    absent: Any = field(default=_REQUIRED, repr=False)  # the value that is left out of an entry

    @property
    def attribute(self) -> str:
        return self.place or self.name

    def read(self, entry: Recorded) -> Any:
        """Its value in an entry. Raises KeyError, TypeError, AttributeError, ValueError."""
        said = entry.words if self.is_text else entry.leaf.facts
        if self.absent is not _REQUIRED and self.name not in said:
            return self.absent
        return self.shape.load(entry.text(self.name) if self.is_text else said[self.name])


def instant(
    name: str, shown: Shown | None = None, place: str = "", absent: Any = _REQUIRED
) -> Field:
    """A part that is an instant, or None."""
    return Field(name, INSTANT, shown, place, absent=absent)


def text(
    name: str,
    shape: Shape = AS_IT_IS,
    shown: Shown | None = Shown.TEXT,
    place: str = "",
    absent: Any = _REQUIRED,
) -> Field:
    """A part that is a text."""
    return Field(name, shape, shown, place, is_text=True, absent=absent)


def dated(name: str, lasts: timedelta) -> Callable[[Statement], datetime]:
    """It is news for so long from the instant that one of its facts names."""
    return lambda statement: parse_stamp(statement.facts[name]) + lasts


@dataclass(frozen=True)
class RecordKind(Generic[F]):
    """A kind of fact in the record. Its name begins the subjects of its entries."""

    name: str
    noun: Said  # what a fact of it is called
    make: Callable[..., F]
    fields: tuple[Field, ...]
    names: tuple[str, ...] = ()  # attributes that follow in the subject; a single one is read back
    parts: Mapping[str, Callable[..., Any]] = field(default_factory=dict)  # makers of attributes
    path: str = ""  # its page: takes {name} and the facts of the entry
    own_paths: Mapping[str, str] = field(default_factory=dict)  # of those that have another
    title: str = "title"  # the text that names it to readers
    topic: str = ""  # that a new one raises: takes {name}, {first}; empty: of what it belongs to
    is_set_up: bool = False  # it is of the site itself, and no news to anybody
    news_until: Callable[[Statement], datetime] | None = None  # until when a first one is news

    def subject(self, *names: str) -> str:
        """What entries of such a fact are about, as "sla/api-availability"."""
        return "/".join([self.name, *names])

    def statement(self, fact: F, **beside: Any) -> Statement:
        """What a fact says to the record."""
        facts: dict[str, Any] = {}
        words: dict[str, str] = {}
        for one in self.fields:
            value = beside[one.name] if one.is_beside else attrgetter(one.attribute)(fact)
            if value != one.absent:
                (words if one.is_text else facts)[one.name] = one.shape.dump(value)
        names = (str(attrgetter(name)(fact)) for name in self.names)
        return Statement(self.subject(*names), facts, words)

    def fact(self, entry: Recorded, **known: Any) -> F:
        """The fact that an entry says; `known` has what only others tell of it.

        Raises KeyError, TypeError, AttributeError, ValueError when it is no entry of this kind.
        """
        values = {f.attribute: f.read(entry) for f in self.fields if not f.is_beside}
        if len(self.names) == 1:
            values.setdefault(self.names[0], entry.subject.partition("/")[2])
        made: dict[str, Any] = dict(known)
        nested: dict[str, dict[str, Any]] = defaultdict(dict)
        for attribute, value in values.items():
            part, _, rest = attribute.partition(".")
            if rest:
                nested[part][rest] = value
            else:
                made[part] = value
        made |= {part: self.parts[part](**told) for part, told in nested.items()}
        return self.make(**made)

    def value(self, name: str, entry: Recorded) -> Any:
        """One part of the fact that an entry says. Raises as `fact`."""
        return next(one for one in self.fields if one.name == name).read(entry)

    def place(self, entry: Recorded) -> str | None:
        """The address of the page (and the part of it) where readers find what it is about."""
        name = entry.subject.partition("/")[2]
        if name in self.own_paths:
            return self.own_paths[name]
        return self.path.format(**{**entry.leaf.facts, "name": name}) or None
