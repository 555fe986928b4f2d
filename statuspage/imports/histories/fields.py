"""One object of another system, read leniently: each fact by any of the names it may have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import InvalidInput, message
from statuspage.said import said

_HOUR = re.compile(r"([T ])(\d)(:\d\d)")  # T9:30
_GO_ZONE = re.compile(r"\s*([+-]\d{2}):?(\d{2})(?:\s+[A-Z]{3,5})?$")  # 15:31:06 +0000 UTC
_ZONE_NAME = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_DECIMALS = re.compile(r"([:.,]\d{6})\d+")  # nanoseconds
_YES = frozenset({"true", "yes", "on", "1", "y"})
_MILLISECONDS = 100_000_000_000  # seconds would be the year 5138


@dataclass(frozen=True)
class TheirFields:
    """An object as read; a time in it without a zone is in `zone`."""

    values: Mapping[str, Any]
    zone: ZoneInfo

    def text(self, *names: str) -> str:
        """The first of some values that says something, as text; "" where none does."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, str) and value.strip():
                return value
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return str(value)
        return ""

    def flag(self, *names: str) -> bool:
        """Whether the first of some values that is there means yes."""
        found = next((self.values[name] for name in names if self.values.get(name) is not None), "")
        text = str(found).strip().lower()
        return text in _YES or (text.isdecimal() and int(text) > 0)

    def at(self, *names: str) -> datetime | None:
        """The first of some values as an instant; None where there is none. Raises InvalidInput."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, Mapping):  # {"human": "2 days ago", "string": "..."}
                value = value.get("string") or value.get("iso") or value.get("date")
            if value in (None, "", 0, False) or isinstance(value, bool):
                continue
            try:
                return instant(value, self.zone)
            except ValueError as error:
                raise InvalidInput({name: message(error)}) from error
        return None

    def needed(self, *names: str) -> datetime:
        """The same, of what there must be."""
        found = self.at(*names)
        if found is None:
            raise InvalidInput({names[0]: said("It is missing; add it.")})
        return found

    def several(self, *names: str) -> list[TheirFields]:
        """The objects of the first of some lists that is there."""
        found: Any = next((self.values[name] for name in names if self.values.get(name)), [])
        return [TheirFields(one, self.zone) for one in _listed(found) if isinstance(one, Mapping)]

    def words(self, *names: str) -> list[str]:
        """The texts of the first of some lists that is there; one text is a list of one."""
        found: Any = next((self.values[name] for name in names if self.values.get(name)), [])
        return [str(one).strip() for one in _listed(found) if isinstance(one, (str, int))]

    def inner(self, name: str) -> TheirFields:
        """The object of that name; an empty one where there is none."""
        found = self.values.get(name)
        return TheirFields(found if isinstance(found, Mapping) else {}, self.zone)


def _listed(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [*value.values()]
    return value if isinstance(value, list) else [value]


def instant(value: Any, zone: ZoneInfo) -> datetime:
    """A time as programs write it: seconds or milliseconds since 1970, or text of many forms.

    Raises ValueError with one plain sentence.
    """
    text = str(value).strip()
    if isinstance(value, (int, float)) or (text.isascii() and text.isdigit() and len(text) > 8):
        number = float(text)
        return _since_1970(text, number / 1000 if number > _MILLISECONDS else number)
    text = _HOUR.sub(r"\g<1>0\2\3", text)
    text = _DECIMALS.sub(r"\1", text)
    text = _GO_ZONE.sub(r"\1:\2", text)
    text = _ZONE_NAME.sub("Z", text)
    return certain_instant(text, zone)


def _since_1970(text: str, seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise ValueError(
            said("'{text}' is outside the calendar; check the year.", text=text)
        ) from None
