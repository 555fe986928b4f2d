"""Every kind of the record: each part of a fact is carried there and back, or known otherwise."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.domain.incidents.incident import Change
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.record.codec import RecordKind
from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.record.note import Verifier
from statuspage.domain.record.recorded import Leaf, Recorded, SaltedText, Statement, canonical
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.site import PLAIN
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.wordings import Wordings
from statuspage.said import Said

_FROZEN = {"figure.is_provisional": False, "figure.known_since": None}  # its period is over
_WRITTEN = {
    **{"html": "", "published_at": datetime(2026, 1, 1, tzinfo=UTC), "revision": 1},
    **{"title_in": "", "words_in": ""},
}
OTHERWISE: dict[str, dict[str, Any]] = {
    "incident": {
        "status": None,
        "updated_at": None,
        "resolved_at": None,
        "next_due": None,
        "updates": (),
        "components": (),
        "declared": {},
        "title_in": "",
    },
    "site": {"look": PLAIN},
    "update": {"html": "", "author": "", "keeps_status": False, "dues": (), "words_in": ""},
    **{kind.value: _WRITTEN for kind in EntryKind},
    "figure": {
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "reason": "",
        "figure.revision": 1,
        **_FROZEN,
    },
    "tally": {"at": datetime(2026, 1, 1, tzinfo=UTC)},
    "report": {"at": datetime(2026, 1, 1, tzinfo=UTC), "letter.html": "", "is_draft": False},
    "promise": {
        "title": "Down",
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
        "promise.given_up_at": None,
        "promise.broken_after": timedelta(days=7),
        **{"sla": "", "period": "", "spent": ""},
    },
    "consequence": {
        "title": "It is there",
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
        "promise.given_up_at": None,
        "promise.broken_after": timedelta(days=7),
    },
}
"""What no entry of a kind says of its facts: it follows from others, or is not public."""

BESIDE = {"update": {"incident": "abc"}, "component": {"place": 3}}

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=8)
_INSTANT = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
_LENGTH = st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds))
_STATE = st.sampled_from(ComponentState)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    int: st.integers(0, 10**6),
    float: st.integers(0, 10**6).map(float),
    bool: st.booleans(),
    types.NoneType: st.none(),
    datetime: _INSTANT,
    date: st.dates(),
    timedelta: _LENGTH,
    ZoneInfo: st.sampled_from(["UTC", "Europe/London", "Asia/Kolkata"]).map(ZoneInfo),
    Fraction: st.fractions(),
    Change: st.builds(Change, st.just("api"), st.just("api"), _STATE, _STATE, _STATE),
    Span: st.builds(lambda start, length: Span(start, start + length), _INSTANT, _LENGTH),
    Said: st.builds(Said, _TEXT, st.dictionaries(_TEXT, _TEXT | _LENGTH, max_size=2)),
    Wordings: st.builds(
        Wordings, st.dictionaries(_TEXT, st.dictionaries(_TEXT, _TEXT, min_size=1), max_size=2)
    ),
    FrozenRevision: st.deferred(lambda: _built(FrozenRevision, "", _FROZEN)),
    Verifier: st.builds(Verifier, st.just("a.example/record"), st.binary(min_size=32, max_size=32)),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type, however it is put together."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(_TEXT, _TEXT | st.integers(0, 9) | st.lists(_TEXT), max_size=3)
    if inner:
        return st.one_of(map(values, inner))
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return st.builds(
        hint, **{name: values(one) for name, one in typing.get_type_hints(hint).items()}
    )


def told(statement: Statement) -> Recorded:
    """A statement as the record gives it back."""
    facts = json.loads(canonical(dict(statement.facts)))
    words = {name: SaltedText(bytes(16), text) for name, text in statement.words.items()}
    leaf = Leaf(statement.subject, 1, datetime(2026, 1, 1, tzinfo=UTC), facts, {})
    return Recorded(0, leaf, bytes(32), words)


def made_of(kind: RecordKind[Any]) -> tuple[Any, dict[str, Any]]:
    """The class of the facts of a kind, and what is the same in all of them."""
    make: Any = kind.make
    return (make.func, make.keywords) if isinstance(make, partial) else (make, {})


def _built(whole: type[Any], inside: str, fixed: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    chosen: dict[str, st.SearchStrategy[Any]] = {}
    for name, hint in typing.get_type_hints(whole).items():
        place = f"{inside}{name}"
        if place in fixed:
            chosen[name] = st.just(fixed[place])
        elif any(other.startswith(f"{place}.") for other in fixed):
            chosen[name] = _built(hint, f"{place}.", fixed)
        else:
            chosen[name] = values(hint)
    return st.builds(whole, **chosen)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=40)  # of each kind, and many parts are in several
@given(data=st.data())
def test_fact_comes_back_from_its_statement(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    whole, same = made_of(kind)
    fact = data.draw(_built(whole, "", OTHERWISE.get(name, {}) | same))
    entry = told(kind.statement(fact, **BESIDE.get(name, {})))
    known = {key: value for key, value in OTHERWISE.get(name, {}).items() if "." not in key}
    assert kind.fact(entry, **known) == fact


@pytest.mark.parametrize("name", KINDS)
def test_each_part_of_a_fact_is_carried_or_known_otherwise(name: str) -> None:
    kind = KINDS[name]
    whole, same = made_of(kind)
    carried = {one.attribute for one in kind.fields if not one.is_beside} | set(kind.names)
    spoken_of = carried | set(OTHERWISE.get(name, {})) | set(same)
    wanted = {one.name for one in fields(whole)} - set(kind.parts)
    for part in kind.parts:
        inner: Any = typing.get_type_hints(whole)[part]
        assert is_dataclass(inner)
        wanted |= {f"{part}.{one.name}" for one in fields(inner)}
    assert wanted <= spoken_of
