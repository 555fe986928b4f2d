"""Frozen dataclasses as JSON types and back, by their annotations: how a report's facts are kept.

A published figure is kept as the record keeps it (domain/promises/frozen).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from statuspage.domain.promises import frozen, late
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.record.recorded import canonical, parse_stamp, stamp

T = TypeVar("T")


def dumped(value: Any) -> str:
    """A value as canonical JSON: the same value is always the same text."""
    return canonical(plain(value)).decode()


def loaded(form: type[T], text: str) -> T:
    """The value that was dumped. Raises KeyError, TypeError, ValueError."""
    found: T = given_back(form, json.loads(text))
    return found


def plain(value: Any) -> Any:
    """A value in JSON types."""
    if isinstance(value, FrozenRevision):
        return {
            "at": stamp(value.at),
            "reason": value.reason,
            "figure": frozen.kept(value.figure),
            "revision": value.figure.revision,
            "late": late.kept(value.late),
        }
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def given_back(form: Any, kept: Any) -> Any:
    """The value that `plain` made JSON types of. Raises KeyError, TypeError, ValueError."""
    if kept is None:
        return None
    if get_origin(form) is UnionType:
        [form] = (one for one in get_args(form) if one is not type(None))
    if get_origin(form) is tuple:
        return tuple(given_back(get_args(form)[0], one) for one in kept)
    if get_origin(form) is Mapping:
        return dict(kept)
    return _reader(form)(kept)


@lru_cache(maxsize=64)
def _reader(form: type) -> Callable[[Any], Any]:
    if form is FrozenRevision:
        return _revision
    if form is datetime:
        return parse_stamp
    if not is_dataclass(form):
        return form  # a plain type, or one of some names
    parts = get_type_hints(form)
    named = [(one.name, parts[one.name]) for one in fields(form)]
    return lambda kept: form(
        **{name: given_back(part, kept[name]) for name, part in named if name in kept}
    )


def _revision(kept: Mapping[str, Any]) -> FrozenRevision:
    figure = frozen.given_back(kept["figure"], kept["revision"])
    return FrozenRevision(
        parse_stamp(kept["at"]), kept["reason"], figure, late.given_back(kept["late"])
    )
