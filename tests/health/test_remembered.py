"""A check that looks at much is made once a second, and again when something was published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.health.health import Condition, Health
from statuspage.health.remembered import remembered
from statuspage.said import said
from statuspage.store import db

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_check_is_made_again_after_a_second_or_what_was_published(store: Path) -> None:
    made: list[datetime] = []

    def check() -> Health:
        made.append(clock.now())
        return Health("test", Condition.OK, said("The store can be read."))

    asked = remembered(check)
    for _ in range(3):
        with clock.standing_at(NOON):
            asked()
    assert made == [NOON]
    with clock.standing_at(NOON):
        with db.transaction():
            db.raise_topics("measurements")
        asked()
    assert made == [NOON, NOON]
    for later in (timedelta(seconds=1), -timedelta(hours=1)):
        with clock.standing_at(NOON + later):
            asked()
    assert len(made) == 4
