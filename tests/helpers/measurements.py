"""Made-up results of a probe, the same for a seed: a daily rhythm, slow answers, outages."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import ProbeState, Sample

_DAY = timedelta(days=1)
_USUAL = 120  # ms
_TIMEOUT = 10_000  # ms


def results(
    start: datetime, end: datetime, interval: timedelta, seed: int = 1, outages: int = 3
) -> Iterator[Sample]:
    """Samples at even distances in [start, end), with some outages of up to an hour."""
    chance = random.Random(seed)
    length = (end - start).total_seconds()
    begins = [start + timedelta(seconds=chance.random() * length) for _ in range(outages)]
    down = [(at, at + timedelta(minutes=chance.randrange(3, 60))) for at in begins]
    at = start
    while at < end:
        if any(begin <= at < over for begin, over in down):
            gave_up = chance.random() < 0.5
            yield Sample(at, ProbeState.DOWN, _TIMEOUT if gave_up else None)
        else:
            rhythm = 1 + 0.5 * math.sin(2 * math.pi * at.timestamp() / _DAY.total_seconds())
            milliseconds = math.ceil(_USUAL * rhythm * chance.lognormvariate(0, 0.35))
            slow = milliseconds > 1000
            yield Sample(at, ProbeState.DEGRADED if slow else ProbeState.UP, milliseconds)
        at += interval


def record(watched: Watched, samples: Iterable[Sample]) -> int:
    """Record ordered samples day by day, as if each came at its time; returns how many."""
    number = 0
    batch: list[Sample] = []
    for sample in samples:
        if batch and sample.at - batch[0].at >= _DAY:
            _flush(watched, batch)
            batch = []
        batch.append(sample)
        number += 1
    if batch:
        _flush(watched, batch)
    return number


def _flush(watched: Watched, batch: list[Sample]) -> None:
    with clock.standing_at(batch[-1].at):
        record_samples((watched, sample) for sample in batch)
