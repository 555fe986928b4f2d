"""What people asked for, for tests: requests that are written, and voices as they are kept."""

from __future__ import annotations

from typing import Any

from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.domain.listening.voice import Voice
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.published import entries, tallies
from statuspage.store.settings import site

GRACE = Actor("grace")


def request(title: str, state: str = "asked", **front: Any) -> str:
    """Publish a request; returns its slug."""
    told = {"title": title, "said": "Please.", "state": state, **front}
    return write_entry(EntryKind.OUTCOME, told, "We look at it.", GRACE, zone=site().zone).slug


def answer(slug: str, state: str, **front: Any) -> Entry:
    """Say what becomes of it."""
    former = standing(slug)
    told = {"title": former.title, "said": "Please.", "state": state, **front}
    return write_entry(
        EntryKind.OUTCOME, told, "So it is.", GRACE, zone=site().zone, slug=slug, reason="News."
    )


def standing(slug: str) -> Entry:
    """How a request stands."""
    with db.snapshot():
        return entries.by_slug(EntryKind.OUTCOME, slug)


def voice(key: str) -> Voice:
    """A voice as it is kept."""
    with db.snapshot():
        found = voices.by_key(key)
    assert found is not None
    return found


def heard(slug: str) -> dict[str, int]:
    """The published count of voices of a request, by channel."""
    with db.snapshot():
        found = tallies.of("heard", [slug])
    return dict(found[slug].counts) if found else {}
