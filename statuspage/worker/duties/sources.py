"""Sources: what was measured elsewhere is asked for in their rhythm, and taken in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from statuspage import clock
from statuspage.actions.measurements.pulled import (
    record_failed_pull,
    record_pull,
    standing_of,
)
from statuspage.config import Probe, Settings
from statuspage.config.sources import KnownSource
from statuspage.domain.measured.pulls import DuePull, Pull, PullStanding, due_pulls
from statuspage.domain.vocabulary.spans import Span
from statuspage.sources.kind import Pulled
from statuspage.sources.pulling import AskedSource, Outcome
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)
_AT_ONCE = 8  # sources
_MOST = 24  # pulls of one series in a round; the rest follows at once
_LONGEST_PAUSE = 600.0  # seconds after a fault; doubled each time up to this


@dataclass(frozen=True)
class _Asked:
    """What is due of a series, and where it stands."""

    probe: Probe
    standing: PullStanding
    due: Sequence[DuePull]


class Pulling:
    """Asks each source for what is new of its series; a fault of one holds up no other."""

    def __init__(
        self, environ: Mapping[str, str], elapsed: Callable[[], float] = clock.elapsed
    ) -> None:
        self._environ = environ
        self._elapsed = elapsed
        self._troubles = Troubles(_log)
        self._next_at: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def turn(self) -> None:
        """Ask those that are due. Raises StoreError; what goes wrong outside is kept and logged."""
        now = self._elapsed()
        with db.snapshot():
            settings = current_settings()
            asked = {
                source.id: (source, _due(settings, source))
                for source in settings.sources
                if now >= self._next_at.get(source.id, now)
            }
        if not asked:
            return
        with ThreadPoolExecutor(min(_AT_ONCE, len(asked)), "source") as pool:
            rounds: dict[Future[list[Outcome]], str] = {
                pool.submit(
                    AskedSource.of(source).round,
                    {one.probe.id: one.due for one in some},
                    self._environ,
                ): key
                for key, (source, some) in asked.items()
            }
            for done in as_completed(rounds):
                source, some = asked[rounds[done]]
                self._take(source, some, done.result())

    def _take(self, source: KnownSource, asked: Sequence[_Asked], found: Sequence[Outcome]) -> None:
        """Keep what came, and when to ask again."""
        standing = {one.probe.id: one.standing for one in asked}
        probes = {one.probe.id: one.probe for one in asked}
        for one in found:
            standing[one.series] = self._kept(probes[one.series], standing[one.series], one)
        off = next((one for one in found if one.is_off), None)
        every = source.every.total_seconds()
        if off is None:
            self._failures.pop(source.id, None)
            is_more = any(len(one.due) == _MOST for one in asked)
            pause = 0.0 if is_more and not any(one.fault for one in found) else every
        else:
            times = self._failures[source.id] = self._failures.get(source.id, 0) + 1
            pause = min(every * 2 ** min(times - 1, 16), max(every, _LONGEST_PAUSE))
            pause = max(pause, off.wait.total_seconds())
        self._next_at[source.id] = self._elapsed() + pause

    def _kept(self, probe: Probe, standing: PullStanding, found: Outcome) -> PullStanding:
        """Keep what came of one pull; gives where its series stands then."""
        now = clock.now()
        if found.fault is not None:
            self._troubles.met(probe.id, f"source {probe.source}, {probe.id}: {found.fault}")
            after = standing.failed(found.fault, now)
            record_failed_pull(after)
            return after
        if found.due is None or found.pulled is None:
            return standing
        self._troubles.good(probe.id)
        samples = found.pulled.samples
        newest = max((one.at for one in samples), default=None)
        after = standing.after(found.due, now, newest)
        record_pull(probe, samples, _pull(probe, found.due.span, found.pulled, now), after)
        return after


def _pull(probe: Probe, span: Span, gave: Pulled, now: datetime) -> Pull:
    return Pull(probe.id, span.start, span.end, now, probe.query or "", gave.points, gave.digest)


def _due(settings: Settings, source: KnownSource) -> list[_Asked]:
    """What is due of each series of a source."""
    now, known = clock.now(), AskedSource.of(source)
    found = []
    for probe in settings.probes:
        if probe.source == source.id:
            standing = standing_of(settings, probe, now)
            due = due_pulls(standing, now, known.keys.lag, known.longest(probe.id))
            found.append(_Asked(probe, standing, list(islice(due, _MOST))))
    return found
