"""That something was published: an event, and the one rule by which it is told or stays quiet.

Quiet is what nobody may ever be sent: erasures, the set-up of the site, whatever is dated back, and
all that an actor enters who says so (an import, the demo). With one quiet entry of that kind all
that were made by the same act are quiet. A restored store turns all its events quiet
(store/backup.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from statuspage.domain.record.kinds.component import COMPONENT
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.key import KEY
from statuspage.domain.record.kinds.probe import PROBE
from statuspage.domain.record.kinds.site import SITE
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.recorded import Addition, Statement, parse_stamp
from statuspage.domain.vocabulary.entry import EntryKind

_SET_UP = frozenset(kind.name for kind in (SITE, KEY, COMPONENT, PROBE))
_HOUR = timedelta(hours=1)
_DAYS = timedelta(days=2)  # a date names a day, in whatever zone
_PERIOD = timedelta(days=14)  # from the end of a period to its figure; later ones are of a past
_DATED = {
    INCIDENT.name: ("started_at", _HOUR),
    UPDATE.name: ("at", _HOUR),
    ENTRIES[EntryKind.CHANGELOG].name: ("at", _DAYS),
    ENTRIES[EntryKind.OUTCOME].name: ("at", _DAYS),
}
"""By kind of subject: which fact dates its first entry, and how long after that it is news."""


@dataclass(frozen=True)
class Event:
    """One entry of the record, for whoever tells people of it."""

    entry: int  # its number in the record
    subject: str
    is_quiet: bool
    at: datetime


def events(additions: Sequence[Addition], first: int, at: datetime, *, hushed: bool) -> list[Event]:
    """The events of what one act entered at an instant, from entry number `first` on."""
    hushed = hushed or any(_is_past(addition, at) for addition in additions)
    subjects = [addition.statement.subject for addition in additions]
    return [
        Event(number, subject, hushed or _kind(subject) in _SET_UP, at)
        for number, subject in enumerate(subjects, first)
    ]


def _is_past(addition: Addition, now: datetime) -> bool:
    if addition.erases:
        return True
    if addition.revision > 1:  # a change is news, however old what it changes
        return False
    said = addition.statement
    if _kind(said.subject) == FIGURE.name:
        return _period_end(said) < now - _PERIOD
    fact, lasts = _DATED.get(_kind(said.subject), ("", _HOUR))
    return bool(fact) and parse_stamp(said.facts[fact]) < now - lasts


def _kind(subject: str) -> str:
    return subject.partition("/")[0]


def _period_end(said: Statement) -> datetime:
    return datetime.fromtimestamp(json.loads(said.words["figure"])["to"], UTC)
