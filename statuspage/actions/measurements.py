"""Take probe results: raw samples become state runs, whether they come in order or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.config import HeartbeatProbe, Probe, Sla
from statuspage.domain.hours import HOUR, Hour, hour_of, limit_of, roll_up
from statuspage.domain.samples import Cadence, Fold, Sample, fold, in_order, rewind
from statuspage.errors import InvalidInput
from statuspage.store import db, hours, measurements, slas
from statuspage.store.measurements import Series

_UNSTATED_INTERVAL = timedelta(minutes=1)
_RUNS_BEFORE = 1000  # enough to reach back over any failure that a late sample could touch


@dataclass(frozen=True)
class Watched:
    """What the recording of a probe's results needs of its settings."""

    probe: str
    component: str
    cadence: Cadence
    timeout: timedelta | None = None  # a failed check that lasted so long was given up


def watched(probe: Probe) -> Watched:
    """What the settings of a probe say about recording it."""
    interval = probe.interval or _UNSTATED_INTERVAL
    timeout = None if isinstance(probe, HeartbeatProbe) else probe.timeout
    return Watched(probe.id, probe.component, Cadence(interval, probe.fail_after), timeout)


def record_samples(results: Iterable[tuple[Watched, Sample]], *, keep_samples: timedelta) -> None:
    """Record results of any probes and locations, all in one transaction.

    A sample that comes late is put where it belongs while raw samples of its time are kept. Raises
    InvalidInput for one from the future or from before that, StoreError.
    """
    now = clock.now()
    oldest = now - keep_samples
    by_series: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    probes: dict[str, Watched] = {}
    for probe, sample in results:
        require_kept(sample.at, oldest)
        by_series[probe.probe, sample.location].append(sample)
        probes[probe.probe] = probe
    ordered = {key: in_order(samples, now) for key, samples in by_series.items()}
    with db.transaction():
        limits = latency_limits()
        fresh: dict[int, list[Hour]] = {}
        for (probe_id, location), samples in ordered.items():
            probe = probes[probe_id]
            kept = measurements.series(probe_id, location, probe.component)
            is_changed, rolled = _record(kept, samples, probe, limits[probe.component], oldest)
            fresh[kept.number] = rolled
            if is_changed:
                db.raise_topics("measurements", f"component:{probe.component}")
        hours.add(fresh)


def require_kept(at: datetime, oldest: datetime) -> None:
    """Refuse a sample from before raw ones are kept. Raises InvalidInput."""
    if at < oldest:
        text = f"{at:%Y-%m-%d %H:%M} is older than raw results are kept; import it."
        raise InvalidInput({"at": text})


def forget_old_samples(keep_samples: timedelta) -> int:
    """Drop raw samples that are kept no longer, by whole hours; returns how many."""
    with db.transaction():
        return measurements.forget_samples(hour_of(clock.now() - keep_samples))


def latency_limits() -> dict[str, set[int]]:
    """The limits in ms of the latency SLAs in force, by component."""
    found: dict[str, set[int]] = defaultdict(set)
    for version in slas.current():
        if version.is_withdrawn or version.definition["indicator"] != "latency":
            continue
        sla = Sla.model_validate(version.definition)
        for component in sla.components:
            if sla.under is not None:
                found[component].add(limit_of(sla.under))
    return found


def _record(
    kept: Series, samples: list[Sample], probe: Watched, limits: Collection[int], oldest: datetime
) -> tuple[bool, list[Hour]]:
    """Record one series; returns whether a state changed, which pages show at once.

    With it go the hours of the samples that are still to be added to their rows.
    """
    newest = kept.fold.last
    if newest is not None and samples[0].at <= newest:
        measurements.put_samples(kept.number, _worse_of_both(kept.number, samples))
        work_again(kept, samples, probe, limits, oldest)
        return True, []
    closed, state = fold(kept.fold, samples, probe.cadence)
    measurements.put_samples(kept.number, samples)
    measurements.put_runs(kept.number, [*closed, *state.tail])
    measurements.save_fold(kept.number, state)
    is_changed = _shown(kept.fold) != _shown(state)
    return is_changed, roll_up(samples, limits, probe.timeout)


def work_again(
    kept: Series, late: list[Sample], probe: Watched, limits: Collection[int], oldest: datetime
) -> None:
    """Make runs and hours anew where late samples landed, in order, that are among the raw ones."""
    _fold_again(kept, late[0].at, probe.cadence, oldest)
    _roll_up_again(kept.number, late, probe, limits)


def _worse_of_both(number: int, samples: list[Sample]) -> list[Sample]:
    """Late samples beside those already kept: of two for one instant the worse stands."""
    known: Mapping[datetime, Sample] = {
        sample.at: sample for sample in measurements.samples_since(number, samples[0].at)
    }
    both = [*samples, *(known[sample.at] for sample in samples if sample.at in known)]
    return in_order(both, clock.now())


def _fold_again(kept: Series, at: datetime, cadence: Cadence, oldest: datetime) -> None:
    """Fold anew from where a late sample lands, over the raw samples of that time."""
    before = measurements.last_runs(kept.number, at, _RUNS_BEFORE)
    state, since = rewind(before, at, raw_from=oldest)
    measurements.drop_runs_from(kept.number, since)
    closed, state = fold(state, measurements.samples_since(kept.number, since), cadence)
    measurements.put_runs(kept.number, [*closed, *state.tail])
    measurements.save_fold(kept.number, state)


def _roll_up_again(
    number: int, samples: Iterable[Sample], probe: Watched, limits: Collection[int]
) -> None:
    """Make the hours anew into which late samples fell.

    An hour of which raw samples are gone keeps its row: it holds more than could be counted now.
    """
    for start in sorted({hour_of(sample.at) for sample in samples}):
        raw = measurements.samples_between(number, start, start + HOUR)
        [again] = roll_up(raw, limits, probe.timeout)
        kept = hours.between(number, start, start + HOUR)
        if not kept or kept[0].checks <= again.checks:
            hours.put(number, [again])


def _shown(state: Fold) -> object:
    """What a page shows of the newest run: its state, not how far it reaches."""
    newest = state.tail[-1] if state.tail else None
    return None if newest is None else (newest.counted, newest.start)
