"""What is written, and since when it says what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.domain.library.library import Notes
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.site.following.news import Entered, told
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import site

ADA = Actor("ada")
NOON = datetime(2026, 3, 2, 12, 0, 7, tzinfo=UTC)


def written(day: str) -> Entry:
    front = {"title": "Faster search", "type": "added", "date": day}
    with db.snapshot():
        zone = site().zone
    with clock.standing_at(NOON):
        return write_entry(EntryKind.CHANGELOG, front, "", ADA, zone=zone)


def told_at(entry: Entry) -> datetime:
    """The time at which mail and feeds say that it was published."""
    with db.snapshot():
        context = Context(LIBRARY.noting(Notes(NOON)), NOON)
        found = told(context, Entered(f"changelog/{entry.slug}", entry.revision, NOON))
        [row] = LIBRARY.publications.page([EntryKind.CHANGELOG], 0, 9)
    assert found is not None
    assert found.item.published == row.published_at
    return row.published_at


@pytest.mark.usefixtures("store")
def test_entry_of_today_stands_under_the_time_of_its_publication() -> None:
    entry = written("2026-03-02")
    assert (entry.updated_at, told_at(entry)) == (NOON, NOON)
    with db.snapshot():
        zone = site().zone
    assert entry.at.astimezone(zone) == datetime(2026, 3, 2, tzinfo=zone)
    with clock.standing_at(NOON + timedelta(hours=1)):
        front = {"title": "Faster", "type": "added", "date": "2026-03-02"}
        later = write_entry(
            EntryKind.CHANGELOG, front, "", ADA, zone=zone, slug=entry.slug, reason="Shorter"
        )
    assert told_at(later) == NOON


@pytest.mark.usefixtures("store")
def test_entry_of_a_day_that_is_over_has_not_changed_today() -> None:
    entry = written("2026-03-01")
    with db.snapshot():
        first = datetime(2026, 3, 1, tzinfo=site().zone)
    assert entry.updated_at == told_at(entry) == first
