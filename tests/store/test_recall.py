"""What a thread read lately is kept as long as the store says the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.library.memory import Held
from statuspage.store import db
from statuspage.store.recall import Recall

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.usefixtures("store")
def test_recall_forgets_what_rose_and_everything_when_the_clock_steps_back() -> None:
    recall = Recall()
    with db.snapshot():
        memory = recall.memory(NOON)
        memory.keep("a", Held(1, frozenset({"incident:a"})))
        memory.keep("b", Held(2, frozenset({"incident:b"})))
    with db.transaction():
        db.raise_topics("incident:b")
    with db.snapshot():
        assert recall.memory(NOON) is memory
        assert (memory.find("a"), memory.find("b")) == (Held(1, frozenset({"incident:a"})), None)
        assert recall.memory(NOON - timedelta(minutes=1)).find("a") is None
