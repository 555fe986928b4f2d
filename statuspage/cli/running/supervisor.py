"""Keeps the parts of one site running, as processes forked from this one.

What was imported before the fork is in memory once, whatever the number of parts, and a part that
is started again need not import it a second time.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from types import FrameType

from statuspage import counters, logs
from statuspage.cli.language import echo
from statuspage.errors import StatusPageError
from statuspage.parent import end_with_parent
from statuspage.said import said

_log = logging.getLogger(__name__)
_FORK = multiprocessing.get_context("fork")
_LOOK_EVERY = 0.2  # seconds
_QUICK_END = 5.0  # seconds; a part that ends sooner than this is started again more slowly
_LONGEST_PAUSE = 30.0
_PATIENCE = 10.0  # seconds until a part that was asked to stop is killed

Main = Callable[[], object]


def start(name: str, main: Main) -> multiprocessing.process.BaseProcess:
    """Run `main` in a process of its own, which ends when this one does."""
    gc.freeze()  # a collection in one process would copy the pages that all share
    process = _FORK.Process(target=_in_child, args=(main, os.getpid()), name=name)
    process.start()
    return process


def supervise(parts: dict[str, Main]) -> None:
    """Start the parts and start again what ends, until SIGTERM or SIGINT asks to stop."""
    stopping = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    logs.begin(os.environ)
    counters.share([*parts])
    running = [_Part(name, _counting(name, main)) for name, main in parts.items()]
    while not stopping:
        time.sleep(_LOOK_EVERY)
        for part in running:
            part.look()
    for part in running:
        part.end()
    for part in running:
        part.wait()


def _counting(name: str, main: Main) -> Main:
    """The same part, counting where all of them see it."""

    def counting() -> None:
        counters.join(name)
        main()

    return counting


def _in_child(main: Main, parent: int) -> None:
    # In a group of its own: Ctrl-C reaches the supervisor alone, which then ends its parts.
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_with_parent(parent, lambda: os.kill(os.getpid(), signal.SIGTERM))
    try:
        main()
    except StatusPageError as error:
        echo(error.said, err=True)
        raise SystemExit(1) from error


class _Part:
    """One process that is started again when it ends, ever more slowly while it ends at once."""

    def __init__(self, name: str, main: Main) -> None:
        self._name = name
        self._main = main
        self._pause = 0.0
        self._start()

    def _start(self) -> None:
        self._process = start(self._name, self._main)
        self._started = time.monotonic()
        self._again_at: float | None = None

    def look(self) -> None:
        """Start it again when it has ended and its pause is over."""
        code = self._process.exitcode
        if code is None:
            return
        now = time.monotonic()
        if self._again_at is None:
            is_quick = now - self._started < _QUICK_END
            self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE) if is_quick else 0.0
            self._again_at = now + self._pause
            _log.warning(
                "%s",
                said(
                    "{name} ended with code {code}; it will be restarted.",
                    name=self._name,
                    code=code,
                ),
            )
        elif now >= self._again_at:
            self._start()

    def end(self) -> None:
        """Ask it to stop."""
        self._process.terminate()

    def wait(self) -> None:
        """Wait until it has stopped; one that does not is killed."""
        self._process.join(_PATIENCE)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
