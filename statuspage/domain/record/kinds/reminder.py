"""That readers were reminded of a notice; each time is a revision of one subject."""

from __future__ import annotations

from statuspage.domain.promises.notice import Reminder
from statuspage.domain.record.codec import DATE, Field, RecordKind, Shown, instant
from statuspage.domain.vocabulary.entry import PATHS, EntryKind
from statuspage.said import said

REMINDER = RecordKind(
    "reminder",
    said("Reminder"),
    Reminder,
    (Field("day", DATE), Field("days"), instant("at", Shown.TIME)),
    names=("notice",),
    path=f"{PATHS[EntryKind.NOTICE]}{{name}}",
    topic=EntryKind.NOTICE.value,
)
