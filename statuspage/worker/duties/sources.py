"""Sources: what was measured elsewhere is asked for in their rhythm, and taken in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from itertools import islice

from statuspage import clock
from statuspage.actions.measurements.pulled import (
    ratio_standing_of,
    record_counted,
    record_failed_pull,
    record_pull,
    standing_of,
)
from statuspage.config import Probe, Settings
from statuspage.config.sources import KnownSource, RatioKeys
from statuspage.domain.measured.pulls import DuePull, Pull, PullStanding, due_pulls
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
    """What is due of a series or a ratio, where it stands, and how what comes is kept."""

    name: str
    query: str
    standing: PullStanding
    due: Sequence[DuePull]
    keep: Callable[[Pulled, Pull, PullStanding], None]


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
                    {one.name: one.due for one in some},
                    self._environ,
                ): key
                for key, (source, some) in asked.items()
            }
            for done in as_completed(rounds):
                source, some = asked[rounds[done]]
                self._take(source, some, done.result())

    def _take(self, source: KnownSource, asked: Sequence[_Asked], found: Sequence[Outcome]) -> None:
        """Keep what came, and when to ask again."""
        standing = {one.name: one.standing for one in asked}
        known = {one.name: one for one in asked}
        for one in found:
            standing[one.series] = self._kept(known[one.series], standing[one.series], one)
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

    def _kept(self, asked: _Asked, standing: PullStanding, found: Outcome) -> PullStanding:
        """Keep what came of one pull; gives where its series stands then."""
        now = clock.now()
        if found.fault is not None:
            self._troubles.met(asked.name, f"source, {asked.name}: {found.fault}")
            after = standing.failed(found.fault, now)
            record_failed_pull(after)
            return after
        if found.due is None or found.pulled is None:
            return standing
        self._troubles.good(asked.name)
        span, gave = found.due.span, found.pulled
        after = standing.after(found.due, now, gave.newest)
        pull = Pull(*(asked.name, span.start, span.end, now, asked.query, gave.points, gave.digest))
        asked.keep(gave, pull, after)
        return after


def _due(settings: Settings, source: KnownSource) -> list[_Asked]:
    """What is due of each series and ratio of a source."""
    now, known = clock.now(), AskedSource.of(source)
    lag, found = known.keys.lag, []
    for probe in settings.probes:
        if probe.source == source.id:
            standing = standing_of(settings, probe, now)
            due = due_pulls(standing, now, lag, known.longest(probe.id))
            keep = partial(_keep_samples, probe)
            found.append(_Asked(probe.id, probe.query or "", standing, _some(due), keep))
    for name, ratio in known.ratios.items():
        standing = ratio_standing_of(source, ratio, now)
        due = due_pulls(standing, now, lag + ratio.hold, known.longest(name), ratio.slice)
        found.append(_Asked(name, ratio.asked, standing, _some(due), partial(_keep_ratio, ratio)))
    return found


def _some(due: Iterable[DuePull]) -> list[DuePull]:
    return list(islice(due, _MOST))


def _keep_samples(probe: Probe, gave: Pulled, pull: Pull, standing: PullStanding) -> None:
    record_pull(probe, gave.samples, pull, standing)


def _keep_ratio(ratio: RatioKeys, gave: Pulled, pull: Pull, standing: PullStanding) -> None:
    record_counted(ratio.sla, gave.slices, pull, standing, pull.asked_at)
