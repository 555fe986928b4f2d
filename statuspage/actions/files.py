"""Publish a file of content/, with what stands beside it in further languages."""

from __future__ import annotations

from datetime import datetime

from statuspage.actions.entries import Text, publish_text, with_clock
from statuspage.content.files import ContentFile
from statuspage.domain.vocabulary.entry import Entry
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import said
from statuspage.store.published import entries


def digest_of(file: ContentFile, former: str) -> str:
    """What tells whether a file or a translation beside it changed: "SHA256 de:SHA256".

    A translation with faults is as it was before.
    """
    before = dict(part.split(":") for part in former.split()[1:])
    kept = {one: before[one] for one in file.translations.broken if one in before}
    marks = sorted({**kept, **file.translations.sha256}.items())
    return " ".join([file.sha256, *(f"{language}:{mark}" for language, mark in marks)])


def _wordings(file: ContentFile, former: Entry | None) -> Wordings:
    found = file.translations.wordings
    kept = former.wordings if former else NOT_TRANSLATED
    for language in file.translations.broken:
        found = found.with_texts(language, kept.of(language), kept.html.get(language, {}))
    return found


def publish_file(
    file: ContentFile, now: datetime, former_digest: str | None, *, was_withdrawn: bool
) -> None:
    """Put a file in force; one without a date stands where it was first read with these words."""
    former = entries.by_slug(file.kind, file.slug) if former_digest is not None else None
    is_same = former_digest is not None and former_digest.split(" ")[0] == file.sha256
    text = Text(
        kind=file.kind,
        slug=file.slug,
        title=file.title,
        at=file.at or (former.at if former and is_same else now),
        details=with_clock(file.kind, file.data, former, now),
        body=file.body,
        html=file.html,
        file=file.path,
        digest=digest_of(file, former_digest or ""),
        wordings=_wordings(file, former),
    )
    reason = (
        said("entry.file_is_back").key
        if was_withdrawn
        else said("entry.file_changed").key
        if former
        else said("entry.published").key
    )
    publish_text(text, former, now, reason=reason)
