"""Letters as they stand in the queue, for tests that read what a person would read in a mail."""

from __future__ import annotations

from statuspage import clock
from statuspage.actions.telling import links
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.store import db
from statuspage.store.tables.telling import Delivery


def letters() -> list[tuple[str, str]]:
    """Each letter that waits, by the order they were written in: its name, and what it is about."""
    with db.snapshot():
        rows = Delivery.select().where(
            (Delivery.letter != "") & (Delivery.state == DeliveryState.WAITING)
        )
        found = sorted(rows, key=lambda row: (row.queued_at, _rank(row.letter)))
        return [(row.letter, row.about) for row in found]


def newest_code() -> str:
    """The six digits in the newest letter with a code."""
    return links.code_of(_newest_about())


def newest_confirm_path() -> str:
    """The link in the newest letter with a code."""
    return links.confirm_path(_newest_about())


def settings_path(key: str) -> str:
    """A fresh link to somebody's settings."""
    return links.settings_path(key, clock.now())


def _newest_about() -> str:
    return [about for name, about in letters() if name in ("confirmation", "already")][-1]


def _rank(name: str) -> int:
    names = ["confirmation", "already", "settings", "test", "goodbye", "helped", "turned_away"]
    return names.index(name)
