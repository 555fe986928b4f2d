"""Stories: told with consent alone, and gone with it, also from the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.entries import withdraw_entry, write_entry
from statuspage.actions.expiring import end_consents
from statuspage.actions.given import Actor
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import InvalidInput
from statuspage.store import db
from statuspage.store.published import record
from tests.helpers.content import put
from tests.helpers.pages import rendered, words_of

ADA = Actor("ada")
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FRONT: dict[str, Any] = {
    "title": "My month end",
    "date": "2026-07-01",
    "who": "A baker from Leeds",
    "consent": "2026-06-30",
    "consent_how": "by mail",
    "until": "2026-07-10",
    "quote": "I looked until two.",
    "components": ["api"],
}
WORDS = ("My month end", "A baker from Leeds", "by mail", "I looked until two", "All night long")
FILE = """---
title: My month end
date: 2026-07-01
who: A baker from Leeds
consent: 2026-06-30
consent_how: by mail
until: 2026-07-10
quote: I looked until two.
---
All night long.
"""

pytestmark = pytest.mark.usefixtures("store")


def told(**changed: Any) -> Entry:
    front = {name: text for name, text in {**FRONT, **changed}.items() if text is not None}
    with clock.standing_at(NOW):
        zone = ZoneInfo("Europe/London")
        return write_entry(EntryKind.STORY, front, "All night long.", ADA, zone=zone)


def words(path: str, at: datetime = NOW) -> str:
    return words_of(rendered(path, at))


def kept(slug: str) -> str:
    """All that the record says of a story, in whatever revision."""
    with db.snapshot():
        found = record.history(f"stories/{slug}")
    return " ".join(word.text or "" for one in found for word in one.words.values())


def test_a_story_says_who_tells_it_and_by_which_consent() -> None:
    story = told()
    page = words(story.path)
    assert all(text in page for text in WORDS)
    assert "Given on 30 June 2026: by mail, until 10 July 2026" in page
    assert "A baker from Leeds" in words("/stories")
    assert "I looked until two" in rendered("/feeds/stories.atom", NOW).body.decode()


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"consent": None}, "consent", "Give the day on which they agreed"),
        ({"consent_how": None}, "consent_how", "Say how they agreed"),
        ({"consent": "2026-07-02"}, "consent", "in the future"),
        ({"until": "2026-06-30"}, "until", "the consent to publish this ended"),
        ({"outcome": "nothing"}, "outcome", 'there is no answer "nothing"'),
    ],
)
def test_without_consent_it_is_refused(changed: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message) as caught:
        told(**changed)
    assert list(caught.value.faults) == [field]


def assert_erased(story: Entry, at: datetime) -> None:
    page = words(story.path, at)
    everywhere = page + words("/stories", at) + kept(story.slug)
    everywhere += rendered("/feeds/stories.atom", at).body.decode()
    assert not [text for text in WORDS if text in everywhere]
    assert "A story that is not told any more" in page
    assert "The words of this story were erased on" in page


def test_withdrawn_consent_erases_the_words_and_leaves_a_trace() -> None:
    story = told()
    with clock.standing_at(NOW + DAY):
        withdraw_entry(EntryKind.STORY, story.slug, "She asked for it", ADA)
    assert_erased(story, NOW + DAY)
    assert "Why: She asked for it" in words(story.path, NOW + DAY)


def test_consent_ends_with_its_last_day_by_itself_also_of_a_file(store: Path) -> None:
    put(store, "stories/baker.md", FILE)
    story = told()
    with clock.standing_at(NOW):
        sync(store / "config.toml", {})
    over = NOW + 10 * DAY
    with clock.standing_at(over - DAY):
        assert end_consents() == []
    assert "ended on 10 July 2026" in words(story.path, over)  # before the worker comes
    with clock.standing_at(over):
        assert {one.slug for one in end_consents()} == {"baker", story.slug}
        report = sync(store / "config.toml", {})
        assert end_consents() == []
    assert ["until" in str(one) or "consent" in str(one) for one in report.problems] == [True]
    assert_erased(story, over + DAY)
    assert "All night long" not in words("/stories/baker", over) + kept("baker")


def test_a_file_that_goes_takes_the_words_along_and_may_come_back(store: Path) -> None:
    path = put(store, "stories/baker.md", FILE)
    with clock.standing_at(NOW):
        sync(store / "config.toml", {})
    path.unlink()
    with clock.standing_at(NOW + DAY):
        sync(store / "config.toml", {})
    assert "All night long" not in words("/stories/baker", NOW + DAY) + kept("baker")
    put(store, "stories/baker.md", FILE)
    with clock.standing_at(NOW + 2 * DAY):
        sync(store / "config.toml", {})
    page = words("/stories/baker", NOW + 2 * DAY)
    assert page.startswith("My month end")
    assert "All night long" in page
