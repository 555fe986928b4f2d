"""Faults that last are logged once and then counted, so that no log runs full.

database is locked
database is locked (17 more times in 3 min)
good again after 5 min: database is locked (31 more times)
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from statuspage import clock

_REMIND_FIRST = 180.0  # seconds until a fault that lasts is told again; then ever later
_REMIND_LAST = 3600.0
_QUIET = 30.0  # seconds without a fault until it counts as over; some come and go
_MOST = 1000  # faults that are remembered at one time
_TEXTS = 5  # different words of one fault that are told in full between two reminders


class _Trouble:
    def __init__(self, text: str, now: float) -> None:
        self.text = text
        self.since = self.met_at = now
        self.more = 0  # times since it was told last
        self.times = 0  # times after the first
        self.told_at = now
        self.pause = _REMIND_FIRST
        self.texts = {text}


class Troubles:
    """The faults of one part of the program, by a name for each. Threads may share it."""

    def __init__(self, log: logging.Logger, elapsed: Callable[[], float] = clock.elapsed) -> None:
        self._log = log
        self._elapsed = elapsed
        self._lock = Lock()
        self._known: OrderedDict[str, _Trouble] = OrderedDict()

    def met(self, name: str, told: BaseException | str, trace: BaseException | None = None) -> None:
        """It failed. `trace`: a fault of ours, whose place in the program is of interest."""
        text, now = str(told), self._elapsed()
        with self._lock:
            known = self._known.get(name)
            if known is None:
                known = next((one for one in self._known.values() if one.text == text), None)
                self._remember(name, known or _Trouble(text, now))
                if known is None:
                    self._log.error("%s", text, exc_info=trace)
                    return
            known.met_at = now
            known.more += 1
            known.times += 1
            if text not in known.texts and len(known.texts) < _TEXTS:
                known.texts.add(text)
                known.text = text
                self._log.error("%s", text, exc_info=trace)
            elif now >= known.told_at + known.pause:
                self._log.error("%s (%s)", text, _times(known.more, now - known.told_at))
                known.pause = min(2 * known.pause, _REMIND_LAST)
                known.told_at, known.more, known.texts = now, 0, {text}

    def _remember(self, name: str, trouble: _Trouble) -> None:
        self._known[name] = trouble
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def good(self, name: str) -> None:
        """It works; told once nothing failed any more for a while. Nanoseconds if nothing did."""
        if name not in self._known:
            return
        now = self._elapsed()
        with self._lock:
            known = self._known.get(name)
            if known is None or now < known.met_at + _QUIET:
                return
            for other in [other for other, one in self._known.items() if one is known]:
                del self._known[other]
        more = f" ({_count(known.times)})" if known.times else ""
        lasted = _length(known.met_at - known.since)
        self._log.warning("good again after %s: %s%s", lasted, known.text, more)


def _times(more: int, seconds: float) -> str:
    return f"{_count(more)} in {_length(seconds)}"


def _count(more: int) -> str:
    return f"{more} more {'time' if more == 1 else 'times'}"


def _length(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"
