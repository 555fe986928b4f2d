"""What version 0.1.0 kept of old checks, read as checks again, as well as that can be done.

It kept the runs folded from them and not their instants. So a run is taken as checks at the
probe's distance from its start on; a check that comes in now replaces the guess beside it. An
import of the same time makes the figure that of its rows; a single late row takes the place of one
check, and never holds longer than to the next one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statuspage.domain.measured.pace import DAY, Dated, in_force
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample, StateRun, worse

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Former:
    """The runs kept around a UTC day, in order, and how far apart the day's checks were."""

    runs: Sequence[StateRun] = ()
    interval: timedelta | None = None  # where the settings state none


def filled(
    day: datetime, real: Sequence[Sample], former: Former, pace: Dated[Cadence]
) -> Sequence[Sample]:
    """The checks of a UTC day in order, with what the former runs tell where there are none.

    A failure's first check is no guess: its run begins with it, so it stays.
    """
    if not former.runs:
        return real
    found = {sample.at: sample for sample in real}
    known = list(found)
    starts = {run.start for run in former.runs}
    for run in former.runs:
        cadence = in_force(pace, max(day, run.start))
        if cadence.interval is None:
            cadence = replace(cadence, interval=former.interval)
        for guess in _guessed(run, day, cadence, is_cut=run.end in starts):
            is_certain = guess.at == run.start and run.state is not ProbeState.UP
            if is_certain or not _is_near(guess.at, known, cadence.spacing / 2):
                other = found.get(guess.at)
                found[guess.at] = guess if other is None else worse(guess, other)
    return [found[at] for at in sorted(found)]


def _guessed(run: StateRun, day: datetime, cadence: Cadence, *, is_cut: bool) -> Iterator[Sample]:
    """The checks of a run in a day: such as fold to the same run.

    Where another run begins at its end, that check has cut it; else it ended by itself, when its
    last check held no longer, or by a check that saw nothing.
    """
    last = run.end - (_SECOND if is_cut else cadence.hold)
    count = (last - run.start) // cadence.spacing + 1  # checks, of a believed one
    # So short a failure was believed all the same: that of a silent job, or one that was cut off.
    is_short = run.is_confirmed and run.state is not ProbeState.UP and count < cadence.fail_after
    is_blind = last < run.start or (is_short and not is_cut)
    instants = {run.start}
    if run.is_confirmed:
        first = max(0, -((run.start - day) // cadence.spacing))
        after = min(count, (day + DAY - run.start) // cadence.spacing + 1)
        instants |= {run.start + cadence.spacing * place for place in range(first, after)}
        instants |= {last} if last > run.start and not is_cut else set()
    if is_short:
        instants |= {run.start + _SECOND * place for place in range(cadence.fail_after)}
    for at in sorted(instants):
        if day <= at < min(day + DAY, run.end):
            yield Sample(at, run.state)
    if is_blind and day <= run.end < day + DAY:
        yield Sample(run.end, ProbeState.UNKNOWN)


def _is_near(at: datetime, known: Sequence[datetime], reach: timedelta) -> bool:
    place = bisect_left(known, at)
    return any(abs(one - at) <= reach for one in known[max(place - 1, 0) : place + 1])
