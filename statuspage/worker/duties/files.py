"""config.toml, what lies beside it and content/, published when they change."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from statuspage.actions.sync import sync
from statuspage.errors import ConfigError

_log = logging.getLogger(__name__)
_Fingerprint = frozenset[tuple[str, int, int, int]]


class Watching:
    """Syncs when files changed and have rested for one turn (editors save in several steps)."""

    def __init__(self, config: Path, environ: Mapping[str, str]) -> None:
        self._config = config
        self._environ = environ
        self._seen = self._fingerprint()
        self._synced: _Fingerprint | None = None  # files may have changed since

    def notice(self) -> None:
        """Raises StoreError; faults of the files are logged."""
        now = self._fingerprint()
        rested, self._seen = now == self._seen, now
        if now == self._synced or not rested:
            return
        try:
            report = sync(self._config, self._environ)
            self._synced = now
        except ConfigError as error:
            self._synced = now
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

    def _fingerprint(self) -> _Fingerprint:
        """Path, inode, size and time of change of config.toml, of logos, the policy and content/.

        Editors put another file in the place of one, and may keep its times.
        """
        found = set()
        folder = self._config.parent
        beside = (*folder.glob("*.svg"), *folder.glob("*.txt"))
        for path in sorted({self._config, *beside, *(folder / "content").rglob("*.md")}):
            try:
                status = path.stat()
            except OSError:
                continue
            found.add((str(path), status.st_ino, status.st_size, status.st_mtime_ns))
        return frozenset(found)
