"""What is written: changes, outcomes, notices, stories, pages, agreements; never its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
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
from statuspage.domain.record.recorded import Statement
from statuspage.domain.vocabulary.entry import OWN_PATHS, PATHS, Entry, EntryKind
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.said import said

_NOUNS = {
    EntryKind.CHANGELOG: said("Change"),
    EntryKind.OUTCOME: said("You said, we did"),
    EntryKind.NOTICE: said("Notice"),
    EntryKind.STORY: said("Story"),
    EntryKind.PAGE: said("Page"),
    EntryKind.AGREEMENT: said("Agreement"),
}
"""Templates are for staff, and publish nothing by themselves."""
_DAYS = timedelta(days=2)  # a date names a day, in whatever zone
_FROM_ITS_DAY = dated("at", _DAYS)


def _while_ahead(statement: Statement) -> datetime:
    """What was announced elsewhere before is news here as long as it is to come."""
    details = json.loads(statement.words["details"])
    days = [date.fromisoformat(details[key]) for key in ("effective", "removed") if details[key]]
    return max(_FROM_ITS_DAY(statement), *(datetime.combine(day, time(), UTC) for day in days))


_NEWS_UNTIL: dict[EntryKind, Callable[[Statement], datetime]] = {
    EntryKind.CHANGELOG: _FROM_ITS_DAY,
    EntryKind.OUTCOME: _FROM_ITS_DAY,
    EntryKind.NOTICE: _while_ahead,
    EntryKind.STORY: _FROM_ITS_DAY,
}

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
        own_paths=OWN_PATHS.get(kind, {}),
        topic=kind.value,
        news_until=_NEWS_UNTIL.get(kind),
    )
    for kind, noun in _NOUNS.items()
}
