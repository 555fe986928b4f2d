"""A web request on a connection of its own: status, words in the answer, and how long it took.

A redirect of a public target never leads into a private network; what the operator named may lie
anywhere.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from statuspage.config.faults import is_secret, keep_out
from statuspage.config.json_path import steps, value_at
from statuspage.config.probes import AskedProbe, TextExpect
from statuspage.config.values import Address, Filled
from statuspage.net.rules import anywhere
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.kind import Failed, ProbeKind
from statuspage.said import Said, said

if TYPE_CHECKING:
    from statuspage.net.connect import Outside
    from statuspage.net.exchange import Answer

SIZE = 1_000_000
"""Bytes of an answer that are read, its head included; words behind them are not found."""

_REDIRECTS = 5


def _json_path(path: str) -> str:
    steps(path)
    return path


def _no_secrets(headers: dict[str, str]) -> dict[str, str]:
    for name in headers:
        if is_secret(name):
            raise ValueError(keep_out(name))
    return headers


JsonPath = Annotated[str, AfterValidator(_json_path)]
HttpStatus = Annotated[StrictInt, Field(ge=100, le=599)]


class HttpExpect(TextExpect):
    """What a good answer is."""

    status: tuple[HttpStatus, ...] = ()
    """The status codes that are good; 200 to 299 when none is named."""
    not_contains: Filled | None = None
    """A text that must not be in the answer."""
    json_path: dict[JsonPath, StrictBool | StrictInt | StrictFloat | StrictStr] = Field(
        default_factory=dict
    )
    """Places in an answer of JSON, each with the value that must stand there."""


class HttpProbe(AskedProbe):
    """A web request."""

    type: Literal["http"]
    url: Address
    """What is asked."""
    method: Literal["GET", "HEAD", "POST"] = "GET"
    """How it is asked."""
    headers: Annotated[dict[str, str], AfterValidator(_no_secrets)] = Field(default_factory=dict)
    """What is sent besides, by name."""
    body: str | None = None
    """What is sent with a POST."""
    follow_redirects: StrictBool = True
    """Whether the answer is looked for behind redirects."""
    expect: HttpExpect = HttpExpect()
    """What a good answer is."""


async def _measure(settings: HttpProbe, watch: Stopwatch, outside: Outside) -> Said | None:
    from statuspage.net.exchange import Limits, Request, follow

    headers, body = tuple(settings.headers.items()), (settings.body or "").encode()
    answer = await follow(
        Request(urlsplit(settings.url), settings.method, headers, body),
        watch,
        Limits(size=SIZE, redirects=_REDIRECTS if settings.follow_redirects else 0),
        may_reach=anywhere,
        final=settings.expect.status,
        outside=outside,
    )
    _judge(answer, settings.expect)
    return None


KIND = ProbeKind("http", HttpProbe, _measure, host=lambda probe: urlsplit(probe.url).hostname or "")


def _judge(answer: Answer, expect: HttpExpect) -> None:
    """Raises Failed when the answer is not what was expected."""
    if expect.status and answer.status not in expect.status:
        gaps = {"status": answer.status, "wanted": expect.status}
        raise Failed(said("It answers with status {status}; good are {wanted}.", **gaps))
    if not expect.status and not 200 <= answer.status <= 299:
        text = said(
            "It answers with status {status}; 200 to 299 is expected.", status=answer.status
        )
        raise Failed(text)
    read = said("in the first {count} bytes of the answer", count=SIZE)
    where = said("in the answer") if answer.is_whole else read
    if expect.contains is not None and expect.contains.encode() not in answer.body:
        raise Failed(said("The expected text is not {where}.", where=where))
    if expect.not_contains is not None and expect.not_contains.encode() in answer.body:
        raise Failed(said("A text that must not be there stands {where}.", where=where))
    if expect.json_path:
        _judge_json(answer.body, expect)


def _judge_json(body: bytes, expect: HttpExpect) -> None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Failed(said("The answer is not JSON.")) from error
    for path, wanted in expect.json_path.items():
        try:
            found = value_at(document, path)
        except LookupError as error:
            raise Failed(said("The answer has nothing at {path}.", path=path)) from error
        # In Python 1 equals True; in JSON it does not.
        if isinstance(found, bool) != isinstance(wanted, bool) or found != wanted:
            raise Failed(said("At {path} stands another value than the expected one.", path=path))
