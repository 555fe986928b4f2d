"""The figures of closed periods: published when they are due, reviewed when late data came."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.freezing import Closed, Counted, count, publish, reviews, unpublished
from statuspage.store import db
from statuspage.store.published import topics

_log = logging.getLogger(__name__)
_TURN = 0.1  # seconds that a turn may count, so that no other duty waits long
_BATCH = 10.0  # seconds after which at the latest what was counted is published, all at once
_LOOK_AGAIN = timedelta(minutes=10)  # by itself, time makes a period due
_LOOK_SOON = timedelta(seconds=20)  # where something was written
_TOLD = 3  # figures of a batch that are named: a new site with a past freezes hundreds


class Freezing:
    """Counts for a short while each turn, and publishes what it has counted in one transaction.

    What no data touched is not counted again: a restart costs one look at what is missing. Where
    somebody writes so often that a long batch is outdated when it is full, batches are short.
    """

    def __init__(self) -> None:
        self._waiting: list[Closed] = []  # the next one last
        self._counted: list[Counted] = []
        self._batch = _BATCH
        self._publish_at = 0.0
        self._looked_at: datetime | None = None
        self._seen = 0  # the generation of the store then
        self.counted = 0
        """How many figures it has counted."""

    def turn(self) -> None:
        """Raises StoreError."""
        self._look()
        until = clock.elapsed() + _TURN
        while self._waiting and clock.elapsed() < until:
            if not self._counted:
                self._publish_at = clock.elapsed() + self._batch
            self._counted.append(count(self._waiting.pop()))
            self.counted += 1
        if self._counted and (not self._waiting or clock.elapsed() >= self._publish_at):
            self._publish()

    def _publish(self) -> None:
        counted, self._counted = self._counted, []
        done = publish(counted)
        self._batch = min(_BATCH, 2 * self._batch + _TURN)
        if len(done) < len(counted):
            self._batch, self._looked_at = 0.0, None  # what was left is missing still
        frozen = [one for one in done.items() if one[1] is not None]
        for closed, revision in frozen[:_TOLD]:
            _log.info("froze %s of %s, revision %d", closed.name, closed.sla, revision)
        if len(frozen) > _TOLD:
            _log.info("froze %d more figures", len(frozen) - _TOLD)

    def _look(self) -> None:
        """See what waits: late data at once, missing periods when there may be new ones."""
        now = clock.now()
        known = {*self._waiting, *(one.closed for one in self._counted)}
        with db.snapshot():
            late = reviews()
            if not self._waiting and self._is_time(now):
                self._seen, self._looked_at = topics.generation(), now
                self._waiting = [one for one in unpublished() if one not in known][::-1]
        self._waiting += [one for one in late if one not in known]

    def _is_time(self, now: datetime) -> bool:
        if self._looked_at is None or now < self._looked_at:
            return True
        is_other = topics.generation() != self._seen
        return now - self._looked_at >= (_LOOK_SOON if is_other else _LOOK_AGAIN)
