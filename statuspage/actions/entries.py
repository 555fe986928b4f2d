"""Publish, change and withdraw written entries, whether they come from a file or from the desk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.given import Actor, checked_body, checked_line, refuse
from statuspage.actions.record import note
from statuspage.content.kinds import check_front
from statuspage.content.markdown import to_html
from statuspage.domain.entry import Entry, EntryKind
from statuspage.domain.statements import RECORDED_KINDS, of_entry
from statuspage.errors import Conflict, NotFound
from statuspage.store import components, db, entries, forms, publications

_IN_FEEDS = (EntryKind.CHANGELOG, EntryKind.OUTCOME)


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


def write_entry(
    kind: EntryKind,
    front: Mapping[str, Any],
    body: str,
    actor: Actor,
    *,
    zone: ZoneInfo,
    slug: str | None = None,
) -> Entry:
    """Publish a changelog entry or an outcome from the desk, or a new revision of one (`slug`).

    `front` holds the keys of its front matter (content/kinds.py) in JSON types,
    dates as ISO text.
    Raises InvalidInput, NotFound, Conflict (it comes from a file), StoreError.
    """
    now = clock.now()
    faults: dict[str, str] = {}
    title = checked_line(faults, "title", str(front.get("title", "")), limit=300)
    body = checked_body(faults, "body", body)
    html = "" if faults else to_html(body)
    with db.transaction():
        if actor.submission and (done := forms.answer_to(actor.submission)):
            return entries.by_slug(kind, done)
        former = entries.by_slug(kind, slug) if slug is not None else None
        if former is not None and former.is_from_file:
            raise Conflict(f"This entry comes from {former.file}; change it there.")
        known = [component.id for component in components.listed()]
        at, details = check_front(kind, front, faults, zone=zone, components=known, now=now)
        refuse(faults)
        text = Text(
            kind, slug or _free_slug(kind, title, now), title, at or now, details, body, html
        )
        publish_text(text, former, now, reason="written in the desk")
        if actor.submission:
            forms.remember(actor.submission, text.slug, now)
        return entries.by_slug(kind, text.slug)


def publish_text(text: Text, former: Entry | None, now: datetime, *, reason: str) -> None:
    """Put a text in force, and in the record what is new in it (inside a transaction)."""
    # An old text that is published for the first time has not "changed today".
    updated_at = now if former else min(text.at, now)
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
            "published_at": now,
            "updated_at": updated_at,
            "withdrawn_at": None,
            "revision": former.revision if former else 1,
        }
    )
    _published(text.kind, text.slug, now, reason)


def withdraw(former: Entry, now: datetime) -> None:
    """Withdraw an entry whose file vanished: it stays, marked (inside a transaction)."""
    entries.change(former.kind, former.slug, withdrawn_at=now, updated_at=now)
    _published(former.kind, former.slug, now, "its file is gone")


def _published(kind: EntryKind, slug: str, now: datetime, reason: str) -> None:
    """Enter in the record and in the journal what an entry says now; raise its topics."""
    entry = entries.by_slug(kind, slug)
    if kind in RECORDED_KINDS:
        said = of_entry(entry)
        entries.change(kind, slug, revision=note([said], now, reason)[said.subject])
    db.raise_topics(kind.value)
    if kind in _IN_FEEDS:
        touched = [c for c in entry.details.get("components", ()) if _is_known(c)]
        publications.put(kind, slug, min(entry.at, now), entry.updated_at, touched)
        db.raise_topics(*(f"component:{component}" for component in touched))


def _is_known(component: str) -> bool:
    try:
        components.by_id(component)
    except NotFound:
        return False
    return True


def _free_slug(kind: EntryKind, title: str, now: datetime) -> str:
    """An address made of the date and the title; a number is added when it is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    base = f"{now:%Y-%m-%d}-{words or 'entry'}"
    number = 1
    while True:
        slug = base if number == 1 else f"{base}-{number}"
        if not entries.by_slugs(kind, [slug]):
            return slug
        number += 1
