"""What is written: changelog entries, outcomes, pages and agreements. Its file is not published."""

from __future__ import annotations

from functools import partial

from statuspage.domain.record.codec import TABLE, Kind, Shown, instant, text
from statuspage.domain.vocabulary.entry import PATHS, Entry, EntryKind

ENTRIES: dict[EntryKind, Kind[Entry]] = {
    kind: Kind(
        kind.value,
        partial(Entry, kind=kind, file=""),
        (
            text("title"),
            text("body"),
            text("details", TABLE, Shown.TABLE),
            instant("at", Shown.TIME),
            instant("updated_at"),
            instant("withdrawn_at", Shown.TIME),
        ),
        names=("slug",),
        path=f"{PATHS[kind]}{{name}}" if kind in PATHS else "",
    )
    for kind in EntryKind
    if kind is not EntryKind.TEMPLATE  # they are for staff, and publish nothing by themselves
}
