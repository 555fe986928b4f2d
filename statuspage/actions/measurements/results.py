"""Take probe results: raw samples become state runs, whether they come in order or late."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.measurements.marking import mark_checks
from statuspage.domain.library.about import LATE
from statuspage.domain.measured.folding import rewind
from statuspage.domain.measured.hours import HOUR, Hour, hour_of, limit_of, roll_up
from statuspage.domain.measured.pace import (
    DAY,
    Dated,
    day_of,
    fold_at_pace,
    in_force,
    is_measured,
    measured,
)
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, Fold, Sample, Series, in_order
from statuspage.errors import InvalidInput
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import hours, measurements, probes, slas

_RUNS_BEFORE = 1000  # enough to reach back over any failure that a late sample could touch


def record_samples(results: Iterable[tuple[Watched, Sample]], *, keep_samples: timedelta) -> None:
    """Record results of any probes and locations, all in one transaction.

    A sample that comes late is put where it belongs while raw samples of its time are kept. Raises
    InvalidInput for one from the future or from before that, StoreError.
    """
    now = clock.now()
    oldest = now - keep_samples
    by_series: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    by_id: dict[str, Watched] = {}
    for probe, sample in results:
        require_kept(sample.at, oldest)
        by_series[probe.probe, sample.location].append(sample)
        by_id[probe.probe] = probe
    ordered = {key: in_order(samples, now) for key, samples in by_series.items()}
    with db.transaction():
        limits, in_pace = latency_limits(), paces(by_id.values())
        fresh: dict[int, list[Hour]] = {}
        for (probe_id, location), samples in ordered.items():
            probe = by_id[probe_id]
            kept = measurements.series(probe_id, location, probe.component)
            is_changed, rolled = record_series(
                kept, samples, probe, in_pace[probe_id], limits[probe.component], oldest
            )
            fresh[kept.number] = rolled
            mark_checks(samples, kept.fold, probe.component, now)
            if is_changed or samples[0].at < now - LATE:
                db.raise_topics("measurements", f"component:{probe.component}")
        hours.add(fresh)


def require_kept(at: datetime, oldest: datetime) -> None:
    """Refuse a sample from before raw ones are kept. Raises InvalidInput."""
    if at < oldest:
        text = said("{at:%Y-%m-%d %H:%M} is older than raw results are kept; import it.", at=at)
        raise InvalidInput({"at": text})


def forget_old_samples(keep_samples: timedelta) -> int:
    """Drop raw samples that are kept no longer, by whole hours; returns how many."""
    with db.transaction():
        return measurements.forget_samples(hour_of(clock.now() - keep_samples))


def latency_limits() -> dict[str, set[int]]:
    """The limits in ms that latency SLAs ever promised, by component.

    Not only the newest: a period is judged to its end by the limit with which it began.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for version in slas.all_versions():
        sla = version.promised
        if sla.under is None or version.is_withdrawn:
            continue
        for component in sla.components:
            found[component].add(limit_of(sla.under))
    return found


def paces(chosen: Iterable[Watched]) -> Mapping[str, Dated[Cadence]]:
    """How each of some probes is to be folded, by id: its cadence by date."""
    by_id = {probe.probe: probe for probe in chosen}
    known = probes.versions(by_id)
    return {
        name: [(version.at, version.cadence) for version in known.get(name, ())]
        or [(clock.now(), probe.cadence)]
        for name, probe in by_id.items()
    }


def record_series(
    kept: Series,
    samples: list[Sample],
    probe: Watched,
    pace: Dated[Cadence],
    limits: Collection[int],
    oldest: datetime,
) -> tuple[bool, list[Hour]]:
    """Record samples of one series, inside a transaction.

    Returns whether a state changed, which pages show at once, and the hours of the samples that
    are still to be added to their rows.
    """
    newest = kept.fold.last
    if newest is not None and samples[0].at <= newest:
        measurements.put_samples(kept.number, samples)
        # Where samples tell the interval, a late one may change it for its whole day.
        since = day_of(samples[0].at) if is_measured(pace) else samples[0].at
        _fold_again(kept, max(since, oldest), pace, oldest)
        _roll_up_again(kept.number, samples, probe, limits)
        return True, []
    measurements.put_samples(kept.number, samples)
    rolled = roll_up(samples, limits, probe.timeout)
    told = _told(kept.number, pace, newest or samples[0].at)
    anew = _paced_anew(kept, pace, told) if is_measured(pace) else None
    if anew is not None:
        _fold_again(kept, max(anew, oldest), pace, oldest)
        return True, rolled
    closed, state = fold_at_pace(kept.fold, samples, told)
    measurements.put_runs(kept.number, [*closed, *state.tail])
    measurements.save_fold(kept.number, state)
    return _shown(kept.fold) != _shown(state), rolled


def _told(number: int, pace: Dated[Cadence], since: datetime) -> Dated[Cadence]:
    """The pace from an instant on, with what raw samples tell of it where nothing is stated."""
    if not is_measured(pace):
        return pace
    return measured(pace, measurements.instants_since(number, day_of(since) - DAY))


def _paced_anew(kept: Series, pace: Dated[Cadence], told: Dated[Cadence]) -> datetime | None:
    """From when on what is folded already was folded at another pace than samples tell now."""
    newest = kept.fold.last
    if newest is None:
        return None
    known = measurements.instants_since(kept.number, day_of(newest) - DAY)
    before = measured(pace, known[: bisect_right(known, newest)])
    edges = (since for since, cadence in told if in_force(before, since) != cadence)
    return next((since for since in edges if since <= newest), None)


def _fold_again(kept: Series, at: datetime, pace: Dated[Cadence], oldest: datetime) -> None:
    """Fold anew from an instant on, over the raw samples of that time."""
    before = measurements.last_runs(kept.number, at, _RUNS_BEFORE)
    state, since = rewind(before, at, raw_from=oldest)
    measurements.drop_runs_from(kept.number, since)
    told = _told(kept.number, pace, since)
    closed, state = fold_at_pace(state, measurements.samples_since(kept.number, since), told)
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
            hours.put([(number, again)])


def _shown(state: Fold) -> object:
    """What a page shows of the newest run: its state, not how far it reaches."""
    newest = state.tail[-1] if state.tail else None
    return None if newest is None else (newest.counted, newest.start)
