"""Take probe results of any age: state runs and hours become those of all results in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.measurements.marking import mark_checks
from statuspage.actions.measurements.refolding import History, Pace, refold, told
from statuspage.domain.library.about import LATE
from statuspage.domain.library.topics import first_topic, series_topic, through, watched_topic
from statuspage.domain.measured.hours import HOUR, Hour, hour_of, limit_of, roll_up
from statuspage.domain.measured.pace import DAY, day_of, fold_at_pace, in_force, is_measured
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Fold, Sample, Series, in_order
from statuspage.domain.vocabulary.spans import Span
from statuspage.store import db
from statuspage.store.engine import ImportAtWork
from statuspage.store.measured import hours, measurements, probes, slas


def record_samples(results: Iterable[tuple[Watched, Sample]]) -> None:
    """Record results of any probes and locations, all in one transaction.

    A sample that comes late is put where it belongs, however old it is. Raises InvalidInput for one
    from the future, StoreError.
    """
    now = clock.now()
    by_series: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    by_id: dict[str, Watched] = {}
    for probe, sample in results:
        by_series[probe.probe, sample.location].append(sample)
        by_id[probe.probe] = probe
    ordered = {key: in_order(samples, now) for key, samples in by_series.items()}
    with db.transaction():
        limits, in_pace = latency_limits(), paces(by_id.values())
        fresh: dict[int, list[Hour]] = {}
        for (probe_id, location), samples in ordered.items():
            probe = by_id[probe_id]
            kept = measurements.series(probe_id, location, probe.component)
            is_changed, rolled, refolded = record_series(
                kept, samples, probe, in_pace[probe_id], limits[probe.component]
            )
            fresh[kept.number] = rolled
            mark_checks(samples, kept.fold, refolded, probe.component, now)
            if is_changed or samples[0].at < now - LATE:
                db.raise_topics(
                    "measurements",
                    f"component:{probe.component}",
                    *_touched(kept, samples, refolded, probe.component),
                )
        hours.add(fresh)


def _touched(
    kept: Series, samples: Sequence[Sample], refolded: Sequence[Span], component: str
) -> Iterator[str]:
    """What of a series its new samples changed: its months, and when it began."""
    newest = kept.fold.last
    times = [samples[0].at, samples[-1].at, *([] if newest is None else [newest])]
    times += [edge for span in refolded for edge in (span.start, span.end)]
    topic = series_topic(kept.number)
    yield from through(topic, min(times), max(times))
    if newest is None or samples[0].at <= newest:
        yield first_topic(topic)
    if newest is None:
        yield watched_topic(component)


def pack_old_samples(keep_samples: timedelta) -> int:
    """Pack raw samples that are kept no longer, a UTC day of a series at a time; returns how many.

    Nothing of them is lost: what comes late is folded among them. While an import is at work, which
    reads them, none is packed. Raises StoreError.
    """
    before, packed = day_of(clock.now() - keep_samples), 0
    with suppress(ImportAtWork), db.import_alone():
        with db.snapshot():
            numbers = measurements.all_numbers()
        for number in numbers:
            while count := _pack_a_day(number, before):
                packed += count
    return packed


def _pack_a_day(number: int, before: datetime) -> int:
    with db.transaction():
        return measurements.pack_oldest_day(number, before)


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


def paces(chosen: Iterable[Watched]) -> Mapping[str, Pace]:
    """How each of some probes is to be folded, by id: its cadence by date."""
    by_id = {probe.probe: probe for probe in chosen}
    known = probes.versions(by_id)
    return {
        name: [(version.at, version.cadence) for version in known.get(name, ())]
        or [(clock.now(), probe.cadence)]
        for name, probe in by_id.items()
    }


def record_series(
    kept: Series, samples: list[Sample], probe: Watched, pace: Pace, limits: Collection[int]
) -> tuple[bool, list[Hour], list[Span]]:
    """Record samples of one series, in order, inside a transaction.

    Returns whether a state changed, which pages show at once, the hours of the samples that are
    still to be added to their rows, and the time that was folded anew.
    """
    newest = kept.fold.last
    measurements.put_samples(kept.number, samples)
    if newest is not None and samples[0].at <= newest:
        refolded = [
            refold(kept.number, some[0].at, some[-1].at, pace) for some in _by_days(samples)
        ]
        roll_up_again(kept.number, samples, probe, limits)
        return True, [], refolded
    rolled = roll_up(samples, limits, probe.timeout)
    now_told = _still_in_force(kept, samples, pace)
    if now_told is None:
        return True, rolled, [refold(kept.number, samples[0].at, samples[-1].at, pace)]
    closed, state = fold_at_pace(kept.fold, samples, now_told)
    measurements.put_runs(kept.number, [*closed, *state.tail])
    measurements.save_fold(kept.number, state)
    return _shown(kept.fold) != _shown(state), rolled, []


def _by_days(samples: Iterable[Sample]) -> Iterator[list[Sample]]:
    """Ordered samples, apart where whole days lie between them."""
    found: list[Sample] = []
    for sample in samples:
        if found and day_of(sample.at) - day_of(found[-1].at) > DAY:
            yield found
            found = []
        found.append(sample)
    yield found


def _still_in_force(kept: Series, samples: list[Sample], pace: Pace) -> Pace | None:
    """The pace with what samples tell of it, new ones included.

    None where these change that by which time before them was folded.
    """
    newest = kept.fold.last
    if not is_measured(pace) or newest is None:
        return told(pace, [samples])
    days = [*History(kept.number, pace).days_told(newest, samples[-1].at)]
    before = told(pace, [[one for one in day if one.at <= newest] for day in days])
    now_told = told(pace, days)
    changed = (
        since
        for since, cadence in now_told
        if since <= newest and in_force(before, since) != cadence
    )
    return now_told if next(changed, None) is None else None


def roll_up_again(
    number: int, samples: Iterable[Sample], probe: Watched, limits: Collection[int]
) -> None:
    """Make the hours anew into which late samples fell.

    An hour that version 0.1.0 counted from more results than are kept of it keeps its row.
    """
    for start in sorted({hour_of(sample.at) for sample in samples}):
        inside = measurements.samples_between(number, start, start + HOUR)
        [again] = roll_up(inside, limits, probe.timeout)
        kept = hours.between(number, start, start + HOUR)
        if not kept or kept[0].checks <= again.checks:
            hours.put([(number, again)])


def _shown(state: Fold) -> object:
    """What a page shows of the newest run: its state, not how far it reaches."""
    newest = state.tail[-1] if state.tail else None
    return None if newest is None else (newest.counted, newest.start)
