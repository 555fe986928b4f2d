"""Samples to state runs: when a failure is believed, and how long a sample holds.

Source: numbers.md, "Availability from probe results".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from statuspage.domain.measured.samples import Cadence, Fold, ProbeState, Sample, StateRun
from statuspage.errors import InvalidInput
from statuspage.said import said


def fold(state: Fold, samples: Iterable[Sample], cadence: Cadence) -> tuple[list[StateRun], Fold]:
    """Take some samples further: the runs that are final now, and where the fold stands.

    All runs so far are those closed ever plus `tail`; folding in pieces gives the same as at once.
    A run is known by its start, which never moves, so a store replaces the one with that start.
    The samples are those of `in_order`, and newer than the last; else raises InvalidInput.
    """
    folding = _Folding(state, cadence)
    for sample in samples:
        folding.take(sample.at, sample.state)
    return folding.closed, folding.state()


class _Folding:
    """A fold at work. Bulk imports pass millions of samples, so nothing is copied for each."""

    def __init__(self, state: Fold, cadence: Cadence) -> None:
        self.closed: list[StateRun] = []
        self._tail = list(state.tail)
        self._last = state.last
        self._failures = state.failures
        self._is_down = state.is_down
        self._troubled = state.troubled
        self._is_slow = state.is_slow
        self._hold = cadence.hold
        self._fail_after = cadence.fail_after

    def state(self) -> Fold:
        tail = tuple(self._tail)
        counted = self._failures, self._is_down, self._troubled, self._is_slow
        return Fold(tail, self._last, *counted)

    def take(self, at: datetime, state: ProbeState) -> None:
        if self._last is not None and at <= self._last:
            raise InvalidInput(
                {"at": said("{at} is not after the newest sample, {last}.", at=at, last=self._last)}
            )
        self._last = at
        if state is ProbeState.UNKNOWN:
            self._cut(at)
            self._close_all_but(0)
            return
        self._judge(state)
        self._extend(StateRun(state, at, at + self._hold, self._is_believed(state)))
        self._close_all_but(1)

    def _is_believed(self, state: ProbeState) -> bool:
        if state is ProbeState.DOWN:
            return self._is_down
        return state is ProbeState.UP or self._is_slow

    def _judge(self, state: ProbeState) -> None:
        """Count failures, and slow answers, in a row; what confirms them dates back to the first.

        A failure that waits is no more in question once an answer came, be it slow.
        """
        if state is ProbeState.UP:
            self._failures, self._is_down, self._troubled, self._is_slow = 0, False, 0, False
            return
        # Counted no further than it matters, so that a long failure forgets how long it was.
        self._troubled = min(self._troubled + 1, self._fail_after)
        if state is ProbeState.DOWN:
            self._failures = min(self._failures + 1, self._fail_after)
        else:
            self._failures, self._is_down = 0, False
        if not self._is_slow and self._troubled >= self._fail_after:
            self._is_slow = True
            self._confirm(ProbeState.DEGRADED, 0)
        if not self._is_down and self._failures >= self._fail_after:
            self._is_down = True
            self._confirm(ProbeState.DOWN, self._first_failure())

    def _confirm(self, state: ProbeState, since: int) -> None:
        """Believe the runs of a state in the tail, from a place on."""
        for place in range(since, len(self._tail)):
            if self._tail[place].state is state:
                self._tail[place] = replace(self._tail[place], is_confirmed=True)

    def _first_failure(self) -> int:
        """Where in the tail the failures in a row begin: nothing but failures follows."""
        place = len(self._tail)
        while place and self._tail[place - 1].state is ProbeState.DOWN:
            place -= 1
        return place

    def _extend(self, run: StateRun) -> None:
        last = self._tail[-1] if self._tail else None
        if (
            last is not None
            and last.end >= run.start
            and (last.state, last.is_confirmed) == (run.state, run.is_confirmed)
        ):
            self._tail[-1] = StateRun(run.state, last.start, run.end, run.is_confirmed)
        else:
            self._cut(run.start)
            self._tail.append(run)

    def _cut(self, at: datetime) -> None:
        if self._tail and self._tail[-1].end > at:
            self._tail[-1] = replace(self._tail[-1], end=at)

    def _close_all_but(self, newest: int) -> None:
        """Let go of what no later sample can change, but for the newest run(s)."""
        final = len(self._tail) - newest
        if self._failures and not self._is_down:
            final = min(final, self._first_failure())
        if self._troubled and not self._is_slow:
            slow = (n for n, run in enumerate(self._tail) if run.state is ProbeState.DEGRADED)
            final = min(final, next(slow, final))
        self.closed += self._tail[:final]
        del self._tail[:final]
