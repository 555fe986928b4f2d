"""The one loop beside the server: step maintenances, notice changed files, outlive any fault."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.freezing import Closed, closed_periods, freeze
from statuspage.actions.incidents.automatic import follow
from statuspage.actions.maintenance.planned import step_maintenances
from statuspage.actions.maintenance.series import step_series
from statuspage.actions.measurements.heartbeats import record_silence
from statuspage.actions.measurements.results import forget_old_samples, record_samples
from statuspage.actions.sync import sync
from statuspage.config import Settings
from statuspage.domain.incidents.automatic import step_words
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.samples import MOST_AHEAD, Sample
from statuspage.errors import ConfigError, StatusPageError
from statuspage.probes.prober import Checked, Prober
from statuspage.store import db, topics
from statuspage.store.settings import current_settings

_log = logging.getLogger(__name__)
_PAUSE = 1.0  # seconds
_TIDY_EVERY = 600.0  # seconds
_LOOK_EVERY = 15.0  # seconds; a flip of a state is looked at in the next turn
_FREEZE_EVERY = 3600.0  # seconds
_DEAF_AFTER = timedelta(seconds=10)
"""Turns further apart than this mean that calls may not have reached us meanwhile."""


class Worker:
    """Does what is due, again and again, until asked to stop."""

    def __init__(self, config: Path, environ: Mapping[str, str]) -> None:
        self._config = config
        self._environ = environ
        self._stopping = threading.Event()
        self._seen = self._fingerprint()
        self._synced: frozenset[tuple[str, int, int]] | None = None  # files may have changed since
        self._settings: Settings | None = None
        self._tidy_at = self._look_at = self._freeze_at = 0.0
        self._flips = 0
        self._closed: list[Closed] = []
        self._heard_since = self._heard_at = clock.now()
        self._prober = Prober(self.record)

    def run(self) -> None:
        """Work until `stop`."""
        probing = threading.Thread(target=self._prober.run, name="prober")
        probing.start()
        while not self._stopping.wait(_PAUSE):
            self.step()
        self._prober.stop()
        probing.join()

    def stop(self) -> None:
        """Finish the present step and return from `run`."""
        self._stopping.set()

    def step(self) -> None:
        """One turn. A fault in one duty is logged and keeps no other from its turn."""
        duties = (
            self._notice_files,
            self._use_settings,
            self._notice_silence,
            self._step_maintenances,
            self._follow_failures,
            self._freeze,
            self._tidy,
        )
        for duty in duties:
            try:
                duty()
            except StatusPageError as error:
                _log.error("%s", error)
            except Exception:  # noqa: BLE001 the loop must outlive a fault of ours
                _log.exception("a fault of ours in the worker")

    def _use_settings(self) -> None:
        """Probe what the last good settings say."""
        with db.snapshot():
            settings = current_settings()
        if settings != self._settings:
            self._prober.use(settings.probes, settings.network.connectivity)
            self._settings = settings
            self._heard_since = clock.now()  # a new rhythm counts from now on

    def _notice_silence(self) -> None:
        """A job that should have called in is down, unless it was we who could not hear."""
        now = clock.now()
        if not timedelta(0) <= now - self._heard_at <= _DEAF_AFTER:
            self._heard_since = now
        if self._settings is not None:
            record_silence(self._settings, self._heard_since)
        self._heard_at = now

    def record(self, checked: list[Checked]) -> None:
        """Keep what the prober found. A result whose time cannot be is dropped, and said so."""
        settings = self._settings
        if settings is None:
            return
        now = clock.now()
        oldest, newest = now - settings.store.keep_samples, now + MOST_AHEAD
        good = [check for check in checked if oldest < check.at <= newest]
        if len(good) < len(checked):
            _log.warning("%d results bear times that cannot be", len(checked) - len(good))
        probes = {probe.id: watched(probe) for probe in settings.probes}
        record_samples(
            [(probes[check.probe], _sample(check)) for check in good if check.probe in probes],
            keep_samples=settings.store.keep_samples,
        )

    def _tidy(self) -> None:
        """Once in a while drop raw results that are kept no longer."""
        if self._settings is not None and clock.elapsed() >= self._tidy_at:
            forget_old_samples(self._settings.store.keep_samples)
            self._tidy_at = clock.elapsed() + _TIDY_EVERY

    def _follow_failures(self) -> None:
        """Take up failures and recoveries that checks confirm, whoever recorded them."""
        settings = self._settings
        if settings is None or all(probe.on_failure == "nothing" for probe in settings.probes):
            return
        with db.snapshot():
            flips = topics.versions(["measurements"]).get("measurements", 0)
        if flips == self._flips and clock.elapsed() < self._look_at:
            return
        for step in follow():
            _log.info("%s", step_words(step))
        self._flips, self._look_at = flips, clock.elapsed() + _LOOK_EVERY

    def _freeze(self) -> None:
        """One closed period a turn, so that no turn is long; then all of them again."""
        if self._settings is None:
            return
        if not self._closed and clock.elapsed() >= self._freeze_at:
            self._closed = closed_periods()[::-1]
            self._freeze_at = clock.elapsed() + _FREEZE_EVERY
        if self._closed:
            chosen = self._closed.pop()
            if revision := freeze(chosen):
                _log.info("froze %s of %s, revision %d", chosen.period.name, chosen.sla, revision)

    def _step_maintenances(self) -> None:
        for moved in step_maintenances():
            _log.info("%s is now %s", moved.title, moved.status.small)
        for announced in step_series():
            _log.info("announced %s", announced.title)

    def _notice_files(self) -> None:
        """Sync when files changed and have rested for one turn (editors save in several steps)."""
        now = self._fingerprint()
        rested, self._seen = now == self._seen, now
        if now == self._synced or not rested:
            return
        self._synced = now
        try:
            report = sync(self._config, self._environ)
        except ConfigError as error:
            for problem in error.problems:
                _log.error("%s", problem)
            return
        for verb, names in (
            ("added", report.added),
            ("changed", report.changed),
            ("withdrew", report.withdrawn),
        ):
            for name in names:
                _log.info("%s %s", verb, name)
        for problem in report.problems:
            _log.error("%s", problem)

    def _fingerprint(self) -> frozenset[tuple[str, int, int]]:
        """Path, size and time of change of config.toml and of every file of content/."""
        found = set()
        for path in (self._config, *sorted((self._config.parent / "content").rglob("*.md"))):
            try:
                status = path.stat()
            except OSError:
                continue
            found.add((str(path), status.st_size, status.st_mtime_ns))
        return frozenset(found)


def _sample(check: Checked) -> Sample:
    result = check.result
    return Sample(check.at, result.state, result.latency_ms, detail=result.detail)
