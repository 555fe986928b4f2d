"""That something was published: an event, and the one rule by which it is told or stays quiet.

Quiet is what nobody may ever be sent: erasures, the set-up of the site, whatever is dated back, and
all that an actor enters who says so (an import, the demo). With one quiet entry of that kind all
that were made by the same act are quiet. A restored store turns all its events quiet
(store/backup.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statuspage.domain.record.codec import RecordKind
from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.record.recorded import Addition


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
        Event(number, subject, hushed or _kind(subject).is_set_up, at)
        for number, subject in enumerate(subjects, first)
    ]


def _is_past(addition: Addition, now: datetime) -> bool:
    if addition.erases:
        return True
    if addition.revision > 1:  # a change is news, however old what it changes
        return False
    until = _kind(addition.statement.subject).news_until
    return until is not None and until(addition.statement) < now


def _kind(subject: str) -> RecordKind[Any]:
    return KINDS[subject.partition("/")[0]]
