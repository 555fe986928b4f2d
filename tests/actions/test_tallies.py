"""Published counts: in the store, in the record, and read back from it alone."""

from __future__ import annotations

from pathlib import Path

from statuspage.actions.tallies import publish
from statuspage.content.markdown import to_html
from statuspage.domain.record import library as recorded
from statuspage.domain.record.replay import replay
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import events, record, topics
from tests.helpers.busy import NOW


def _published(counts: dict[str, int], about: str = "weekend-support") -> bool:
    with db.transaction():
        return publish("heard", about, counts, NOW)


def test_published_count_is_in_the_record_and_tells_nobody(store: Path) -> None:
    assert _published({"page": 2, "phone": 1})
    assert _published({"page": 3, "phone": 1})
    assert _published({"page": 1}, "another/one")
    with db.snapshot():
        told = LIBRARY.tallies.of("heard", ["weekend-support", "unknown"])
        assert told["weekend-support"].total == 4
        assert list(told) == ["weekend-support"]
        entered = record.some(0, record.size())
        alone = recorded.library(replay(entered, to_html), entered, {}).tallies
        assert alone.all_of("heard") == LIBRARY.tallies.all_of("heard")
        assert alone.of("heard", ["weekend-support", "unknown"]) == told
        assert alone.all_of("helped") == {} == LIBRARY.tallies.all_of("helped")
        assert all(not one.subject.startswith("tally/") for one in events.next_act())


def test_same_count_is_published_once(store: Path) -> None:
    assert not _published({})
    assert _published({"page": 1})
    before = topics.generation()
    assert not _published({"page": 1})
    assert topics.generation() == before
