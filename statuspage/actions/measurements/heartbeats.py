"""Heartbeats: a job's call is an up sample of its probe; silence, or its own word, a failure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from statuspage import clock
from statuspage.actions.measurements.reasons import keep_reasons
from statuspage.actions.measurements.results import record_samples
from statuspage.config import Probe, Settings
from statuspage.config.kinds.cron import CronLine
from statuspage.domain.measured.heartbeat import Rhythm, Signal, failed, silence
from statuspage.domain.measured.probe import ProbeVersion, watched
from statuspage.domain.measured.reason import Reason, Told
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.errors import NotFound
from statuspage.probes.heartbeat import HeartbeatProbe
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.measured import heartbeats, measurements, probes


def record_heartbeat(
    probe: str, settings: Settings, signal: Signal = Signal.SUCCESS, why: Said | None = None
) -> datetime:
    """The job behind a probe has called; returns the instant that counts.

    `why` says more of a failure, for staff. Raises NotFound when the settings have no such
    heartbeat any more, StoreError.
    """
    found = next((one for one in _heartbeats(settings) if one.id == probe), None)
    if found is None:
        raise NotFound(said("There is no heartbeat '{probe}'.", probe=probe))
    now = clock.now()
    if signal is Signal.START:
        with db.transaction():
            heartbeats.begun(probe, now)
    elif signal is Signal.SUCCESS:
        _record(found, [Sample(now, ProbeState.UP)], None)
    else:
        with db.snapshot():
            fold = measurements.fold_of(probe, "")
        text = why or said("The job said that it failed.")
        reason = Reason("reported", text)
        _record(found, failed(fold, found.fail_after, now), reason)
    return now


def record_silence(settings: Settings, heard_since: datetime) -> None:
    """Record a failure for each job that should have called by now. Raises StoreError.

    `heard_since` is since when calls could reach us without a long break.
    """
    now = clock.now()
    for probe in _heartbeats(settings):
        if probe.interval is None:
            continue  # nothing says when it should call
        rhythm = _rhythm(probe, probe.interval)
        with db.snapshot():
            fold = measurements.fold_of(probe.id, "")
            begun_at = heartbeats.begun_at(probe.id)
            changed_at = _rhythm_since(probes.versions([probe.id]).get(probe.id, ()))
        since = max(heard_since, changed_at) if changed_at else heard_since
        late = silence(fold, rhythm, heard_since=since, now=now, begun_at=begun_at)
        if late:
            _record(probe, late, Reason("late", _too_late(fold.last, begun_at)))


def _record(probe: Probe, samples: list[Sample], reason: Reason | None) -> None:
    record_samples([(watched(probe), sample) for sample in samples])
    keep_reasons([Told(probe.id, "", samples[0].at, samples[0].state, reason)])


def _too_late(last: datetime | None, begun_at: datetime | None) -> Said:
    if begun_at is not None and (last is None or begun_at > last):
        return said("It began at {at} and did not say how it ended.", at=_moment(begun_at))
    return said("Its last call came at {at}.", at=_moment(last) if last else "")


def _moment(at: datetime) -> str:
    """An instant as text, since what is kept has no other kind of gap."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _heartbeats(settings: Settings) -> Iterable[Probe]:
    return (probe for probe in settings.probes if probe.type == "heartbeat")


def _rhythm(probe: Probe, interval: timedelta) -> Rhythm:
    keys = HeartbeatProbe.model_validate(probe.written())
    following = None
    if keys.schedule is not None:
        following = CronLine(keys.schedule, keys.timezone).after
    return Rhythm(interval, keys.patience, probe.fail_after, following)


def _rhythm_since(versions: Iterable[ProbeVersion]) -> datetime | None:
    """Since when a job is to call as it is to call now, where it was otherwise before."""
    found = None
    known = [*versions]
    for before, after in pairwise(known):
        if before.cadence.interval != after.cadence.interval:
            found = after.at
    return found
