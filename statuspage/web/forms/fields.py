"""From the texts of a form's fields to times and choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.domain.vocabulary.times import parse_instant
from statuspage.domain.vocabulary.when import parse_when
from statuspage.domain.vocabulary.window import start_of
from statuspage.errors import message
from statuspage.said import Said, said
from statuspage.site.form import Values

_Choice = TypeVar("_Choice", bound=StrEnum)

_PAST = frozenset({"impact_from", "impact_until", "posted_at", "gap:start", "gap:end"})
"""Fields that speak of what was."""


@dataclass
class Fields:
    """Reads fields one by one and gathers what is wrong with them."""

    values: Values
    zone: ZoneInfo
    faults: dict[str, Said] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def lines(self, name: str) -> list[str]:
        """The lines of a field that hold anything."""
        return [line.strip() for line in self.text(name).splitlines() if line.strip()]

    def instant(self, name: str) -> datetime | None:
        """A time, in the site's zone when it names none; None when the field is empty."""
        text = self.text(name)
        try:
            if not text:
                return None
            is_past = name in _PAST
            return parse_when(text, self.zone, clock.now(), is_past=is_past, iso=parse_instant)
        except ValueError as error:
            self.faults[name] = message(error)
            return None

    def day_end(self, name: str) -> datetime | None:
        """The last minute of a day in the site's zone, or the time where one is named.

        None when the field is empty.
        """
        try:
            following = date.fromisoformat(self.text(name)) + timedelta(days=1)
        except (ValueError, OverflowError):
            return self.instant(name)
        return start_of(following, self.zone) - timedelta(minutes=1)

    def day_start(self, name: str) -> datetime | None:
        """The first instant of a day in the site's zone; else as `instant`."""
        try:
            return start_of(date.fromisoformat(self.text(name)), self.zone)
        except (ValueError, OverflowError):
            return self.instant(name)

    def choice(self, name: str, kind: type[_Choice]) -> _Choice | None:
        """One of the values of an enum; None when nothing was chosen."""
        text = self.text(name)
        try:
            return kind(text) if text else None
        except ValueError:
            self.faults[name] = said("Choose one from the list.")
            return None
