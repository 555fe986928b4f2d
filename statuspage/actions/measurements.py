"""Take probe results: raw samples become state runs, whether they come in order or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.domain.samples import Cadence, Fold, Sample, fold, in_order, rewind
from statuspage.errors import InvalidInput
from statuspage.store import db, measurements
from statuspage.store.measurements import Series

_RUNS_BEFORE = 1000  # enough to reach back over any failure that a late sample could touch


@dataclass(frozen=True)
class Watched:
    """What the recording of a probe's results needs of its settings."""

    probe: str
    component: str
    cadence: Cadence


def record_samples(results: Iterable[tuple[Watched, Sample]], *, keep_samples: timedelta) -> None:
    """Record results of any probes and locations, all in one transaction.

    A sample that comes late is put where it belongs while raw samples of its time are kept. Raises
    InvalidInput for one from the future or from before that, StoreError.
    """
    now = clock.now()
    oldest = now - keep_samples
    by_series: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    watched: dict[str, Watched] = {}
    for probe, sample in results:
        if sample.at < oldest:
            text = f"{sample.at:%Y-%m-%d %H:%M} is older than raw results are kept; import it."
            raise InvalidInput({"at": text})
        by_series[probe.probe, sample.location].append(sample)
        watched[probe.probe] = probe
    ordered = {key: in_order(samples, now) for key, samples in by_series.items()}
    with db.transaction():
        for (probe_id, location), samples in ordered.items():
            probe = watched[probe_id]
            kept = measurements.series(probe_id, location, probe.component)
            if _record(kept, samples, probe.cadence, oldest):
                db.raise_topics("measurements", f"component:{probe.component}")


def forget_old_samples(keep_samples: timedelta) -> int:
    """Drop raw samples that are kept no longer; returns how many."""
    with db.transaction():
        return measurements.forget_samples(clock.now() - keep_samples)


def _record(kept: Series, samples: list[Sample], cadence: Cadence, oldest: datetime) -> bool:
    """Record one series; returns whether a state changed, which pages show at once."""
    newest = kept.fold.last
    if newest is not None and samples[0].at <= newest:
        measurements.put_samples(kept.number, _worse_of_both(kept.number, samples))
        _fold_again(kept, samples[0].at, cadence, oldest)
        return True
    closed, state = fold(kept.fold, samples, cadence)
    measurements.put_samples(kept.number, samples)
    measurements.put_runs(kept.number, [*closed, *state.tail])
    measurements.save_fold(kept.number, state)
    return _shown(kept.fold) != _shown(state)


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


def _shown(state: Fold) -> object:
    """What a page shows of the newest run: its state, not how far it reaches."""
    newest = state.tail[-1] if state.tail else None
    return None if newest is None else (newest.counted, newest.start)
