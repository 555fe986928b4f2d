"""A prober on another machine at work: it checks, keeps what it finds, and hands it over."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from statuspage import clock
from statuspage.elsewhere.assignment import Assignment, read
from statuspage.elsewhere.backlog import ROWS, Backlog, Order, Parcel, Unsent
from statuspage.elsewhere.pace import Pace
from statuspage.elsewhere.server import Server
from statuspage.elsewhere.timekeeping import TOLERANCE, Timekeeper, boot
from statuspage.elsewhere.way import Reply
from statuspage.errors import NotFound, SourceError, StatusPageError, StoreError
from statuspage.probes.prober import Checked, Prober
from statuspage.said import joined, said
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)

ASK_EVERY = 10.0
"""Seconds from one question about what to check to the next."""

PUSH_EVERY = 1.0
"""Seconds from push to push."""

_LOOK_EVERY = 1.0  # seconds, while the server is not asked, to look for another token
_BATCHES = 20  # that go out before it is asked again what to check
_KEEP_EVERY = 0.1  # seconds of results that a kill may lose
_FAR = 5  # batches that wait before the newest goes first
_NEWEST_EVERY = 30.0  # seconds
_TEXT, _ETAG, _BOOT = "assignment", "etag", "boot"
_DETAIL = 900  # letters of a reason that are sent


class Outpost:
    """One location. `run` works in the thread that calls it, until `stop`."""

    def __init__(
        self,
        location: str,
        server: Server,
        backlog: Backlog,
        timekeeper: Timekeeper,
        *,
        environ: Mapping[str, str] = os.environ,
        ask_every: float = ASK_EVERY,
        push_every: float = PUSH_EVERY,
        pace: Pace | None = None,
    ) -> None:
        self._location = location
        self._server = server
        self._backlog = backlog
        self._timekeeper = timekeeper
        self._environ = environ
        self._ask_every, self._push_every = ask_every, push_every
        self._stopping, self._news = threading.Event(), threading.Event()
        self._prober = Prober(self._take, batch=_KEEP_EVERY)
        self._pace = pace or Pace()
        self._ask_at = 0.0
        self._most = ROWS  # of a batch; fewer while a whole one is refused
        self._pushed_at = -push_every  # when the newest push began
        self._newest_at = -_NEWEST_EVERY  # when the newest went before the oldest
        self._told: tuple[str, ...] = ()
        self._troubles = Troubles(_log)

    def begin(self) -> None:
        """Take up what was known when it ended; without that, ask the server first.

        Raises NotFound for a location that the server does not know.
        """
        if self._backlog.kept(_BOOT) != (now := boot()):
            self._backlog.forget_elapsed()
            self._backlog.keep(_BOOT, now)
        kept, waiting = self._backlog.kept(_TEXT), self._backlog.waiting()
        if waiting:
            _log.info("%d results wait for the server", waiting)
        if kept:
            with suppress(SourceError):  # of another version: it is asked for anew
                self._use(kept)
        else:
            self._guarded(partial(self._ask, is_first=not waiting))

    def run(self) -> None:
        """Check and hand over until asked to stop; what is under way then is given up."""
        prober = threading.Thread(target=self._prober.run, name="prober")
        prober.start()
        try:
            while not self._stopping.is_set():
                self._turn()
        finally:
            self._prober.stop()
            prober.join()
            self._turn()  # what was found last

    def stop(self) -> None:
        """Return from `run` soon; safe in a handler of signals."""
        self._stopping.set()
        self._news.set()

    def _turn(self) -> None:
        """Do what is due, or wait until something is."""
        now = clock.elapsed()
        if now < self._pace.until:
            self._stopping.wait(min(self._pace.until - now, _LOOK_EVERY))
            with suppress(StatusPageError):
                self._pace.renew(self._server.credential())
        elif now < self._ask_at and not self._news.is_set():
            self._news.wait(self._ask_at - now)
        elif now < self._pushed_at + self._push_every and not self._stopping.is_set():
            self._stopping.wait(self._pushed_at + self._push_every - now)
        else:
            self._news.clear()
            self._pushed_at = now
            if now >= self._ask_at and not self._stopping.is_set():
                self._guarded(self._ask)
            for _ in range(_BATCHES):
                if clock.elapsed() < self._pace.until or not self._guarded(self._push):
                    return
            self._news.set()

    def _guarded(self, act: Callable[[], bool]) -> bool:
        """Do something with the server, and see to it that a fault makes us wait."""
        try:
            return act()
        except NotFound:
            raise
        except StoreError as error:
            self._troubles.met("backlog", str(error))
        except StatusPageError as error:
            self._troubles.met("server", f"the server cannot be used: {error}")
        except Exception as error:  # noqa: BLE001 checks must outlive a fault of ours
            self._troubles.met("server", f"a fault of ours: {error}", trace=error)
        self._pace.failed()
        return False

    def _ask(self, is_first: bool = False) -> bool:
        """What is to be checked."""
        reply = self._server.assignment(self._location, self._backlog.kept(_ETAG) or "")
        self._ask_at = clock.elapsed() + self._ask_every
        if reply.status in (404, 409) and reply.is_problem:
            return self._unknown(reply, is_first)
        if not self._is_good(reply):
            return False
        self._troubles.good("location")
        self._settle()
        if reply.status != 304:
            text = reply.body.decode("utf-8", "replace")
            self._use(text)  # raises for what is none
            self._backlog.keep(_TEXT, text)
            self._backlog.keep(_ETAG, reply.etag)
        return True

    def _unknown(self, reply: Reply, is_first: bool) -> bool:
        """The server has nothing for this location; what was found before is still its."""
        if is_first:
            raise NotFound(joined([reply.detail], ""))
        self._troubles.met("location", f"nothing is checked from here now: {reply.words}")
        self._backlog.keep(_ETAG, "")
        self._prober.use(())
        return True

    def _settle(self) -> None:
        """Results whose time was not sure get that of the server's clock."""
        moved = self._backlog.settle(*self._timekeeper.now(), TOLERANCE)
        if moved:
            _log.warning("%d results were dated anew, by the server's clock", moved)

    def _push(self) -> bool:
        """Hand over a batch; returns whether there may be more."""
        batch = self._backlog.batch(self._most, self._order())
        if batch is None:
            return False
        if batch.is_newest:
            self._newest_at = clock.elapsed()
        reply = self._server.push(batch.body)
        if reply.is_good and reply.taken == len(batch.numbers):
            self._backlog.done(batch.numbers)
            self._most = ROWS
            self._well()
            return True
        if reply.is_good:
            raise SourceError(said("It answers, but not as a status page does."))
        is_refused = reply.is_problem and reply.status in (400, 413, 415, 422)
        if is_refused or (reply.status == 413 and len(batch.numbers) > 1):  # of a proxy, perhaps
            return self._refused(batch, reply)
        self._is_good(reply)
        return False

    def _order(self) -> Order:
        """Where much waits, the newest goes first now and then: readers see how it is now."""
        if self._backlog.waiting() <= _FAR * ROWS:
            return Order.AGE
        is_due = clock.elapsed() >= self._newest_at + _NEWEST_EVERY
        return Order.NEWEST if is_due else Order.PROBE

    def _refused(self, batch: Parcel, reply: Reply) -> bool:
        """The server takes nothing of a batch: what it names is dropped, or the batch is halved."""
        named = {
            batch.numbers[line - 1]: why
            for line, why in reply.lines.items()
            if 1 <= line <= len(batch.numbers)
        }
        if not named and len(batch.numbers) == 1:
            named = {batch.numbers[0]: reply.words}
        if named:
            for why in dict.fromkeys(named.values()):
                count = sum(1 for one in named.values() if one == why)
                _log.error("the server refuses %d results, which are dropped: %s", count, why)
            self._backlog.done(named)
        else:
            self._most = max(1, len(batch.numbers) // 2)
        return True

    def _is_good(self, reply: Reply) -> bool:
        """Whether an answer is one to go on with; any other says how long to wait."""
        if reply.is_good or reply.status == 304:
            self._well()
            return True
        if reply.status in (401, 403):
            self._pace.turned_away(self._server.credential())
        else:
            self._pace.failed(reply.wait)
        self._troubles.met("server", _sentence(reply))
        return False

    def _well(self) -> None:
        self._pace.good()
        self._troubles.good("server")

    def _use(self, text: str) -> None:
        found = read(text, self._environ)
        self._say(found)
        self._prober.use(found.probes, found.connectivity)

    def _say(self, found: Assignment) -> None:
        names = ", ".join(probe.id for probe in found.probes) or "nothing"
        lines = (f"{self._location} checks: {names}", *found.faults)
        for line in lines:
            if line not in self._told:
                _log.log(logging.WARNING if line in found.faults else logging.INFO, "%s", line)
        self._told = lines

    def _take(self, checked: list[Checked]) -> None:
        """Keep what the prober found. Raises StoreError, and then it comes again."""
        dropped = self._backlog.add([self._found(one) for one in checked])
        self._troubles.good("room")
        if dropped:
            self._troubles.met("room", "results wait for too long: the oldest are dropped")
        self._news.set()

    def _found(self, one: Checked) -> Unsent:
        at, elapsed = self._timekeeper.stamped(one.at)
        told: dict[str, Any] = {
            "probe": one.probe,
            "state": one.result.state.value,
            "location": self._location,
        }
        if one.result.latency_ms is not None:
            told["latency_ms"] = one.result.latency_ms
        if (reason := one.result.reason) is not None:
            text = str(reason.detail)[:_DETAIL].encode("utf-8", "replace").decode()
            told["reason"] = {"kind": reason.kind, "text": text, "facts": dict(reason.facts)}
        return Unsent(at, told, elapsed)


def _sentence(reply: Reply) -> str:
    again = "results are kept meanwhile, and it is asked again"
    if reply.status in (401, 403):
        return f"the server does not take the token: {reply.words} ({again} every 5 minutes)"
    return f"the server cannot be used: {reply.words} ({again})"
