"""Whoever published waits until the copy says it, for a short while at most.

The work is done on a thread of its own: a slow disk holds up nobody longer than that.
"""

from __future__ import annotations

import logging
import time
from threading import Condition, Thread

from statuspage import clock
from statuspage.errors import StatusPageError
from statuspage.publish import lag
from statuspage.publish.folder import FolderTarget
from statuspage.publish.index import NEWS
from statuspage.publish.keeping import Errand, keep
from statuspage.publish.opening import seen, with_index
from statuspage.publish.target import Target
from statuspage.publish.targets import chosen
from statuspage.store import db
from statuspage.store.published import topics
from statuspage.troubles import Troubles

PATIENCE = 2.0
"""Seconds that a writer waits for the copy."""

_log = logging.getLogger(__name__)
_troubles = Troubles(_log)
_LOOK_EVERY = 0.02  # seconds, while another writes the copy
_IDLE = 60.0  # seconds until the thread ends when nothing is published


_patience = PATIENCE


def be_patient(seconds: float) -> None:
    """Wait so long from now on: on a busy machine, a test must."""
    global _patience
    _patience = seconds


def follow() -> bool:
    """Have the copy say what was published by now; False when it follows later.

    True where there is no copy; for one in a bucket nobody waits.
    """
    try:
        if not isinstance(chosen(), FolderTarget):
            return True
    except StatusPageError as error:
        _troubles.met("copy", error)
        return False
    return _follower.wait(_patience)


class _Follower:
    """One thread that brings the copy up to date as often as somebody waits for it."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._thread: Thread | None = None
        self._asked = 0  # how many have asked
        self._tried = 0  # for how many of them it was tried
        self._good = 0  # for how many of them it was done

    def wait(self, patience: float) -> bool:
        with self._changed:
            self._asked += 1
            mine = self._asked
            if self._thread is None:
                # It must not keep a process from ending: what it writes is whole, or not there.
                self._thread = Thread(target=self._run, name="follower", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._tried >= mine, patience)
            return self._good >= mine

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._changed.wait_for(lambda: self._asked > self._tried, _IDLE):
                    self._thread = None
                    return
                asked = self._asked
            is_done = _bring_up()
            with self._changed:
                self._tried = asked
                self._good = asked if is_done else self._good
                self._changed.notify_all()


_follower = _Follower()


def _bring_up() -> bool:
    """Whether the copy says what had been published by then."""
    target: Target | None = None
    try:
        target = chosen()
        if target is None or _follow(target):
            _troubles.good("copy")
            return True
    except (StatusPageError, OSError) as error:
        _troubles.met("copy", str(error if target is None else lag.fault_of(target, error)))
        lag.note_fault(error)
    except Exception as error:  # noqa: BLE001 the next one who publishes needs this thread
        _troubles.met("copy", f"a fault of ours in the copy: {error}", trace=error)
    return False


def _follow(target: Target) -> bool:
    until = clock.elapsed() + _patience
    with db.snapshot():
        generation = topics.generation()
    while clock.elapsed() < until:
        with target.locked(0.0) as is_ours:
            if is_ours:
                return _is_written(target, until)
        if _says(target, generation):
            return True
        time.sleep(_LOOK_EVERY)
    return False


def _is_written(target: Target, until: float) -> bool:
    errand = Errand(news_alone=True, stop=lambda: clock.elapsed() >= until)
    return with_index(target, lambda index: keep(target, index, errand).is_whole)


def _says(target: Target, generation: int) -> bool:
    """Whether another, who is writing the copy, has come so far."""
    with seen(target.index) as index:
        if index is None or int(index.fact("reached") or -1) < generation:
            return False
        return index.count_owed(NEWS) == 0
