"""When an incident began, where whoever opens it does not say so: when checks first saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from statuspage.actions.given import NewUpdate
from statuspage.store import db
from statuspage.store.published import components
from statuspage.store.settings import current_settings

if TYPE_CHECKING:
    from statuspage.figures.failing.troubles import Trouble


def troubles_now(now: datetime) -> list[Trouble]:
    """All that checks hold down. Call it inside a snapshot."""
    # A word that names no component asks nothing of checks, and starts quicker without all this.
    from statuspage.figures.failing.troubles import troubles
    from statuspage.store.library import LIBRARY

    listed = [component.id for component in components.listed()]
    return troubles(LIBRARY, current_settings(), listed, now)


def began(chosen: Iterable[str], now: datetime) -> datetime | None:
    """When checks first saw the trouble of some components; None where they see none."""
    wanted = set(chosen)
    return min((one.since for one in troubles_now(now) if one.component in wanted), default=None)


def with_beginning(word: NewUpdate, now: datetime) -> NewUpdate:
    """A first word, with the beginning of its impact where checks know it and nobody stated it.

    A word of the past says its own time.
    """
    if word.impact_from is not None or word.posted_at is not None or not word.components:
        return word
    with db.snapshot():
        return replace(word, impact_from=began(word.components, now))
