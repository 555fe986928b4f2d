"""A column as a value in JSON types, and back: times as ISO 8601 in UTC, lengths in seconds."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from peewee import BlobField, BooleanField, DateField, Field

from statuspage.store.fields import (
    InstantField,
    JsonField,
    MessageField,
    SectionsField,
    WordingsField,
    compact,
)
from statuspage.store.measured.measurements import NUMBERS

_STATES = {number: str(state) for state, number in NUMBERS.items()}
_NUMBERS = {str(state): number for state, number in NUMBERS.items()}
Way = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column of a table that goes along: its name in a file, and both ways."""

    name: str
    column: str  # in the database
    dump: Way
    load: Way


def column(field: Field[Any]) -> Column:
    """A column as its kind is written."""
    if isinstance(field, WordingsField):  # where nothing was written stands an empty text
        return Column(field.name, field.column_name, _words, _kept_words)
    for kind, dump, load in _KINDS:
        if isinstance(field, kind):
            return Column(field.name, field.column_name, _or_none(dump), _or_none(load))
    return Column(field.name, field.column_name, _same, _same)


def as_text(field: Field[Any]) -> Column:
    """Bytes that are text in UTF-8."""
    return Column(field.name, field.column_name, lambda value: bytes(value).decode(), str.encode)


def as_document(field: Field[Any]) -> Column:
    """A JSON value that is kept compressed."""
    return Column(field.name, field.column_name, _unpacked, _packed)


def as_state(field: Field[Any]) -> Column:
    """The state that a probe saw, which is kept as a number."""
    return Column(
        field.name, field.column_name, lambda value: str(_STATES[value]), _NUMBERS.__getitem__
    )


def _or_none(way: Way) -> Way:
    return lambda value: None if value is None else way(value)


def _same(value: Any) -> Any:
    return value


def _time(seconds: Any) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _words(text: str) -> Any:
    """Further languages without the HTML that is made of them."""
    return json.loads(text)["texts"] if text else None


def _kept_words(texts: Any) -> str:
    return compact({"texts": texts, "html": {}}) if texts else ""


def _sections(text: str) -> Any:
    return json.loads(text)["told"]


def _kept_sections(told: Any) -> str:
    return compact({"told": told, "html": {}})


def _unpacked(value: Any) -> Any:
    return json.loads(zlib.decompress(bytes(value)))


def _packed(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


def _encoded(value: Any) -> str:
    return base64.b64encode(bytes(value)).decode("ascii")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


_KINDS: tuple[tuple[type[Field[Any]], Way, Way], ...] = (
    (InstantField, _time, _seconds),
    (SectionsField, _sections, _kept_sections),
    (JsonField, json.loads, compact),
    (MessageField, json.loads, compact),
    (BlobField, _encoded, _decoded),
    (BooleanField, bool, bool),
    (DateField, str, _same),
)
