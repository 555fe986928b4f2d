"""What one check found, and the guard that turns whatever happens during a check into a result."""

from __future__ import annotations

import asyncio
import errno
import logging
import math
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, Protocol, TypeVar

from statuspage import clock
from statuspage.config import Expect
from statuspage.domain.measured.samples import ProbeState

_log = logging.getLogger(__name__)

Step = Literal["name", "connect", "tls", "first_byte"]
_DOING: dict[str, str] = {
    "name": "its name was looked up",
    "connect": "the connection was opened",
    "tls": "TLS was agreed upon",
    "first_byte": "the answer was awaited",
}
_OUR_LIMITS = {
    errno.EMFILE: "this process has too many open files",
    errno.ENFILE: "this machine has too many open files",
    errno.ENOBUFS: "this machine has no buffers left",
    errno.ENOMEM: "this machine has no memory left",
    errno.EADDRNOTAVAIL: "this machine has no address or port left to ask from",
    errno.EACCES: "this machine does not allow the connection",
    errno.EPERM: "this machine does not allow the connection",
}


@dataclass(frozen=True)
class Times:
    """Milliseconds of each step, rounded up; None for a step that was not taken or not ended.

    Where redirects needed several connections, their times are added.
    """

    name: int | None = None
    connect: int | None = None
    tls: int | None = None
    first_byte: int | None = None


@dataclass(frozen=True)
class Result:
    """One check. `latency_ms` is rounded up, and None when the target failed at once.

    After a timeout it is the timeout: the answer would have taken as long or longer.
    """

    state: ProbeState
    latency_ms: int | None = None
    detail: str = ""
    times: Times = Times()


class Failed(Exception):
    """The target is not what was promised; the text says how."""


class Blind(Exception):
    """Nothing can be said of the target; the text says why."""


class Stopwatch:
    """Takes the time of one check, step by step, so that a cut one still says how far it came."""

    def __init__(self, seconds: float) -> None:
        self._start = self._last = clock.elapsed()
        self._end = self._start + seconds
        self._spent: dict[str, float] = {}
        self._doing = ""
        self._latency: float | None = None

    def begin(self, step: Step) -> None:
        """From now on this step is under way."""
        self._doing, self._last = step, clock.elapsed()

    def done(self) -> None:
        """The step that was begun has ended."""
        self._spent[self._doing] = self._spent.get(self._doing, 0) + clock.elapsed() - self._last
        self._doing = ""

    def set_latency(self, seconds: float) -> None:
        """Count this as the latency, where the whole check holds pauses of ours."""
        self._latency = seconds

    def latency(self) -> float:
        """Seconds that the answer took: since the check began, unless set."""
        return clock.elapsed() - self._start if self._latency is None else self._latency

    def left(self) -> float:
        """Seconds until the check must end."""
        return self._end - clock.elapsed()

    def doing(self) -> str:
        """What was under way, for a sentence that ends with "while ..."."""
        return _DOING.get(self._doing, "the answer was read")

    def times(self) -> Times:
        return Times(**{step: milliseconds(spent) for step, spent in self._spent.items()})


def milliseconds(seconds: float) -> int:
    """Whole milliseconds, rounded up as all that is better when low."""
    return math.ceil(seconds * 1000)


class Asked(Protocol):
    """What the settings of every outgoing probe have."""

    @property
    def timeout(self) -> timedelta: ...
    @property
    def expect(self) -> Expect: ...


Settings = TypeVar("Settings", bound=Asked)
Measure = Callable[[Settings, Stopwatch], Awaitable[str]]
"""Returns "" for a good answer, or why it is degraded. Raises Failed, Blind, OSError."""


def guarded(measure: Measure[Settings]) -> Callable[[Settings], Awaitable[Result]]:
    """The probe that a measurement makes: ends at the timeout, and never raises."""

    async def probe(settings: Settings) -> Result:
        seconds = settings.timeout.total_seconds()
        watch = Stopwatch(seconds)
        result = await _outcome(measure, settings, watch, seconds)
        return replace(result, times=watch.times())

    return probe


async def _outcome(
    measure: Measure[Settings], settings: Settings, watch: Stopwatch, seconds: float
) -> Result:
    try:
        async with asyncio.timeout(seconds):
            degraded = await measure(settings, watch)
    except TimeoutError:
        text = f"No answer within {seconds:g} s; at the end {watch.doing()}."
        return Result(ProbeState.DOWN, milliseconds(seconds), text)
    except Blind as blind:
        return Result(ProbeState.UNKNOWN, detail=str(blind))
    except (Failed, OSError) as error:
        return _failure(error)
    except Exception as error:  # noqa: BLE001 our fault is no word against the target
        _log.exception("a fault of ours in a probe")
        return Result(ProbeState.UNKNOWN, detail=f"A fault of ours: {type(error).__name__}.")
    return _answered(degraded, settings.expect, watch.latency())


def _answered(degraded: str, expect: Expect, spent: float) -> Result:
    slower_than = expect.slower_than
    if not degraded and slower_than is not None and spent > slower_than.total_seconds():
        limit = milliseconds(slower_than.total_seconds())
        degraded = f"The answer took {milliseconds(spent):,} ms; more than {limit:,} is slow."
    state = ProbeState.DEGRADED if degraded else ProbeState.UP
    return Result(state, milliseconds(spent), degraded)


def _failure(error: Failed | OSError) -> Result:
    """Down, unless this machine itself was at its limit."""
    if ours := _our_limit(error):
        return Result(ProbeState.UNKNOWN, detail=f"Could not ask: {ours}.")
    return Result(ProbeState.DOWN, detail=_words(error))


def _our_limit(error: Failed | OSError) -> str | None:
    if isinstance(error, Failed | ssl.SSLError):  # TLS numbers its errors in a way of its own
        return None
    return _OUR_LIMITS.get(error.errno or 0)


def _words(error: Failed | OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate is not valid: {error.verify_message}."
    if isinstance(error, ssl.SSLError):
        return (
            f"TLS failed: {(error.reason or 'the connection was cut').lower().replace('_', ' ')}."
        )
    if isinstance(error, ConnectionRefusedError):
        return "The connection was refused; nothing listens there."
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return "The connection was cut by the other side."
    if isinstance(error, OSError):
        return f"The connection failed: {error.strerror or error}."
    return str(error)
