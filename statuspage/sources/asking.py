"""How sources are asked: secrets from the environment, plain faults, and pauses they ask for."""

from __future__ import annotations

import json
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from statuspage import clock
from statuspage.config.kinds.environment import Unset, looked_up
from statuspage.errors import Unreachable
from statuspage.net.connect import LINE, Line
from statuspage.net.exchange import Answer, Limits
from statuspage.net.fetch import answer_to
from statuspage.net.names import web_address
from statuspage.net.proxy import outside_for
from statuspage.net.request import Request
from statuspage.said import Said, said
from statuspage.sources.fault import SourceFault

_LARGEST = 50_000_000  # bytes of an answer
_PAUSE = timedelta(minutes=1)  # where a source wants to be left alone and does not say how long
_LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True)
class Asker:
    """Asks one source; an address that staff wrote may lie anywhere, and is not left by redirects.

    `url`, `headers` and `password` may name variables of `environ`.
    """

    url: str
    environ: Mapping[str, str]
    headers: Mapping[str, str]
    timeout: timedelta
    user: str | None = None
    password: str | None = None
    ca: str | None = None

    def json(self, path: str, query: Mapping[str, str | int], body: bytes | None = None) -> Any:
        """What is answered, numbers with a point as Decimal. Raises SourceFault, Unreachable."""
        answer = self.answer(path, query, body)
        if answer.status == 429 or (answer.status == 503 and answer.header(b"retry-after")):
            wait = _asked_pause(answer)
            text = said("It asks to be left alone for {count} s.", count=int(wait.total_seconds()))
            raise SourceFault(text, wait)
        if not 200 <= answer.status <= 299:
            raise SourceFault(_refused(answer))
        if not answer.is_whole:
            raise SourceFault(said("Its answer is longer than {size} bytes.", size=f"{_LARGEST:,}"))
        try:
            return json.loads(answer.body, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise SourceFault(said("Its answer is not JSON; check the url.")) from error

    def answer(self, path: str, query: Mapping[str, str | int], body: bytes | None) -> Answer:
        """One answer, whatever its status. Raises SourceFault for what the environment lacks."""
        url = web_address(self.secret(self.url).rstrip("/") + path)
        headers = {name: self.secret(text) for name, text in self.headers.items()}
        if self.user is not None:
            pair = f"{self.user}:{self.secret(self.password or '')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        if url is None:
            raise SourceFault(said("Its url is no web address; check what the variable holds."))
        request = Request(
            url._replace(query=urlencode(query)),
            "GET" if body is None else "POST",
            tuple(headers.items()),
            body or b"",
        )
        limits = Limits(self.timeout.total_seconds(), _LARGEST, 0)
        return answer_to(request, limits, outside_for(url), self._line())

    def secret(self, text: str) -> str:
        """A text with what stands in the environment. Raises SourceFault for what that lacks."""
        try:
            return looked_up(text, self.environ)
        except Unset as error:
            fault = said("The environment of this program has no {name}; set it.", name=error.name)
            raise SourceFault(fault) from error

    def _line(self) -> Line:
        return LINE if self.ca is None else Line(trust=partial(_trusting, self.ca))


def _trusting(authority: str) -> ssl.SSLContext:
    from statuspage.net.trust import trusting

    try:
        return trusting(authority)
    except OSError as error:
        why = error.strerror or str(error)
        text = said("{files} cannot be used: {why}.", files=[authority], why=why)
        raise Unreachable(text, is_ours=True) from error


def _refused(answer: Answer) -> Said:
    """Why it did not answer, in its own words where it has some."""
    if answer.status in (401, 403):
        return said(
            "It answers with status {status}: check the token or password that it is asked with.",
            status=str(answer.status),
        )
    if 300 <= answer.status <= 399:
        return said(
            "It answers with status {status} and leads elsewhere; write that address as the url.",
            status=str(answer.status),
        )
    if why := _words(answer.body):
        return said("It answers with status {status}: {why}", status=str(answer.status), why=why)
    return said("It answers with status {status}.", status=str(answer.status))


def _words(body: bytes) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    found = document.get("error") if isinstance(document, dict) else None
    if isinstance(found, dict):
        found = found.get("errormessage") or found.get("message")
    return " ".join(found.split())[:300] if isinstance(found, str) else ""


def _asked_pause(answer: Answer) -> timedelta:
    """How long it wants to be left alone: seconds or a date (RFC 9110, section 10.2.3)."""
    text = (answer.header(b"retry-after") or "").strip()
    is_number = text.isdecimal() and len(text) < 10
    wait = timedelta(seconds=int(text)) if is_number else _until(text)
    return min(max(wait, timedelta(seconds=1)), _LONGEST_PAUSE)


def _until(text: str) -> timedelta:
    try:
        then: datetime = parsedate_to_datetime(text)
        return then - clock.now()
    except (TypeError, ValueError, IndexError):
        return _PAUSE
