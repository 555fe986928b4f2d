"""Probes: the prober asks by what the settings say, and what it finds is recorded."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from threading import Thread

from statuspage import clock, counters
from statuspage.actions.measurements.reasons import keep_reasons
from statuspage.actions.measurements.results import record_samples
from statuspage.config import Settings
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.reason import Told
from statuspage.domain.measured.samples import MOST_AHEAD, Sample
from statuspage.probes.prober import Checked, Prober
from statuspage.store import db
from statuspage.store.settings import current_settings

_log = logging.getLogger(__name__)


class Probing:
    """The prober has a thread of its own; a turn here lasts until it has come round once more."""

    def __init__(self) -> None:
        self._known: Settings | None = None
        self._well: set[str] = set()  # probes of which nothing but good was told since
        self._prober = Prober(self.record)
        self._thread = Thread(target=self._prober.run, name="prober")

    def begin(self) -> None:
        """Start asking."""
        self._thread.start()

    def end(self) -> None:
        """Give up what is under way, and record what was found."""
        self._prober.stop()
        self._thread.join()

    def turn(self) -> None:
        """Probe what the last good settings say."""
        with db.snapshot():
            settings = current_settings()
        if settings is not self._known:
            self._prober.use(settings.checked_here, settings.network.connectivity)
            self._known = settings
        if self._thread.is_alive():
            self._prober.wait_turn()

    def record(self, checked: list[Checked]) -> None:
        """Keep what the prober found. A result whose time cannot be is dropped, and said so."""
        for one in checked:
            counters.CHECKS.add(one.result.state)
        with db.snapshot():
            settings = current_settings()
        now = clock.now()
        oldest, newest = now - settings.store.keep_samples, now + MOST_AHEAD
        good = [check for check in checked if oldest < check.at <= newest]
        if len(good) < len(checked):
            _log.warning("%d results bear times that cannot be", len(checked) - len(good))
        probes = {probe.id: watched(probe) for probe in settings.checked_here}
        places = {probe.id: settings.own_name(probe) for probe in settings.checked_here}
        known = [check for check in good if check.probe in probes]
        record_samples([(probes[one.probe], _sample(one, places[one.probe])) for one in known])
        self._keep_reasons(known, places)

    def _keep_reasons(self, checked: list[Checked], places: Mapping[str, str]) -> None:
        """Keep why checks failed. One that is well again is told once, not at each check."""
        news = [one for one in checked if one.result.reason or one.probe not in self._well]
        keep_reasons(
            Told(one.probe, places[one.probe], one.at, one.result.state, one.result.reason)
            for one in news
        )
        for one in sorted(checked, key=lambda one: one.at):
            (self._well.discard if one.result.reason else self._well.add)(one.probe)


def _sample(check: Checked, location: str) -> Sample:
    return Sample(check.at, check.result.state, check.result.latency_ms, location)
