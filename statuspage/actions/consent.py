"""A story is public only as long as its teller agrees: with the consent its words go, for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from statuspage.actions.record import note_erasure
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.domain.vocabulary.written_words import reworded_details, written_words
from statuspage.render.words.locale import locale
from statuspage.said import said
from statuspage.store.published import entries, erasure
from statuspage.store.settings import site

_TITLE = said("A story that is not told any more")


def needs_consent(kind: EntryKind) -> bool:
    """Whether withdrawing an entry takes its words, too."""
    return kind is EntryKind.STORY


def without_words(former: Entry, now: datetime) -> dict[str, Any]:
    """The columns of a story of which only its days and what it was about are left."""
    here = site()
    words = written_words(former.details)
    return {
        "title": locale(here.own_language).say(_TITLE),
        "body": "",
        "html": "",
        "details": reworded_details(former.details, dict.fromkeys(words, "")),
        "wordings": NOT_TRANSLATED,
        "erased": said("story.erased", day=window.local_date(now, here.zone)),
    }


def forget_words(former: Entry, now: datetime, reason: str) -> None:
    """Blank what the record has of a story, and what the desk kept of its words.

    Call it once the store has the story without them, inside the same transaction.
    """
    note_erasure(
        ENTRIES[former.kind].statement(entries.by_slug(former.kind, former.slug)), now, reason
    )
    told = {former.title, former.body, *written_words(former.details).values()}
    told |= {text for language in former.wordings for text in former.wordings.of(language).values()}
    erasure.forget_copies({text for text in told if text})
