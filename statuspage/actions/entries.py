"""Publish, change and withdraw written entries, whether they come from a file or from the desk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions import journal
from statuspage.actions.consent import forget_words, needs_consent, without_words
from statuspage.actions.given import (
    Actor,
    check_gaps,
    checked_body,
    checked_line,
    checked_reason,
    refuse,
)
from statuspage.actions.listening.answer_time import answer_time
from statuspage.actions.once import once
from statuspage.actions.record import note
from statuspage.actions.telling import following
from statuspage.actions.translated import checked_wordings
from statuspage.content.kinds import check_front
from statuspage.content.markdown import to_html
from statuspage.domain.library.topics import month_of, named_topic
from statuspage.domain.listening.course import carried
from statuspage.domain.listening.waiting import WAITING
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Texts, Wordings
from statuspage.errors import Conflict, NotFound, Superseded
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.published import components, entries, record
from statuspage.store.settings import current_settings, site

_IN_FEEDS = (EntryKind.CHANGELOG, EntryKind.OUTCOME, EntryKind.NOTICE, EntryKind.STORY)
_SECOND = timedelta(seconds=1)  # what the store tells apart


@dataclass(frozen=True)
class Text:
    """What an entry says, checked and rendered, before it is published."""

    kind: EntryKind
    slug: str
    title: str
    at: datetime
    details: Mapping[str, Any]
    body: str
    html: str
    file: str = ""
    digest: str = ""
    wordings: Wordings = NOT_TRANSLATED


def write_entry(
    kind: EntryKind,
    front: Mapping[str, Any],
    body: str,
    actor: Actor,
    *,
    zone: ZoneInfo,
    slug: str | None = None,
    reason: str = "",
    seen: int | None = None,
    texts: Mapping[str, Texts] | None = None,
) -> Entry:
    """Publish a change, an outcome or a notice from the desk, or a new revision of one (`slug`).

    `front` holds the keys of its front matter (content/kinds.py) in JSON types,
    dates as ISO text. `texts` are its TEXTS in further languages, by language; None keeps what is
    known. A change needs a `reason`, unless it only says the same in a further language, too;
    `seen` is the revision that the writer knew.
    Raises InvalidInput, NotFound, Conflict (it comes from a file), Superseded, StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    title = checked_line(faults, "title", str(front.get("title", "")), limit=300)
    if body.strip() or _needs_body(kind, front):
        body = checked_body(faults, "body", body)
    html = "" if faults else to_html(body)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return entries.by_slug(kind, deed.answer)
        former = entries.by_slug(kind, slug) if slug is not None else None
        if former is not None:
            _require_ours(former, seen)
        known = [component.id for component in components.listed()]
        at, details = check_front(
            kind,
            front,
            faults,
            zone=zone,
            components=known,
            answers=entries.slugs_of(EntryKind.OUTCOME),
            promises=[sla.id for sla in current_settings().slas],
            now=now,
        )
        for name, value in details.items():
            if isinstance(value, str):
                check_gaps(faults, name, value)
        kept = former.wordings if former else NOT_TRANSLATED
        text = Text(
            kind,
            slug or _free_slug(kind, title, (at or now).astimezone(zone)),
            title,
            at or now,
            with_clock(kind, details, former, now) if not faults else details,
            body,
            html,
            wordings=kept if texts is None else checked_wordings(faults, kind, kept, texts),
        )
        if former is not None and not is_translation(text, former):
            # Outcomes have a reason of their own.
            reason = checked_reason(faults, reason, name="why")
        refuse(faults)
        publish_text(
            text, former, now, reason=reason or said("entry.written_in_the_desk").key, actor=actor
        )
        deed.answer = text.slug
        return entries.by_slug(kind, text.slug)


def publish_text(
    text: Text, former: Entry | None, now: datetime, *, reason: str, actor: Actor | None = None
) -> None:
    """Put a text in force, and in the record what is new in it (inside a transaction).

    Words that are now said in a further language, too, are no edit: nothing was said otherwise.
    """
    updated_at = max(now, former.updated_at + _SECOND) if former else _first_said(text.at, now)
    if former and is_translation(text, former):
        updated_at, reason = former.updated_at, said("entry.translated").key
        actor = replace(actor, is_quiet=True) if actor else None
    entries.put(
        {
            "kind": text.kind,
            "slug": text.slug,
            "title": text.title,
            "at": text.at,
            "details": dict(text.details),
            "body": text.body,
            "html": text.html,
            "file": text.file,
            "digest": text.digest,
            "wordings": text.wordings,
            "published_at": now,
            "updated_at": updated_at,
            "withdrawn_at": None,
            "revision": former.revision if former else 1,
            **({"erased": None} if needs_consent(text.kind) else {}),
        }
    )
    published(text.kind, text.slug, now, reason, actor)
    same = text.details.get("same_as")
    if former is not None and same and same != former.details.get("same_as"):
        following.merged(text.slug, str(same))
    if former is not None and former.at != text.at:
        db.raise_topics(f"{text.kind.value}@{month_of(former.at)}")


def _needs_body(kind: EntryKind, front: Mapping[str, Any]) -> bool:
    """The title of a change may say it all; and what is only asked yet has no answer."""
    is_unanswered = kind is EntryKind.OUTCOME and front.get("state") == WAITING
    return kind is not EntryKind.CHANGELOG and not is_unanswered


def _first_said(at: datetime, now: datetime) -> datetime:
    """Since when a text says what it says: an old one that is published has not "changed today".

    Of what names today, and no time, it is now. In feeds it stands under this time for good.
    """
    zone = site().zone
    today = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return now if at == today else min(at, now)


def with_clock(
    kind: EntryKind, details: Mapping[str, Any], former: Entry | None, now: datetime
) -> Mapping[str, Any]:
    """Front matter as it is published: of an outcome with what its clock says."""
    if kind is not EntryKind.OUTCOME:
        return details
    before = None if former is None else former.details
    return carried(details, before, now, answer_time(current_settings()))


def is_translation(text: Text, former: Entry) -> bool:
    """Whether a text says what it said before, and that in further languages, too."""
    own = (text.title, text.at, text.body, dict(text.details))
    if own != (former.title, former.at, former.body, dict(former.details)):
        return False
    added = text.wordings != former.wordings and former.withdrawn_at is None
    return added and all(
        text.wordings.of(language).get(name) == words
        for language in former.wordings
        for name, words in former.wordings.of(language).items()
    )


def withdraw_entry(
    kind: EntryKind, slug: str, reason: str, actor: Actor, *, seen: int | None = None
) -> Entry:
    """Withdraw an entry that was written in the desk: it stays, marked, with the reason.

    Raises NotFound, InvalidInput, Conflict (it comes from a file, or is withdrawn already),
    Superseded (somebody changed it since `seen`), StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    reason = checked_reason(faults, reason)
    refuse(faults)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return entries.by_slug(kind, deed.answer)
        former = entries.by_slug(kind, slug)
        _require_ours(former, seen)
        if former.withdrawn_at is not None:
            raise Conflict(said("This entry is withdrawn already."))
        withdraw(former, now, reason, actor)
        deed.answer = slug
        found = entries.by_slug(kind, slug)
    if needs_consent(kind):
        db.empty_the_log()
    return found


def withdraw(former: Entry, now: datetime, reason: str, actor: Actor | None = None) -> None:
    """Withdraw an entry: it stays, marked; of a story the words go (inside a transaction)."""
    moved = max(now, former.updated_at + _SECOND)
    erases = needs_consent(former.kind)
    rest = without_words(former, now) if erases else {}
    entries.change(former.kind, former.slug, withdrawn_at=now, updated_at=moved, **rest)
    if erases:
        forget_words(former, now, reason)
    published(former.kind, former.slug, now, reason, actor)


def restate(
    former: Entry, details: Mapping[str, Any], now: datetime, reason: str, actor: Actor | None
) -> None:
    """Other front matter of the same words (inside a transaction); they are not newer by it."""
    entries.change(former.kind, former.slug, details=dict(details))
    published(former.kind, former.slug, now, reason, actor)


def _require_ours(former: Entry, seen: int | None) -> None:
    """Raises Conflict when its file is in charge, Superseded when it is not what was seen."""
    if former.is_from_file:
        raise Conflict(said("This entry comes from {file}; change it there.", file=former.file))
    if seen is not None and former.revision != seen:
        raise Superseded(said("Somebody changed it while you were writing."))


def published(
    kind: EntryKind, slug: str, now: datetime, reason: str, actor: Actor | None = None
) -> None:
    """Enter in the record and in the journal what an entry says now; raise its topics."""
    entry = entries.by_slug(kind, slug)
    if kind in ENTRIES:
        told = ENTRIES[kind].statement(entry)
        note([told], now, reason, actor=actor)
        standing = record.marks([told.subject])[told.subject]
        entries.change(kind, slug, revision=standing.revision)
    month = f"{kind.value}@{month_of(entry.at)}"
    db.raise_topics(kind.value, month, *map(named_topic, entries.link(entry)))
    if kind in _IN_FEEDS:
        touched = [c for c in entry.details.get("components", ()) if _is_known(c)]
        journal.enter(kind, slug, entry.updated_at, entry.updated_at, touched, now)
        db.raise_topics(*(f"component:{component}" for component in touched))


def _is_known(component: str) -> bool:
    try:
        components.by_id(component)
    except NotFound:
        return False
    return True


def _free_slug(kind: EntryKind, title: str, at: datetime) -> str:
    """An address made of its own date and the title; a number is added when it is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    base = f"{at:%Y-%m-%d}-{words or 'entry'}"
    number = 1
    while True:
        slug = base if number == 1 else f"{base}-{number}"
        if not entries.by_slugs(kind, [slug]):
            return slug
        number += 1
