"""What one check found, and the guard that turns whatever happens during a check into a result."""

from __future__ import annotations

import asyncio
import logging
import math
from dataclasses import dataclass, replace
from typing import Any

from statuspage.config.probes import AskedProbe, Expect
from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState
from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.failure import unreachable
from statuspage.net.stopwatch import Step, Stopwatch
from statuspage.probes.kind import Blind, Failed, ProbeKind
from statuspage.said import Said, joined, said

_log = logging.getLogger(__name__)

_DOING: dict[Step | None, Said] = {
    "name": said("looking up the name"),
    "connect": said("opening the connection"),
    "tls": said("agreeing on TLS"),
    "first_byte": said("waiting for the answer"),
    None: said("reading the answer"),
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
    reason: Reason | None = None
    times: Times = Times()


def milliseconds(seconds: float) -> int:
    """Whole milliseconds, rounded up as all that is better when low."""
    return math.ceil(seconds * 1000)


def not_counted(why: Said, found: Reason | None) -> Reason:
    """Why a failure says nothing of the target, and what it was."""
    return Reason("ours", why if found is None else joined((why, found.detail), " "))


async def check(kind: ProbeKind[Any], settings: AskedProbe, outside: Outside = OUTSIDE) -> Result:
    """One check by its kind: it ends at the timeout, and never raises."""
    watch = Stopwatch(settings.timeout.total_seconds())
    result = await _outcome(kind, settings, watch, outside)
    times = {step: milliseconds(spent) for step, spent in watch.spent.items()}
    return replace(result, times=Times(**times))


async def _outcome(
    kind: ProbeKind[Any], settings: AskedProbe, watch: Stopwatch, outside: Outside
) -> Result:
    seconds = settings.timeout.total_seconds()
    assert kind.measure is not None  # noqa: S101 what comes by itself is not asked
    try:
        async with asyncio.timeout(seconds):
            degraded = await kind.measure(settings, watch, outside)
    except TimeoutError:
        text = said(
            "No answer within {digits} s; it had got as far as: {step}.",
            digits=format(seconds, "g"),
            step=_DOING[watch.doing],
        )
        reason = Reason("timeout", text, {"seconds": format(seconds, "g")})
        return Result(ProbeState.DOWN, milliseconds(seconds), reason)
    except Blind as blind:
        return Result(ProbeState.UNKNOWN, reason=blind.reason)
    except Failed as failed:
        return Result(ProbeState.DOWN, reason=failed.reason)
    except (Unreachable, OSError) as error:
        return _failure(unreachable(error) if isinstance(error, OSError) else error)
    except Exception as error:  # noqa: BLE001 our fault is no word against the target
        _log.exception("a fault of ours in a probe")
        text = said("Our own fault: {name}.", name=type(error).__name__)
        return Result(ProbeState.UNKNOWN, reason=Reason("ours", text))
    return _answered(degraded, settings.expect, watch.latency())


def _answered(degraded: Reason | None, expect: Expect, spent: float) -> Result:
    slower_than = expect.slower_than
    took = milliseconds(spent)
    if not degraded and slower_than is not None and spent > slower_than.total_seconds():
        text = said(
            "The answer took {time}; more than {limit} is slow.",
            time=said("{count} ms", count=took),
            limit=said("{count} ms", count=milliseconds(slower_than.total_seconds())),
        )
        degraded = Reason("slow", text, {"milliseconds": took})
    return Result(ProbeState.DEGRADED if degraded else ProbeState.UP, took, degraded)


def _failure(error: Unreachable) -> Result:
    """Down, unless this machine itself was at its limit."""
    state = ProbeState.UNKNOWN if error.is_ours else ProbeState.DOWN
    return Result(state, reason=Reason(error.kind, error.said))
