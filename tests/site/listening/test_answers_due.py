"""An answer is judged by the day first named in public, whatever is named later."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from tests.helpers.pages import rendered, words_of
from tests.helpers.telling import ADA

pytestmark = pytest.mark.usefixtures("store")

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
UTC_ZONE = ZoneInfo("UTC")
FRONT = {"title": "Dark mode", "date": "2026-07-01", "said": "My eyes!", "state": "planned"}


def _written(days: int, slug: str | None = None, **told: str) -> Entry:
    with clock.standing_at(NOON + days * DAY):
        reason = "It takes longer" if slug else ""
        return write_entry(
            EntryKind.OUTCOME, FRONT | told, "Words.", ADA, zone=UTC_ZONE, slug=slug, reason=reason
        )


def _planned(due: str) -> Entry:
    return _written(0, due=due)


def _edited(entry: Entry, days: int, **told: str) -> None:
    _written(days, entry.slug, **told)


def _told(entry: Entry, days: int) -> list[str]:
    paths = [entry.path, "/you-said-we-did", "/"]
    return [words_of(rendered(path, NOON + days * DAY)) for path in paths]


def test_day_that_is_extended_is_told_beside_the_first() -> None:
    entry = _planned("2026-07-10")
    _edited(entry, 2, due="2026-07-20")
    for page in _told(entry, 3):
        assert "Due 10 July 2026, extended to 20 July 2026" in page


def test_answer_is_late_by_the_first_day_though_another_was_named_or_none() -> None:
    entry = _planned("2026-07-10")
    _edited(entry, 2, due="2026-07-20")
    for page in _told(entry, 10):
        assert "Late: due 10 July 2026, now 20 July 2026" in page
    _edited(entry, 11)
    for page in _told(entry, 12):
        assert "Late: due 10 July 2026" in page


def test_answer_that_came_late_says_so() -> None:
    entry = _planned("2026-07-10")
    _edited(entry, 2, due="2026-07-20")
    _edited(entry, 14, due="2026-07-20", state="done", did="It is there.", done="2026-07-15")
    for page in _told(entry, 15):
        assert "Done 15 July 2026, late: 10 July 2026 was named first" in page
    [told] = json.loads(rendered("/api/v1/outcomes", NOON + 15 * DAY).body)["outcomes"]
    assert (told["due"], told["first_due"]) == ("2026-07-20", "2026-07-10")
