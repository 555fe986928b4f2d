"""Sends what is due by one way: claims, renders, sends, and notes what came of each at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock

from statuspage import clock
from statuspage.actions.telling.switch import may_send
from statuspage.config import Settings
from statuspage.domain.telling.result import Blame, Later, Result, Sent
from statuspage.errors import StoreError
from statuspage.notify import noting
from statuspage.notify.claiming import Claimed, claim
from statuspage.notify.composing import Composer
from statuspage.notify.lanes import Lanes
from statuspage.notify.outlet import Outlet, Send
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.telling import deliveries
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)
_TURN = 20.0  # seconds after which a turn ends between two messages, so that it is seen to be alive
_PATIENCE = 1.0  # seconds that a turn waits for what it began
_LAST_WAIT = 3.0  # seconds, when the process ends
_FIRST, _LAST = timedelta(seconds=5), timedelta(minutes=5)  # pauses of a way that is out of order
_FAULT = said("The program failed at it; its log says where.")
_NOTHING = said("There is nothing left to tell.")


@dataclass(frozen=True)
class Tried:
    """A claim and what came of it: a result, a fault of ours, or None: nothing was left to tell."""

    claim: Claimed
    result: Result | Said | None


class Sending:
    """Sends by one way, on as many threads as its outlet wants; each has one message at a time."""

    def __init__(self, outlet: Outlet, environ: Mapping[str, str]) -> None:
        self._outlet = outlet
        self._environ = environ
        self._composer = Composer()
        self._troubles = Troubles(_log)
        self._stopping = Event()
        self._lock = Lock()
        self._busy: set[str] = set()  # subscriptions that are being told something
        self._unnoted: list[Tried] = []  # what the store did not take
        self._lanes = Lanes(str(outlet.channel), outlet.at_once)
        self._pause = timedelta(0)
        self._resume_at = 0.0

    def turn(self) -> None:
        """Begin to send what is due; what takes long goes on meanwhile. Raises StoreError."""
        self._lanes.look(0)
        self._note_rest()
        if clock.elapsed() < self._resume_at:
            return
        with db.snapshot():
            due = deliveries.count_due(self._outlet.channel, clock.now(), self._outlet.at_once)
            if not due or not may_send(self._environ):
                return
            settings = current_settings()
            if not self._outlet.is_ready(settings, self._environ):
                return
        until = clock.elapsed() + _TURN
        for _ in range(min(due, self._lanes.free)):
            self._lanes.begin(partial(self._lane, settings, until))
        self._lanes.look(_PATIENCE)

    def finish(self) -> None:
        """Wait for what is being sent. Raises StoreError."""
        self._lanes.look()

    def end(self) -> None:
        """Begin no more, and wait a little for what is being sent: else it would be sent twice."""
        self._stopping.set()
        self._lanes.settle(_LAST_WAIT)

    def _lane(self, settings: Settings, until: float) -> None:
        with self._outlet.open(settings, self._environ) as send:
            tried: Tried | None = None
            while (claimed := self._step(settings, tried, until)) is not None:
                tried = Tried(claimed, self._try(send, claimed))

    def _step(self, settings: Settings, tried: Tried | None, until: float) -> Claimed | None:
        """Note what came of one, and claim the next: one commit for both."""
        with self._lock:
            if tried is not None:
                self._busy.discard(tried.claim.subscription.key)
            try:
                with db.transaction(rings=False):
                    now = clock.now()
                    if tried is not None:
                        self._note(tried, now)
                    found = self._next(settings, now, until)
            except StoreError:
                self._unnoted += [tried] if tried is not None else []
                raise
            if found is not None:
                self._busy.add(found.subscription.key)
        return found

    def _next(self, settings: Settings, now: datetime, until: float) -> Claimed | None:
        elapsed = clock.elapsed()
        if self._stopping.is_set() or elapsed >= until or elapsed < self._resume_at:
            return None
        return claim(self._outlet, settings, now, self._busy) if may_send(self._environ) else None

    def _try(self, send: Send, claimed: Claimed) -> Result | Said | None:
        channel = self._outlet.channel
        try:
            message = self._composer.message(claimed)
            result = None if message is None else send(message)
        except Exception as error:  # noqa: BLE001 what cannot be sent stops nothing else
            told = f"a fault of ours in sending by {channel}: {error}"
            self._troubles.met(f"fault/{channel}", told, trace=error)
            return _FAULT
        if isinstance(result, Sent):
            self._troubles.good(channel)
        return result

    def _note(self, tried: Tried, now: datetime) -> None:
        result = tried.result
        if result is None:
            deliveries.drop(tried.claim.keys, _NOTHING)
        elif isinstance(result, Said):
            noting.note_fault(tried.claim, result, self._outlet, now)
        else:
            self._mind_the_way(result)
            noting.note(tried.claim, result, self._outlet, now, self._pause)

    def _mind_the_way(self, result: Result) -> None:
        """Have all wait, longer each time, while the way itself is out of order."""
        if isinstance(result, Sent):
            self._pause = timedelta(0)
        elif isinstance(result, Later) and result.blame is Blame.US:
            self._pause = result.after or min(max(_FIRST, 2 * self._pause), _LAST)
            self._resume_at = clock.elapsed() + self._pause.total_seconds()
            self._troubles.met(self._outlet.channel, f"{self._outlet.channel}: {result.reason}")

    def _note_rest(self) -> None:
        """Note what the store did not take when it came."""
        if not self._unnoted:
            return
        with self._lock:
            with db.transaction(rings=False):
                for tried in self._unnoted:
                    self._note(tried, clock.now())
            self._unnoted.clear()
