"""Column types of ours."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from peewee import IntegerField, TextField

from statuspage.domain.incidents.clocks import DueTime
from statuspage.domain.incidents.postmortem import Sections
from statuspage.domain.record.codec import MESSAGE
from statuspage.domain.record.kinds.update import dump_sections, load_sections
from statuspage.domain.telling.filter import Filter
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import Said, dumped, loaded

FAR = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for "still going on", so that one index answers what overlaps a window."""


class LengthField(IntegerField):
    """A length of time, kept as whole seconds."""

    def db_value(self, value: timedelta | None) -> int | None:
        return None if value is None else int(value.total_seconds())

    def python_value(self, value: int | None) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


class InstantField(IntegerField):
    """An aware datetime, kept as whole seconds since 1970 UTC."""

    def db_value(self, value: datetime | None) -> int | None:
        return None if value is None else int(value.timestamp())

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


def shared(fact: type[Any], table: Any) -> tuple[str, ...]:
    """The attributes of a fact that are columns of its table, by the same name."""
    return tuple(one.name for one in fields(fact) if one.name in table._meta.fields)


class ChoiceField(TextField):
    """One of some names."""

    def __init__(self, names: type[StrEnum], **options: Any) -> None:
        super().__init__(**options)
        self._names = names

    def db_value(self, value: str | None) -> str | None:
        return None if value is None else str(value)

    def python_value(self, value: str | None) -> StrEnum | None:
        return None if value is None else self._names(value)


class MessageField(TextField):
    """A message, as the record writes it."""

    def db_value(self, value: Said | None) -> str | None:
        return None if value is None else str(MESSAGE.dump(value))

    def python_value(self, value: str | None) -> Said | None:
        found: Said | None = None if value is None else MESSAGE.load(value)
        return found


class PassingMessageField(TextField):
    """A message with whatever stands in its gaps, of what is on no record."""

    def db_value(self, value: Said | None) -> str | None:
        return None if value is None else dumped(value)

    def python_value(self, value: str | None) -> Said | None:
        return None if value is None else loaded(value)


def compact(value: Any) -> str:
    """A JSON value as the store writes it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class JsonField(TextField):
    """A JSON value, kept as compact text with sorted keys."""

    def db_value(self, value: Any) -> str:
        return compact(value)

    def python_value(self, value: str) -> Any:
        return json.loads(value)


class StatesField(JsonField):
    """States of components by their ids."""

    def python_value(self, value: str) -> dict[str, ComponentState]:
        found = super().python_value(value)
        return {component: ComponentState(state) for component, state in found.items()}


class FilterField(TextField):
    """Which news somebody wants."""

    def db_value(self, value: Filter | None) -> str | None:
        return None if value is None else compact(value.dump())

    def python_value(self, value: str | None) -> Filter | None:
        return None if value is None else _filter(value)


@lru_cache(maxsize=1024)
def _filter(text: str) -> Filter:
    """Most people choose the same."""
    return Filter.load(json.loads(text))


class DueTimesField(JsonField):
    """Times that were named for a next word, as pairs of seconds: due, and said at."""

    def db_value(self, value: tuple[DueTime, ...]) -> str:
        return super().db_value([[_seconds(one.due), _seconds(one.said_at)] for one in value])

    def python_value(self, value: str) -> tuple[DueTime, ...]:
        return tuple(DueTime(*map(_instant, pair)) for pair in super().python_value(value))


class WordingsField(JsonField):
    """Texts in further languages, with the clean renderings of those that are Markdown."""

    def db_value(self, value: Wordings) -> str:
        if not value:
            return ""
        return super().db_value({"texts": dict(value.texts), "html": dict(value.html)})

    def python_value(self, value: str) -> Wordings:
        return Wordings(**super().python_value(value)) if value else NOT_TRANSLATED


class SectionsField(TextField):
    """The sections of a postmortem, each text beside its clean rendering."""

    def db_value(self, value: Sections | None) -> str | None:
        if value is None:
            return None
        return compact({"told": dump_sections(value), "html": dict(value.html)})

    def python_value(self, value: str | None) -> Sections | None:
        if value is None:
            return None
        kept = json.loads(value)
        return load_sections(kept["told"]).with_texts({}, kept["html"])


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
