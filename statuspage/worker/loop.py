"""The loop beside the server: each duty in its rhythm, and a fault in one stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread

from statuspage import clock
from statuspage.errors import StatusPageError
from statuspage.store.beats import Beats
from statuspage.troubles import Troubles
from statuspage.worker.duty import Duty

_log = logging.getLogger(__name__)
_PAUSE = 1.0  # seconds
_TELL_EVERY = 10.0  # seconds between two notes of which duties came to an end
_PATIENCE = 5.0  # seconds for a duty that hangs when all is to end


class Worker:
    """Does what is due, again and again, until asked to stop."""

    def __init__(
        self,
        duties: Sequence[Duty],
        tell_every: float = _TELL_EVERY,
        is_ours: Callable[[], bool] = lambda: True,
    ) -> None:
        """`is_ours` tells whether the place of the worker still is; without it all ends."""
        self._is_ours = is_ours
        self._duties = duties
        shared = [duty for duty in duties if not duty.is_alone]
        self._lanes = [shared, *([duty] for duty in duties if duty.is_alone)]
        self._due = dict.fromkeys([duty.name for duty in duties], 0.0)
        self._beats = Beats({duty.name: duty.every for duty in duties}, tell_every)
        self._troubles = Troubles(_log)
        self._stopping = Event()

    def run(self) -> None:
        """Work until `stop`, or until the place is another's."""
        for duty in self._duties:
            duty.begin()
        # One that hangs must not keep the process from ending: what it writes is whole, or not.
        threads = [
            Thread(target=self._work, args=(lane,), name=lane[0].name, daemon=True)
            for lane in self._lanes[1:]
        ]
        for thread in threads:
            thread.start()
        self._work(self._lanes[0])
        for duty in self._duties:
            duty.end()
        for thread in threads:
            thread.join(_PATIENCE)

    def stop(self) -> None:
        """Finish the present turn and return from `run`."""
        self._stopping.set()

    def step(self) -> None:
        """One turn of every duty that is due, one after the other."""
        for lane in self._lanes:
            self._turn(lane)

    def _work(self, lane: Sequence[Duty]) -> None:
        while not self._stopping.wait(_PAUSE):
            if not self._is_ours():
                self.stop()
                return
            self._turn(lane)

    def _turn(self, lane: Sequence[Duty]) -> None:
        for duty in lane:
            now = clock.elapsed()
            if now < self._due[duty.name]:
                continue
            self._due[duty.name] = now + duty.every
            self._beats.begun(duty.name)
            is_well = False
            try:
                duty.act()
            except StatusPageError as error:
                self._troubles.met(duty.name, error)
            except Exception as error:  # noqa: BLE001 the loop must outlive a fault of ours
                text = f"a fault of ours in the duty {duty.name}: {error}"
                self._troubles.met(duty.name, text, trace=error)
            else:
                self._troubles.good(duty.name)
                is_well = True
            self._beats.ended(duty.name, is_well=is_well)
