"""One answer, waited for: its body, or Unreachable in one plain line that names the address."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.exchange import Answer, Limits, Request, follow, web_address
from statuspage.net.failure import unreachable
from statuspage.net.rules import AddressRule, is_public_address, to_public
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import said

GENEROUS = Limits()
"""For what an operator asks for by hand."""

_ASK_AGAIN = frozenset({408, 425, 429})  # of 400 to 499, those that do not last


def fetch(
    url: str,
    limits: Limits = GENEROUS,
    *,
    may_reach: AddressRule = is_public_address,
    outside: Outside = OUTSIDE,
) -> bytes:
    """The body behind an http(s) URL; redirects are followed into the public internet only."""
    return _body(_request(url), limits, may_reach, outside)


def post(
    url: str,
    content: bytes,
    headers: Iterable[tuple[str, str]],
    limits: Limits,
    *,
    may_reach: AddressRule = is_public_address,
) -> bytes:
    """The body that answers a POST to an http(s) URL; a redirect is refused."""
    request = replace(_request(url), method="POST", headers=tuple(headers), body=content)
    return _body(request, replace(limits, redirects=0), may_reach, OUTSIDE)


def _request(url: str) -> Request:
    found = web_address(url)
    if found is None:
        text = said("{url} cannot be fetched; give an http:// or https:// address.", url=repr(url))
        raise Unreachable(text, is_permanent=True)
    return Request(found)


def _body(request: Request, limits: Limits, may_reach: AddressRule, outside: Outside) -> bytes:
    url = request.url.geturl()
    try:
        answer = asyncio.run(_answer(request, limits, may_reach, outside))
    except TimeoutError as error:
        spent = f"{limits.seconds:g}"
        text = said("{url} took longer than {seconds} seconds.", url=url, seconds=spent)
        raise Unreachable(text) from error
    except (Unreachable, OSError) as error:
        found = unreachable(error) if isinstance(error, OSError) else error
        text = said("{url} cannot be fetched. {why}", url=url, why=found.said)
        raise Unreachable(text, is_permanent=found.is_permanent, is_ours=found.is_ours) from error
    return _good(answer, url, limits.size)


async def _answer(
    request: Request, limits: Limits, may_reach: AddressRule, outside: Outside
) -> Answer:
    watch = Stopwatch(limits.seconds)
    async with asyncio.timeout(limits.seconds):
        return await follow(
            request, watch, limits, may_reach=may_reach, behind=to_public, outside=outside
        )


def _good(answer: Answer, url: str, size: int) -> bytes:
    """The body of an answer that is good, whole and written plainly."""
    if not 200 <= answer.status <= 299:
        text = said("{url} answers with status {status}.", url=url, status=str(answer.status))
        is_permanent = 400 <= answer.status <= 499 and answer.status not in _ASK_AGAIN
        raise Unreachable(text, is_permanent=is_permanent)
    if not answer.is_whole or len(answer.body) > size:
        most = f"{size:,}"
        text = said("{url} is longer than {size} bytes.", url=url, size=most)
        raise Unreachable(text, is_permanent=True)
    if answer.header(b"content-encoding") not in (None, "identity"):
        text = said("{url} sends compressed text unasked.", url=url)
        raise Unreachable(text, is_permanent=True)
    return answer.body
