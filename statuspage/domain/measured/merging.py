"""Two histories of one probe as one: where both know something, the worse stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from statuspage.domain.measured.samples import SEVERITY, StateRun


def worse_of_both(left: Iterable[StateRun], right: Iterable[StateRun]) -> Iterator[StateRun]:
    """The runs of both sides, each side in order and without overlap; read and given as a stream.

    Touching runs of the same kind are joined, so merging the same history twice changes nothing.
    """
    return _joined(_swept(iter(left), iter(right)))


def _swept(left: Iterator[StateRun], right: Iterator[StateRun]) -> Iterator[StateRun]:
    ours, theirs = next(left, None), next(right, None)
    while ours is not None and theirs is not None:
        if theirs.start < ours.start:
            ours, theirs, left, right = theirs, ours, right, left
        if ours.start < theirs.start:
            # What the other side does not know, up to where it begins to.
            edge = min(ours.end, theirs.start)
            yield replace(ours, end=edge)
        else:
            edge = min(ours.end, theirs.end)
            yield replace(max(ours, theirs, key=_order), end=edge)
            theirs = _after(theirs, edge, right)
        ours = _after(ours, edge, left)
    rest, others = (ours, left) if ours is not None else (theirs, right)
    if rest is not None:
        yield rest
        yield from others


def _after(run: StateRun, edge: datetime, others: Iterator[StateRun]) -> StateRun | None:
    """What is left of a run behind an edge, else the next one."""
    return replace(run, start=edge) if run.end > edge else next(others, None)


def _order(run: StateRun) -> tuple[int, int]:
    return SEVERITY[run.counted], SEVERITY[run.state]


def _joined(runs: Iterable[StateRun]) -> Iterator[StateRun]:
    before: StateRun | None = None
    for run in runs:
        if before is None:
            before = run
        elif before.end == run.start and _kind(before) == _kind(run):
            before = replace(before, end=run.end)
        else:
            yield before
            before = run
    if before is not None:
        yield before


def _kind(run: StateRun) -> object:
    return run.state, run.is_confirmed
