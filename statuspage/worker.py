"""The one loop beside the server: step maintenances, notice changed files, outlive any fault."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.maintenance import step_maintenances
from statuspage.actions.measurements import Watched, forget_old_samples, record_samples
from statuspage.actions.sync import sync
from statuspage.config import Probe, Settings
from statuspage.domain.samples import MOST_AHEAD, Cadence, Sample
from statuspage.errors import ConfigError, StatusPageError
from statuspage.probes.prober import Checked, Prober
from statuspage.site.current import current_settings
from statuspage.store import db

_log = logging.getLogger(__name__)
_PAUSE = 1.0  # seconds
_TIDY_EVERY = 600.0  # seconds
_UNSTATED_INTERVAL = timedelta(minutes=1)


class Worker:
    """Does what is due, again and again, until asked to stop."""

    def __init__(self, config: Path, environ: Mapping[str, str]) -> None:
        self._config = config
        self._environ = environ
        self._stopping = threading.Event()
        self._synced = self._fingerprint()
        self._seen = self._synced
        self._settings: Settings | None = None
        self._tidy_at = 0.0
        self._prober = Prober(self._record)

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
        duties = (self._notice_files, self._use_settings, self._step_maintenances, self._tidy)
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

    def _record(self, checked: list[Checked]) -> None:
        """Keep what the prober found. A result whose time cannot be is dropped, and said so."""
        settings = self._settings
        if settings is None:
            return
        now = clock.now()
        oldest, newest = now - settings.store.keep_samples, now + MOST_AHEAD
        good = [check for check in checked if oldest < check.at <= newest]
        if len(good) < len(checked):
            _log.warning("%d results bear times that cannot be", len(checked) - len(good))
        watched = {probe.id: _watched(probe) for probe in settings.probes}
        record_samples(
            [(watched[check.probe], _sample(check)) for check in good if check.probe in watched],
            keep_samples=settings.store.keep_samples,
        )

    def _tidy(self) -> None:
        """Once in a while drop raw results that are kept no longer."""
        if self._settings is not None and clock.elapsed() >= self._tidy_at:
            forget_old_samples(self._settings.store.keep_samples)
            self._tidy_at = clock.elapsed() + _TIDY_EVERY

    def _step_maintenances(self) -> None:
        for moved in step_maintenances():
            _log.info("%s is now %s", moved.title, moved.status.label.lower())

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


def _watched(probe: Probe) -> Watched:
    interval = probe.interval or _UNSTATED_INTERVAL
    return Watched(probe.id, probe.component, Cadence(interval, probe.fail_after))


def _sample(check: Checked) -> Sample:
    result = check.result
    return Sample(check.at, result.state, result.latency_ms, detail=result.detail)
