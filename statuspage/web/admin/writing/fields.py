"""From the texts of a form's fields to states, promises and the word that an action takes."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.given import NewUpdate, refuse
from statuspage.actions.incidents.wordings import texts_of
from statuspage.domain.desk.entry_form import COMPONENT, components_in
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Impact, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.forms.fields import Fields

AS_IS = "as-is"
"""What is sent for a component of which nothing new is said."""

INTERVALS = (15, 30, 60)
"""The one-tap choices for the next update, in minutes; a template or a former word adds its own."""

_LONGEST = timedelta(days=366)
_LENGTH = re.compile(r"([0-9]{1,8})(s?)", re.ASCII)


class WordFields(Fields):
    """Fields that say something of components, or when the next update comes."""

    def chosen_components(self) -> list[str]:
        """The components whose field holds anything."""
        return components_in(self.values)

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
                self.faults.setdefault("next_at", said("Give the time, or choose another promise."))
            return at
        length = promised_length(choice)
        if choice not in ("", "none") and length is None:
            self.faults.setdefault("next_update", said("Choose one of the times, or no promise."))
        if length is None or promises_nothing:
            return None
        return clock.now() + length


def length_choice(length: timedelta) -> str:
    """A promised length as the value of a choice: whole minutes, or seconds as "90s"."""
    seconds = max(1, math.ceil(length.total_seconds()))
    return f"{seconds}s" if seconds % 60 else str(seconds // 60)


def promised_length(choice: str) -> timedelta | None:
    """What such a value promises; None for none, and for what is no length."""
    found = _LENGTH.fullmatch(choice)
    if found is None:
        return None
    length = timedelta(seconds=int(found[1])) if found[2] else timedelta(minutes=int(found[1]))
    return length if timedelta() < length <= _LONGEST else None


def seen_in(values: Values) -> int | None:
    """The revision that was open in a form; None when the form does not say."""
    text = values.get("seen", "")
    return int(text) if text.isdecimal() else None


def fields_of(values: Values) -> WordFields:
    """The fields of a form, times in the site's zone."""
    with db.snapshot():
        return WordFields(values, site().zone)


def local(instant: datetime | None, zone: ZoneInfo) -> str:
    """A time as the field of a form wants it, to the minute."""
    return "" if instant is None else f"{instant.astimezone(zone):%Y-%m-%dT%H:%M}"


def instant_of(given: Fields, name: str, former: datetime | None) -> datetime | None:
    """The time of a field; one that was left as it stood keeps its seconds."""
    if given.text(name) == local(former, given.zone):
        return former
    return given.instant(name)


def edited_texts(values: Values) -> Wordings | None:
    """The same as an edit wants them; None where the form has no such fields."""
    found = NOT_TRANSLATED
    for language, texts in texts_of(values).items():
        found = found.with_texts(language, {n: text.strip() for n, text in texts.items()}, {})
    return found if texts_of(values) else None


def is_page_only(values: Values) -> bool:
    """Whether nobody is to be sent a message."""
    return bool(values.get("page_only"))


def word_of(values: Values) -> NewUpdate:
    """The update a form hands in. Raises InvalidInput."""
    given = fields_of(values)
    status = given.choice("status", Status)
    posted_at = given.instant("posted_at")
    word = NewUpdate(
        body=values.get("body", ""),
        status=status,
        components=given.states(),
        next_due=given.next_due(promises_nothing=status in CLOSED or posted_at is not None),
        impact_from=given.instant("impact_from"),
        impact_until=given.instant("impact_until"),
        noticed_by=given.choice("noticed_by", NoticedBy),
        first_report_at=given.instant("first_report_at"),
        posted_at=posted_at,
        owner=values.get("owner"),
        impact=given.choice("impact", Impact),
        seen=values.get("seen"),
        root_cause_by=given.day_end("root_cause_by") if status is Status.RESOLVED else None,
        until=given.instant("until"),
        texts=texts_of(values),
        is_page_only=is_page_only(values),
    )
    refuse(given.faults)
    return word
