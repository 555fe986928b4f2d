"""A web request on a connection of its own: status, words in the answer, and how long it took.

A redirect of a public target never leads into a private network; what the operator named may lie
anywhere.
"""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, StrictBool
from pydantic import model_validator as checked

from statuspage.config.kinds.environment import Secret, Unset, is_named, looked_up
from statuspage.config.kinds.headers import Headers
from statuspage.config.kinds.places import WebAddress
from statuspage.config.kinds.statuses import Statuses
from statuspage.net.rules import anywhere
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.expected import HttpExpect
from statuspage.probes.kind import Blind, ProbeKind
from statuspage.probes.line import TrustingProbe, line_of
from statuspage.said import said

if TYPE_CHECKING:
    from statuspage.domain.measured.reason import Reason
    from statuspage.net.connect import Outside
    from statuspage.net.request import Request

SIZE = 1_000_000
"""Bytes of an answer that are read, its head included; words behind them are not found."""

_REDIRECTS = 5


class HttpProbe(TrustingProbe):
    """A web request."""

    type: Literal["http"]
    url: WebAddress
    """What is asked; names and paths may be written in any letters, or as `"env:NAME"`."""
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] = "GET"
    """How it is asked."""
    headers: Headers = Field(default_factory=dict)
    """What is sent besides, by name; `"env:NAME"` in a value is taken from the environment."""
    user: str | None = None
    """The name to sign in with, where the server asks for one by itself (HTTP Basic)."""
    password: Secret | None = None
    """Its password, as `"env:NAME"`: the value stands in the environment."""
    body: str | None = None
    """What is sent with the request; `"env:NAME"` is taken from the environment."""
    follow_redirects: StrictBool = True
    """Whether the answer is looked for behind redirects; cookies set on the way go along."""
    expect: HttpExpect = HttpExpect()
    """What a good answer is."""

    @checked(mode="after")
    def _has_both(self) -> Self:
        if self.password is not None and self.user is None:
            raise ValueError(said('"password" needs "user" beside it; add it'))
        return self


async def _measure(settings: HttpProbe, watch: Stopwatch, outside: Outside) -> Reason | None:
    from statuspage.net.exchange import Limits, follow
    from statuspage.probes.judgement import judge

    answer = await follow(
        _request(settings),
        watch,
        Limits(size=SIZE, redirects=_REDIRECTS if settings.follow_redirects else 0),
        may_reach=anywhere,
        final=Statuses(settings.expect.status),
        line=line_of(settings),
        outside=outside,
    )
    watch.set_latency(watch.latency())  # reading it closely is our time
    judge(answer, settings.expect, SIZE)
    return None


def _request(settings: HttpProbe) -> Request:
    """What is asked, with what stands in the environment. Raises Blind where that lacks it."""
    from statuspage.net.names import web_address
    from statuspage.net.request import Request

    try:
        url = web_address(looked_up(settings.url, os.environ))
        headers = {name: looked_up(text, os.environ) for name, text in settings.headers.items()}
        body = looked_up(settings.body or "", os.environ).encode()
        if settings.user is not None:
            password = looked_up(settings.password or "", os.environ)
            pair = b64encode(f"{settings.user}:{password}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
    except Unset as error:
        text = said("The environment of this program has no {name}; set it.", name=error.name)
        raise Blind(text) from None
    if url is None:
        raise Blind(said("The address given in the environment is not a web address."))
    return Request(url, settings.method, tuple(headers.items()), body)


def _host(probe: HttpProbe) -> str:
    return "" if is_named(probe.url) else urlsplit(probe.url).hostname or ""


KIND = ProbeKind("http", HttpProbe, _measure, host=_host)
