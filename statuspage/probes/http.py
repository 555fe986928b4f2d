"""A web request on a connection of its own: status, words in the answer, and how long it took.

A redirect of a public target never leads into a private network; what the operator named may lie
anywhere.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from statuspage.config import HttpExpect, HttpProbe, value_at
from statuspage.net.connect import OUTSIDE, Outside
from statuspage.net.exchange import Answer, Limits, Request, follow
from statuspage.net.rules import anywhere
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.result import Failed, guarded

SIZE = 1_000_000
"""Bytes of an answer that are read, its head included; words behind them are not found."""

_FOLLOWING, _NOT_FOLLOWING = Limits(size=SIZE), Limits(size=SIZE, redirects=0)


async def measure(settings: HttpProbe, watch: Stopwatch, outside: Outside = OUTSIDE) -> str:
    """Ask, follow redirects to the answer, and judge that. Raises Failed, Unreachable, OSError."""
    headers, body = tuple(settings.headers.items()), (settings.body or "").encode()
    answer = await follow(
        Request(urlsplit(settings.url), settings.method, headers, body),
        watch,
        _FOLLOWING if settings.follow_redirects else _NOT_FOLLOWING,
        may_reach=anywhere,
        final=settings.expect.status,
        outside=outside,
    )
    _judge(answer, settings.expect)
    return ""


probe = guarded(measure)


def _judge(answer: Answer, expect: HttpExpect) -> None:
    """Raises Failed when the answer is not what was expected."""
    if expect.status and answer.status not in expect.status:
        wanted = " or ".join(map(str, expect.status))
        raise Failed(f"It answers with status {answer.status}; {wanted} is expected.")
    if not expect.status and not 200 <= answer.status <= 299:
        raise Failed(f"It answers with status {answer.status}; 200 to 299 is expected.")
    where = "in the answer" if answer.is_whole else f"in the first {SIZE:,} bytes of the answer"
    if expect.contains is not None and expect.contains.encode() not in answer.body:
        raise Failed(f"The expected text is not {where}.")
    if expect.not_contains is not None and expect.not_contains.encode() in answer.body:
        raise Failed(f"A text that must not be there stands {where}.")
    if expect.json_path:
        _judge_json(answer.body, expect)


def _judge_json(body: bytes, expect: HttpExpect) -> None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Failed("The answer is not JSON.") from error
    for path, wanted in expect.json_path.items():
        try:
            found = value_at(document, path)
        except LookupError as error:
            raise Failed(f"The answer has nothing at {path}.") from error
        # In Python 1 equals True; in JSON it does not.
        if isinstance(found, bool) != isinstance(wanted, bool) or found != wanted:
            raise Failed(f"At {path} stands another value than the expected one.")
