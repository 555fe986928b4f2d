"""Incidents and drafts by themselves, from what checks confirm and what alerts say."""

from __future__ import annotations

import logging

from statuspage import clock
from statuspage.actions.incidents.alerts import TOPIC
from statuspage.actions.incidents.automatic import follow
from statuspage.domain.incidents.automatic import step_words
from statuspage.store import db
from statuspage.store.published import topics
from statuspage.store.settings import current_settings

_log = logging.getLogger(__name__)
_LOOK_EVERY = 15.0  # seconds; a flip of a state is looked at in the next turn


class Failures:
    """Looks when a state flipped or an alert came, and at times for what only time brings."""

    def __init__(self) -> None:
        self._flips: dict[str, int] = {}
        self._look_at = 0.0

    def follow(self) -> None:
        """Take up failures and recoveries, whoever recorded them. Raises StoreError."""
        with db.snapshot():
            settings = current_settings()
            wishes = {one.on_failure for one in settings.probes}
            wishes |= {one.on_alert for one in settings.alerts}
            if wishes <= {"nothing"}:
                return
            flips = topics.versions(["measurements", TOPIC])
            flips.pop(topics.GENERATION, None)
        if flips == self._flips and clock.elapsed() < self._look_at:
            return
        for step in follow():
            _log.info("%s", step_words(step))
        self._flips, self._look_at = flips, clock.elapsed() + _LOOK_EVERY
