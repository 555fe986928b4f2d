"""The site as a visitor reaches it: its name, its certificate, and what the program saw of us."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from statuspage.errors import StoreError, Unreachable
from statuspage.health.asking import HEADER, Sighting, question
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.net.exchange import Answer, Limits, follow
from statuspage.net.failure import unreachable
from statuspage.net.fetch import request_of
from statuspage.net.lookup import addresses
from statuspage.net.rules import anywhere
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import Said, said
from statuspage.store import db

STRANGER = "192.0.2.77"
"""Whom we claim to be asking for: an address of documentation (RFC 5737), so nobody's."""

_LIMITS = Limits(seconds=10.0, size=200_000, redirects=0)
_FORWARDED = "X-Forwarded-For"


def name(examined: Examined) -> Iterator[Health]:
    """Where the name of the site leads."""
    if not examined.host:
        return
    try:
        found = asyncio.run(_places(examined.host))
    except (Unreachable, OSError, TimeoutError) as error:
        yield Health("name", Condition.FAILING, _why(error))
    else:
        text = said("{host} resolves to {addresses}.", host=examined.host, addresses=[*found])
        yield Health("name", Condition.OK, text)


def address(examined: Examined) -> Iterator[Health]:
    """Whether the site answers at its own address, and through what it is asked."""
    if not examined.url:
        return
    headers = [(_FORWARDED, STRANGER)]
    with suppress(StoreError):
        headers.append((HEADER, question(db.session_secret(or_passing=True))))
    place = f"{examined.url.rstrip('/')}/healthz"
    try:
        answer = asyncio.run(_asked(place, headers))
    except (Unreachable, OSError, TimeoutError) as error:
        text = said("{url} does not answer: {why}", url=examined.url, why=_why(error))
        yield Health("address", Condition.FAILING, text)
        return
    told = _told(answer)
    if told is None:
        text = said(
            "{url} answers with status {status}, and not as this program does. See that it leads "
            "here.",
            url=place,
            status=answer.status,
        )
        yield Health("address", Condition.FAILING, text)
        return
    yield Health("address", Condition.OK, said("{url} answers.", url=examined.url))
    seen = _seen(told)
    if seen is None:
        text = said(
            "The site at {url} uses another store than this command. Make sure that both are given "
            "the same config.toml.",
            url=examined.url,
        )
        yield Health("proxies", Condition.LATE, text)
    elif not ipaddress.ip_address(answer.address).is_loopback:
        yield of_proxies(seen, is_https=examined.url.startswith("https:"))


def of_proxies(seen: Sighting, *, is_https: bool) -> Health:
    """Whether the program knows who asks, behind whatever proxies there are."""
    hops = [hop.strip() for hop in seen.forwarded.split(",") if hop.strip()]
    added = [hop for hop in hops if hop != STRANGER]
    if seen.client == STRANGER:
        text = said(
            "Anybody who sends the header {header} is believed. Have the proxy at {peer} add the "
            "address that it was asked from (nginx: $proxy_add_x_forwarded_for).",
            header=_FORWARDED,
            peer=seen.peer,
        )
        return Health("proxies", Condition.FAILING, text)
    if added and not seen.is_peer_trusted:
        text = said(
            "The proxy at {peer} says who asks, and is not believed, so all visitors count as "
            "one. Name it in [web] trusted_proxies.",
            peer=seen.peer,
        )
        return Health("proxies", Condition.LATE, text)
    if (is_https or seen.is_peer_trusted) and not added:  # we came from no proxy of ours
        text = said(
            "The proxy at {peer} does not say who asks, so all visitors count as one. Have it "
            "send {header}.",
            peer=seen.peer,
            header=_FORWARDED,
        )
        return Health("proxies", Condition.LATE, text)
    if is_https and seen.scheme != "https":
        text = said(
            "The proxy at {peer} does not say how it was asked. Have it send {header}.",
            peer=seen.peer,
            header="X-Forwarded-Proto",
        )
        return Health("proxies", Condition.LATE, text)
    text = said("The program sees who is asking: {client}.", client=seen.client)
    return Health("proxies", Condition.OK, text)


async def _places(host: str) -> Sequence[str]:
    async with asyncio.timeout(_LIMITS.seconds):
        return await addresses(host, Stopwatch(_LIMITS.seconds))


async def _asked(url: str, headers: list[tuple[str, str]]) -> Answer:
    request = replace(request_of(url), headers=tuple(headers))
    async with asyncio.timeout(_LIMITS.seconds):
        watch = Stopwatch(_LIMITS.seconds)
        return await follow(request, watch, _LIMITS, may_reach=anywhere)


def _told(answer: Answer) -> Mapping[str, Any] | None:
    """What /healthz says; None where it is not ours that answers."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "status" in found else None


def _seen(told: Mapping[str, Any]) -> Sighting | None:
    """What it saw of our question; None where another program, or another version, answers it."""
    try:
        return TypeAdapter(Sighting).validate_python(told.get("asked"))
    except ValidationError:
        return None


def _why(error: BaseException) -> Said:
    if isinstance(error, Unreachable):
        return error.said
    if isinstance(error, TimeoutError):
        return said("It took longer than {seconds} seconds.", seconds=f"{_LIMITS.seconds:g}")
    assert isinstance(error, OSError)  # noqa: S101 the callers catch no other
    return unreachable(error).said
