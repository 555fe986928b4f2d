"""What is written: changes, outcomes, notices, pages, agreements. Its file is not published."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from statuspage.domain.record.codec import (
    MESSAGE,
    TABLE,
    WORDINGS,
    RecordKind,
    Shown,
    dated,
    instant,
    text,
)
from statuspage.domain.vocabulary.entry import PATHS, Entry, EntryKind
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.said import said

_NOUNS = {
    EntryKind.CHANGELOG: said("Change"),
    EntryKind.OUTCOME: said("You said, we did"),
    EntryKind.NOTICE: said("Notice"),
    EntryKind.PAGE: said("Page"),
    EntryKind.AGREEMENT: said("Agreement"),
}
"""Templates are for staff, and publish nothing by themselves."""
_DAYS = timedelta(days=2)  # a date names a day, in whatever zone
_DATED = (EntryKind.CHANGELOG, EntryKind.OUTCOME, EntryKind.NOTICE)

ENTRIES: dict[EntryKind, RecordKind[Entry]] = {
    kind: RecordKind(
        kind.value,
        noun,
        partial(Entry, kind=kind, file=""),
        (
            text("title"),
            text("body"),
            text("erased", MESSAGE, Shown.MESSAGE, absent=None),
            text("details", TABLE, Shown.TABLE),
            text("wordings", WORDINGS, Shown.WORDINGS, absent=NOT_TRANSLATED),
            instant("at", Shown.TIME),
            instant("updated_at"),
            instant("withdrawn_at", Shown.TIME),
        ),
        names=("slug",),
        path=f"{PATHS[kind]}{{name}}" if kind in PATHS else "",
        topic=kind.value,
        news_until=dated("at", _DAYS) if kind in _DATED else None,
    )
    for kind, noun in _NOUNS.items()
}
