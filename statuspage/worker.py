"""The one loop beside the server: step maintenances, notice changed files, outlive any fault."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from statuspage.actions.maintenance import step_maintenances
from statuspage.actions.sync import sync
from statuspage.errors import ConfigError, StatusPageError

_log = logging.getLogger(__name__)
_PAUSE = 1.0  # seconds


class Worker:
    """Does what is due, again and again, until asked to stop."""

    def __init__(self, config: Path, environ: Mapping[str, str]) -> None:
        self._config = config
        self._environ = environ
        self._stopping = threading.Event()
        self._synced = self._fingerprint()
        self._seen = self._synced

    def run(self) -> None:
        """Work until `stop`."""
        while not self._stopping.wait(_PAUSE):
            self.step()

    def stop(self) -> None:
        """Finish the present step and return from `run`."""
        self._stopping.set()

    def step(self) -> None:
        """One turn. A fault in one duty is logged and keeps no other from its turn."""
        for duty in (self._notice_files, self._step_maintenances):
            try:
                duty()
            except StatusPageError as error:
                _log.error("%s", error)
            except Exception:  # noqa: BLE001 the loop must outlive a fault of ours
                _log.exception("a fault of ours in the worker")

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
