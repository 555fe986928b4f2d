"""Heartbeats: a job's call is an up sample of its probe, and its silence a failure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.measurements.results import record_samples
from statuspage.config import Probe, Settings
from statuspage.domain.measured.heartbeat import Rhythm, silence
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import measurements


def record_heartbeat(probe: str, settings: Settings) -> datetime:
    """The job behind a probe has called; returns the instant that counts.

    Raises NotFound when the settings have no such heartbeat any more, StoreError.
    """
    for found in _heartbeats(settings):
        if found.id == probe:
            now = clock.now()
            call = Sample(now, ProbeState.UP)
            record_samples([(watched(found), call)])
            return now
    raise NotFound(said("There is no heartbeat '{probe}'.", probe=probe))


def record_silence(settings: Settings, heard_since: datetime) -> None:
    """Record a failure for each job that should have called by now. Raises StoreError.

    `heard_since` is since when calls could reach us without a break.
    """
    now = clock.now()
    missing = []
    for probe in _heartbeats(settings):
        if probe.interval is None:
            continue  # nothing says when it should call
        rhythm = Rhythm(probe.interval, _grace(probe, probe.interval), probe.fail_after)
        with db.snapshot():
            fold = measurements.fold_of(probe.id, "")
        late = silence(fold, rhythm, heard_since=heard_since, now=now)
        missing += [(watched(probe), sample) for sample in late]
    if missing:
        record_samples(missing)


def _heartbeats(settings: Settings) -> Iterable[Probe]:
    return (probe for probe in settings.probes if probe.type == "heartbeat")


def _grace(probe: Probe, interval: timedelta) -> timedelta:
    return interval if probe.grace is None else probe.grace
