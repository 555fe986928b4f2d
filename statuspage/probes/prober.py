"""The loop that asks: starts what is due, and hands the results on in batches.

It outlives every fault, its own and those of whoever takes the results.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from statuspage import clock
from statuspage.config import Probe
from statuspage.config.probes import AskedProbe
from statuspage.domain.measured.samples import ProbeState
from statuspage.errors import StatusPageError
from statuspage.probes.connectivity import Connectivity
from statuspage.probes.kind import ProbeKind
from statuspage.probes.pulse import Pulse, Tick
from statuspage.probes.registry import PROBE_KINDS
from statuspage.probes.result import Result, Times, check, not_counted
from statuspage.probes.schedule import Schedule
from statuspage.said import said
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)

# Seconds between two looks at what is due. Waking for each probe alone finds every cache cold and
# costs 1.4 ms of CPU a check; the few that fall due in one tenth of a second cost 0.9 ms each.
_BEAT = 0.1
_BATCH = 1.0  # seconds of results in one batch
_KEPT = 100_000  # results that wait for a callback that fails; the oldest are dropped
_AT_ONCE = 400  # checks under way; more could use up the open files that others need


_Asked = tuple[ProbeKind[Any], AskedProbe]


class Checked(NamedTuple):
    """One check of one probe; `at` is when it began, UTC, a whole second."""

    probe: str
    at: datetime
    result: Result


class Prober:
    """Checks probes, each in its slot and never twice at a time, until asked to stop.

    `deliver` is called from one thread of its own with the results of `batch` seconds. When it
    raises, the same results come again with the next ones, so none is lost while the store is away.
    """

    def __init__(
        self,
        deliver: Callable[[list[Checked]], None],
        kinds: Mapping[str, ProbeKind[Any]] = PROBE_KINDS,
        batch: float = _BATCH,
    ) -> None:
        self._batch = batch
        self._deliver = deliver
        self._kinds = kinds
        self._stopping, self._ended = threading.Event(), threading.Event()
        self._turned = threading.Event()
        self._wanted: tuple[dict[str, _Asked], Connectivity] | None = None
        self._probes: dict[str, _Asked] = {}
        self._connectivity = Connectivity(())
        self._schedule = Schedule()
        self._pulse = Pulse()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._found: deque[Checked] = deque()
        self._troubles = Troubles(_log)

    def use(self, probes: Iterable[Probe], references: Sequence[str] = ()) -> None:
        """Check these from now on, heartbeats left aside; callable from any thread, at any time."""
        asked: dict[str, _Asked] = {}
        for probe in probes:
            kind = self._kinds[probe.type]
            if kind.measure is not None:
                asked[probe.id] = (kind, kind.settings.model_validate(probe.written()))
        self._wanted = (asked, Connectivity(references))

    def run(self) -> None:
        """Work until `stop`; needs a thread of its own."""
        handing_on = threading.Thread(target=self._hand_on, name="probe-results")
        handing_on.start()
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except Exception as error:  # noqa: BLE001 probing must outlive a fault of ours
                text = f"a fault of ours in the prober: {error}"
                self._troubles.met("prober", text, trace=error)
                self._stopping.wait(_BATCH)
        self._ended.set()
        handing_on.join()
        self._turned.set()

    def wait_turn(self) -> None:
        """Wait until the loop has come round once more; when it hangs, that is for ever."""
        self._turned.clear()
        if not self._ended.is_set():
            self._turned.wait()

    def stop(self) -> None:
        """Give up what is under way, hand on what was found, and return from `run`."""
        self._stopping.set()

    async def _work(self) -> None:
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._running.clear()
        while not self._stopping.is_set():
            self._turn()
            await asyncio.sleep(_BEAT)

    def _turn(self) -> None:
        """Start what is due."""
        self._turned.set()
        now = clock.elapsed()
        self._adopt(now)
        for key in self._schedule.due(now):
            if key not in self._running:
                self._running[key] = asyncio.create_task(self._check(*self._probes[key]))
        if gap := self._pulse.beat(now, now + _BEAT):
            _log.warning("probing stood still for %.1f s; what failed meanwhile is unknown", gap)

    def _adopt(self, now: float) -> None:
        """Take over new settings."""
        if self._wanted is None:
            return
        (self._probes, self._connectivity), self._wanted = self._wanted, None
        intervals = {key: one.interval.total_seconds() for key, (_, one) in self._probes.items()}
        self._schedule.replace(intervals, now)
        for key in self._running.keys() - self._probes.keys():
            self._running[key].cancel()

    async def _check(self, kind: ProbeKind[Any], probe: AskedProbe) -> None:
        try:
            async with self._room:
                at, mark = clock.now(), _mark()
                result = await check(kind, probe)
                if self._pulse.was_disturbed(mark, _mark()):
                    result = _without_the_gap(result)
                result = await self._connectivity.judged(kind.host(probe), result)
            self._found.append(Checked(probe.id, at, result))
        finally:
            del self._running[probe.id]

    def _hand_on(self) -> None:
        waiting: list[Checked] = []
        while not self._ended.wait(self._batch):
            waiting = self._handed_on(waiting)
        self._handed_on(waiting)

    def _handed_on(self, waiting: list[Checked]) -> list[Checked]:
        """Hand on what waits and what was found since; returns what must be tried again."""
        while self._found:
            waiting.append(self._found.popleft())
        if not waiting:
            return []
        try:
            self._deliver(waiting)
        except Exception as error:  # noqa: BLE001 results must outlive a store out of reach
            is_ours = not isinstance(error, StatusPageError)
            text = f"results wait, for they cannot be recorded: {error}"
            self._troubles.met("results", text, trace=error if is_ours else None)
            return waiting[-_KEPT:]
        self._troubles.good("results")
        return []


def _mark() -> Tick:
    return Tick(clock.elapsed(), clock.timestamp())


def _without_the_gap(result: Result) -> Result:
    """What can be said after a standstill of ours: an answer came, but not how quick it was."""
    if result.state is ProbeState.UP:
        return replace(result, latency_ms=None, times=Times())
    why = said("Not counted: this program was paused, or its clock jumped.")
    return Result(ProbeState.UNKNOWN, reason=not_counted(why, result.reason))
