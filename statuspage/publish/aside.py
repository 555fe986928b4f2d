"""Whoever asks a disk that may not answer does so aside, and is waited for a short while only.

A disk that hangs keeps whoever asks it inside the kernel, where nothing can end it: neither may
that be a thread that answers others, nor one of a command, which could not end before the disk
answers.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from statuspage import clock

PATIENCE = 1.0
"""Seconds that a disk has to answer."""

_Found = TypeVar("_Found")


class Unanswered(Exception):
    """There is no answer yet."""

    def __init__(self, since: datetime) -> None:
        super().__init__(since)
        self.since = since  # when it was asked


class _Thread:
    """One question at a time, each on a thread; while one hangs, nobody waits to ask another."""

    def __init__(self) -> None:
        self._is_free = threading.Lock()
        self._until = math.inf  # how long the present one is waited for
        self._since = clock.now()

    def ask(self, question: Callable[[], _Found], patience: float) -> _Found:
        """Raises Unanswered, and what the question raises."""
        until = clock.elapsed() + patience
        while not self._is_free.acquire(timeout=max(self._end(until) - clock.elapsed(), 0.0)):
            if clock.elapsed() >= self._end(until):
                raise Unanswered(self._since)
        self._until, self._since = clock.elapsed() + patience, clock.now()
        answer: Future[_Found] = Future()

        def find() -> None:
            try:
                answer.set_result(question())
            except BaseException as error:  # noqa: BLE001 it is told to who asked
                answer.set_exception(error)
            finally:
                self._free()

        try:
            threading.Thread(target=find, name="aside", daemon=True).start()
        except RuntimeError:
            self._free()
            raise
        try:
            return answer.result(patience)
        except TimeoutError:
            raise Unanswered(self._since) from None

    def _end(self, until: float) -> float:
        return min(until, self._until)

    def _free(self) -> None:
        self._until = math.inf
        self._is_free.release()


_thread = _Thread()
_by_children = False


@contextmanager
def by_children() -> Iterator[None]:
    """Meanwhile each question is asked in a process of its own, as a command must."""
    global _by_children
    before, _by_children = _by_children, True
    try:
        yield
    finally:
        _by_children = before


def ask(question: Callable[[], _Found], patience: float = PATIENCE) -> _Found:
    """What a disk answers. Raises Unanswered, and what the question raises."""
    return (in_child if _by_children else _thread.ask)(question, patience)


def in_child(question: Callable[[], _Found], patience: float) -> _Found:
    """The same in a process of its own, which nobody waits for once the time is over.

    For a process without other threads. Raises Unanswered, and what the question raises.
    """
    since = clock.now()
    here, there = Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        _answer(question, there)
    there.close()
    with here:
        if not here.poll(patience):
            raise Unanswered(since)
        try:
            is_good, found = here.recv()
        except EOFError:
            raise Unanswered(since) from None  # it was killed
        finally:
            os.waitpid(child, os.WNOHANG)
    if not is_good:
        raise found
    return found  # type: ignore[no-any-return] # it came through a pipe


def _answer(question: Callable[[], Any], there: Connection) -> None:
    """Never returns. It keeps nothing of what its parent writes to or reads from."""
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(nothing, descriptor)
        os.closerange(3, there.fileno())
        os.closerange(there.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
        try:
            told = (True, question())
        except Exception as error:  # noqa: BLE001 it is told to who asked
            told = (False, error)
        there.send(told)
    finally:
        os._exit(0)
