"""A few threads that do what they are given, and never keep a process from ending."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from queue import SimpleQueue
from threading import Thread


class Lanes:
    """So many threads at most, each begun when it is needed first; one that hangs dies with all."""

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._most = most
        self._threads = 0
        self._waiting: SimpleQueue[tuple[Future[None], Callable[[], None]]] = SimpleQueue()
        self._running: list[Future[None]] = []

    @property
    def free(self) -> int:
        """How many more can begin now."""
        return self._most - sum(not lane.done() for lane in self._running)

    def begin(self, work: Callable[[], None]) -> None:
        """Do it on a thread that is free."""
        future: Future[None] = Future()
        if self._threads < self._most and self._threads <= sum(
            not lane.done() for lane in self._running
        ):
            self._threads += 1
            Thread(target=self._serve, name=f"{self._name} {self._threads}", daemon=True).start()
        self._running.append(future)
        self._waiting.put((future, work))

    def settle(self, patience: float) -> None:
        """Wait a while for what runs, on whichever thread."""
        wait(tuple(self._running), patience)

    def look(self, patience: float | None = None) -> None:
        """Wait a while for what runs, and raise what was raised by what ended."""
        ended = wait(self._running, patience).done
        self._running = [lane for lane in self._running if lane not in ended]
        for lane in ended:
            lane.result()

    def _serve(self) -> None:
        while True:
            future, work = self._waiting.get()
            try:
                work()
            except BaseException as error:  # noqa: BLE001 it is raised where somebody looks
                future.set_exception(error)
            else:
                future.set_result(None)
