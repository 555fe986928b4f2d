"""Did it help? What those who asked for something say of it once it is done, and what follows."""

from __future__ import annotations

from datetime import datetime

from statuspage.actions.entries import Text, publish_text
from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.asking.verdict import is_reopened
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.said import said
from statuspage.store.asking import answers
from statuspage.store.published import entries, record

_OUTCOME = ENTRIES[EntryKind.OUTCOME]


def done_at(entry: Entry) -> datetime | None:
    """Since when the record says that an outcome is done; None while it is not."""
    since: datetime | None = None
    subject = _OUTCOME.subject(entry.slug)
    for revision in record.histories([subject]).get(subject, ()):
        is_done = _OUTCOME.value("details", revision).get("state") == "done"
        since = (since or revision.at) if is_done else None
    return since


def reopen_if_many(slug: str, now: datetime) -> None:
    """Consider an outcome anew once enough people said that it did not help; in a transaction."""
    entry = entries.by_slug(EntryKind.OUTCOME, slug)
    since = done_at(entry)
    if since is None or not is_reopened(answers.count(QuestionKind.HELPED, slug, since)):
        return
    _file, digest, _withdrawn = entries.digests()[EntryKind.OUTCOME, slug]
    details = {**entry.details, "state": "considering", "done": None}
    text = Text(
        EntryKind.OUTCOME,
        slug,
        entry.title,
        entry.at,
        details,
        entry.body,
        entry.html,
        entry.file,
        digest,
        entry.wordings,
    )
    publish_text(text, entry, now, reason=said("entry.did_not_help").key)
