"""Whether the clock of this machine is right: by the system's own word, and by other servers."""

from __future__ import annotations

import asyncio
import ctypes
import socket
import statistics
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from email.utils import parsedate_to_datetime

from statuspage import clock
from statuspage.errors import Unreachable
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.net.exchange import Limits, follow
from statuspage.net.fetch import request_of
from statuspage.net.rules import anywhere
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import counted, said

_LIMITS = Limits(seconds=5.0, size=200_000, redirects=0)
_BORNE = 5.0  # seconds; the header Date has no parts of one, and answers take their time
_WRONG = 60.0
_TIME_ERROR = 5  # adjtimex(2): the clock is not synchronized
_ROOM = 512  # bytes, more than struct timex has anywhere


def time_of_day(examined: Examined) -> Iterator[Health]:
    """By the references of [network] connectivity, or else by what answers at the site's own."""
    settings = examined.settings
    asked = settings.network.connectivity if settings is not None else ()
    offsets = asyncio.run(_offsets([str(one) for one in asked] or [examined.url]))
    yield of_clock(statistics.median(offsets) if offsets else None, is_synchronized())


def of_clock(offset: float | None, synchronized: bool | None) -> Health:
    """`offset` is by how many seconds this clock is ahead of others."""
    if offset is not None and abs(offset) > _BORNE:
        text = counted(
            "The clock of this machine is {count} second off. Have it set by NTP: all times that "
            "are published come from it.",
            "The clock of this machine is {count} seconds off. Have it set by NTP: all times that "
            "are published come from it.",
            round(abs(offset)),
        )
        is_wrong = abs(offset) > _WRONG
        return Health("clock", Condition.FAILING if is_wrong else Condition.LATE, text)
    if offset is None and synchronized is False:
        text = said(
            "The system says that its clock is not synchronised. Set it by NTP, for "
            "instance with chrony or systemd-timesyncd."
        )
        return Health("clock", Condition.LATE, text)
    if offset is None and synchronized is None:
        text = said("Nothing here can tell whether the clock is right.")
        return Health("clock", Condition.OK, text)
    return Health("clock", Condition.OK, said("The clock is right."))


def is_synchronized() -> bool | None:
    """What the kernel knows of it (adjtimex(2)); None where it cannot be asked."""
    with suppress(OSError, AttributeError):
        found = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_ROOM))
        return None if found < 0 else bool(found != _TIME_ERROR)
    return None


async def _offsets(urls: Sequence[str]) -> list[float]:
    found = await asyncio.gather(*(_offset(url) for url in urls if url))
    return [one for one in found if one is not None]


async def _offset(url: str) -> float | None:
    """By how much we are ahead of what a server says; None where it says nothing."""
    try:
        request = replace(request_of(url), method="HEAD")
        async with asyncio.timeout(_LIMITS.seconds):
            answer = await follow(request, Stopwatch(_LIMITS.seconds), _LIMITS, may_reach=anywhere)
        if _is_here(answer.address):
            return None
        told = parsedate_to_datetime(answer.header(b"date") or "")
    except (Unreachable, OSError, TimeoutError, ValueError):
        return None
    return clock.timestamp() - told.timestamp()


def _is_here(address: str) -> bool:
    """Whether an address is one of this machine, whose clock cannot judge itself."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as tried:
        try:
            tried.bind((address, 0))
        except OSError:
            return False
    return True
