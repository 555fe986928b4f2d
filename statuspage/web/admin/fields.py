"""From the texts of a form's fields to times, states and the word that an action takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.given import Word, refuse
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Impact, Status
from statuspage.domain.vocabulary.times import parse_instant
from statuspage.domain.vocabulary.window import start_of
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.admin.forms import Values

COMPONENT = "component:"
INTERVALS = (15, 30, 60)
"""The one-tap choices for the next update, in minutes."""

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass
class Fields:
    """Reads fields one by one and gathers what is wrong with them."""

    values: Values
    zone: ZoneInfo
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def lines(self, name: str) -> list[str]:
        """The lines of a field that hold anything."""
        return [line.strip() for line in self.text(name).splitlines() if line.strip()]

    def instant(self, name: str) -> datetime | None:
        """A time, in the site's zone when it names none; None when the field is empty."""
        text = self.text(name)
        try:
            return parse_instant(text, self.zone) if text else None
        except ValueError as error:
            self.faults[name] = str(error)
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

    def choice(self, name: str, kind: type[_Choice]) -> _Choice | None:
        """One of the values of an enum; None when nothing was chosen."""
        text = self.text(name)
        try:
            return kind(text) if text else None
        except ValueError:
            self.faults[name] = "Choose one of the list."
            return None

    def chosen_components(self) -> list[str]:
        """The components whose field holds anything."""
        named = [name for name, value in self.values.items() if value]
        return [name.removeprefix(COMPONENT) for name in named if name.startswith(COMPONENT)]

    def states(self) -> dict[str, ComponentState]:
        """What is said of each component that anything is said of."""
        found = {}
        for component in self.chosen_components():
            state = self.choice(COMPONENT + component, ComponentState)
            if state is not None:
                found[component] = state
        return found

    def next_due(self, *, promises_nothing: bool) -> datetime | None:
        """When the next update is promised, by a choice of minutes or at a stated time.

        The minutes fall away where a word ends it or is of the past: they stood there already.
        """
        choice = self.text("next_update")
        if choice == "at":
            at = self.instant("next_at")
            if at is None:
                self.faults.setdefault("next_at", "Give the time, or choose another promise.")
            return at
        if choice not in ("", "none", *map(str, INTERVALS)):
            self.faults.setdefault("next_update", "Choose one of the times, or no promise.")
        if not choice.isdigit() or promises_nothing:
            return None
        return clock.now() + timedelta(minutes=int(choice))


def seen_in(values: Values) -> int | None:
    """The revision that was open in a form; None when the form does not say."""
    text = values.get("seen", "")
    return int(text) if text.isdecimal() else None


def fields_of(values: Values) -> Fields:
    """The fields of a form, times in the site's zone."""
    with db.snapshot():
        return Fields(values, site().zone)


def word_of(values: Values) -> Word:
    """The update a form hands in. Raises InvalidInput."""
    given = fields_of(values)
    status = given.choice("status", Status)
    posted_at = given.instant("posted_at")
    word = Word(
        body=values.get("body", ""),
        status=status,
        components=given.states(),
        next_due=given.next_due(promises_nothing=status in CLOSED or posted_at is not None),
        impact_from=given.instant("impact_from"),
        impact_until=given.instant("impact_until"),
        posted_at=posted_at,
        owner=values.get("owner"),
        impact=given.choice("impact", Impact),
        seen=values.get("seen"),
        root_cause_by=given.day_end("root_cause_by") if status is Status.RESOLVED else None,
        until=given.instant("until"),
    )
    refuse(given.faults)
    return word
