"""Handing something over: one request that follows no redirect, and reads no more than it must."""

from __future__ import annotations

import asyncio

from statuspage.addresses import is_public_address
from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.exchange import Answer, Limits, ask, open_wire
from statuspage.net.failure import unreachable
from statuspage.net.framing import Head
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import said

_EXPLAINING = range(400, 500)
_PLAIN = frozenset({410, 429})  # of those, what says everything by its number


def deliver(
    request: Request,
    limits: Limits,
    *,
    may_reach: AddressRule = is_public_address,
    outside: Outside = OUTSIDE,
    is_read: bool = False,
) -> Answer:
    """What is answered, whatever its status; a body is read only where it may say what is wrong.

    With `is_read` it is read always, for an API answers more than a hook does. Raises Unreachable,
    which does not name the address: it may be a secret.
    """
    try:
        return asyncio.run(_in_time(request, limits, may_reach, outside, is_read))
    except TimeoutError as error:
        text = said("It took longer than {seconds} seconds.", seconds=f"{limits.seconds:g}")
        raise Unreachable(text, kind="timeout") from error
    except OSError as error:
        raise unreachable(error) from error


async def _in_time(
    request: Request, limits: Limits, may_reach: AddressRule, outside: Outside, is_read: bool
) -> Answer:
    watch = Stopwatch(limits.seconds)
    async with asyncio.timeout(limits.seconds):
        with await open_wire(request, watch, may_reach, outside) as wire:
            return await ask(
                request, wire, watch, limits.size, heads_alone=_nothing if is_read else _says_all
            )


def _says_all(head: Head) -> bool:
    return head.status not in _EXPLAINING or head.status in _PLAIN


def _nothing(_: Head) -> bool:
    return False
