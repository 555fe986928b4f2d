"""One answer, waited for: its body, or Unreachable in one plain line that names the address."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial

from statuspage.addresses import is_public_address
from statuspage.errors import Unreachable
from statuspage.net.connect import LINE, OUTSIDE, Line, Outside
from statuspage.net.exchange import Answer, Limits, follow
from statuspage.net.failure import unreachable
from statuspage.net.names import web_address
from statuspage.net.reading import as_utf8
from statuspage.net.request import Request
from statuspage.net.rules import AddressRule, anywhere, to_public
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
    asked = partial(follow, may_reach=may_reach, behind=to_public, outside=outside)
    return asyncio.run(body_of(request_of(url), limits, asked))


def fetch_text(
    url: str, limits: Limits = GENEROUS, *, may_reach: AddressRule = is_public_address
) -> bytes:
    """The same of a text: one that its server declares to be in another encoding than UTF-8, and
    that is not UTF-8 and has neither a mark nor a declaration of its own, becomes UTF-8.
    """
    asked = partial(follow, may_reach=may_reach, behind=to_public, outside=OUTSIDE)
    return as_utf8(asyncio.run(_answer_of(request_of(url), limits, asked)))


def post(
    url: str,
    content: bytes,
    headers: Iterable[tuple[str, str]],
    limits: Limits,
    *,
    may_reach: AddressRule = is_public_address,
) -> bytes:
    """The body that answers a POST to an http(s) URL; a redirect is refused."""
    request = replace(request_of(url), method="POST", headers=tuple(headers), body=content)
    asked = partial(follow, may_reach=may_reach)
    return asyncio.run(body_of(request, replace(limits, redirects=0), asked))


def answer_to(
    request: Request,
    limits: Limits,
    outside: Outside = OUTSIDE,
    line: Line = LINE,
    may_reach: AddressRule = anywhere,
) -> Answer:
    """The answer to one request, whatever its status; a redirect is an answer, too.

    For an address that the operator named. Raises Unreachable.
    """
    asked = partial(follow, may_reach=may_reach, line=line, outside=outside)
    return asyncio.run(_asked(request, replace(limits, redirects=0), asked))


def request_of(url: str) -> Request:
    """A GET of what somebody wrote."""
    found = web_address(url)
    if found is None:
        text = said("{url} cannot be fetched; give an http:// or https:// address.", url=repr(url))
        raise Unreachable(text, is_permanent=True)
    return Request(found)


async def body_of(
    request: Request,
    limits: Limits,
    asked: Callable[[Request, Stopwatch, Limits], Awaitable[Answer]],
) -> bytes:
    """The body of what is asked in some way, when it is good."""
    return (await _answer_of(request, limits, asked)).body


async def _answer_of(
    request: Request,
    limits: Limits,
    asked: Callable[[Request, Stopwatch, Limits], Awaitable[Answer]],
) -> Answer:
    return _good(await _asked(request, limits, asked), request.url.geturl(), limits.size)


async def _asked(
    request: Request,
    limits: Limits,
    asked: Callable[[Request, Stopwatch, Limits], Awaitable[Answer]],
) -> Answer:
    url = request.url.geturl()
    try:
        async with asyncio.timeout(limits.seconds):
            return await asked(request, Stopwatch(limits.seconds), limits)
    except TimeoutError as error:
        spent = f"{limits.seconds:g}"
        text = said("{url} took longer than {seconds} seconds.", url=url, seconds=spent)
        raise Unreachable(text, kind="timeout") from error
    except (Unreachable, OSError) as error:
        found = unreachable(error) if isinstance(error, OSError) else error
        text = said("{url} cannot be fetched. {why}", url=url, why=found.said)
        raise Unreachable(
            text, kind=found.kind, is_permanent=found.is_permanent, is_ours=found.is_ours
        ) from error


def _good(answer: Answer, url: str, size: int) -> Answer:
    """An answer that is good, whole and written plainly."""
    if not 200 <= answer.status <= 299:
        text = said("{url} answers with status {status}.", url=url, status=str(answer.status))
        is_permanent = 400 <= answer.status <= 499 and answer.status not in _ASK_AGAIN
        raise Unreachable(text, is_permanent=is_permanent)
    if not answer.is_whole or len(answer.body) > size:
        most = f"{size:,}"
        text = said("{url} is longer than {size} bytes.", url=url, size=most)
        raise Unreachable(text, is_permanent=True)
    if answer.header(b"content-encoding") not in (None, "identity"):
        text = said("{url} sends compressed text without being asked.", url=url)
        raise Unreachable(text, is_permanent=True)
    return answer
