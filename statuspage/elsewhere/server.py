"""The way to the server: what it is asked, and what its answers mean for whoever asks again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from statuspage.elsewhere.timekeeping import Reading, Timekeeper
from statuspage.net.exchange import Answer, Limits
from statuspage.net.fetch import answer_to, request_of
from statuspage.net.proxy import outside_for

LIMITS = Limits(seconds=30, size=4_000_000, redirects=0)
_BASE = "/api/v1"
_JSON, _PROBLEM = "application/json", "application/problem+json"
_LONGEST = 600.0  # seconds that a Retry-After may hold us up


@dataclass(frozen=True)
class Reply:
    """What the server answered. `detail` is its own word on what is wrong, or "".

    `lines` are the places of faulty rows, from 1; `wait` the seconds that it asks us to wait.
    """

    status: int
    body: bytes = b""
    etag: str = ""
    detail: str = ""
    lines: Mapping[int, str] = field(default_factory=dict)
    wait: float = 0.0
    is_problem: bool = False  # it is this program that refuses, and no proxy before it
    taken: int | None = None  # rows, as this program says; a portal before it does not

    @property
    def is_good(self) -> bool:
        return 200 <= self.status <= 299

    @property
    def words(self) -> str:
        """What went wrong, in one line."""
        known = {one.value: one.phrase for one in HTTPStatus}
        return self.detail or f"it answers {self.status} {known.get(self.status, '')}".strip()


class Server:
    """A server, asked with a token that is read anew each time; a renewed one needs no restart."""

    def __init__(self, url: str, token: Callable[[], str], timekeeper: Timekeeper) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._timekeeper = timekeeper

    def credential(self) -> str:
        """The token as it is now."""
        return self._token()

    def assignment(self, location: str, etag: str) -> Reply:
        """What a location is to check; status 304 when that is what it has. Raises Unreachable."""
        path = f"/probes?location={quote(location, safe='')}"
        return self._asked("GET", path, (("If-None-Match", etag),) if etag else ())

    def push(self, body: bytes) -> Reply:
        """Hand results over; the same ones count once. Raises Unreachable."""
        key = hashlib.sha256(body).hexdigest()
        headers = (("Content-Type", _JSON), ("Idempotency-Key", key))
        return self._asked("POST", "/checks", headers, body)

    def _asked(
        self, method: str, path: str, headers: tuple[tuple[str, str], ...], body: bytes = b""
    ) -> Reply:
        ours = (("Authorization", f"Bearer {self._token()}"), *headers)
        request = request_of(f"{self._url}{_BASE}{path}")
        asked = Reading.taken()
        request = replace(request, method=method, headers=ours, body=body)
        answer = answer_to(request, LIMITS, outside_for(request.url))
        kind = (answer.header(b"content-type") or "").partition(";")[0].strip().lower()
        if answer.status == 304 or kind in (_JSON, _PROBLEM):  # and not a portal's own clock
            self._timekeeper.compare(answer.header(b"date"), asked)
        return _reply(answer, kind)


def _reply(answer: Answer, kind: str) -> Reply:
    told = _object(answer.body) if kind in (_JSON, _PROBLEM) else {}
    detail = str(told.get("detail", "")) if kind == _PROBLEM else ""
    if 300 <= answer.status <= 399 and answer.status != 304:
        detail = f"it redirects to {(answer.header(b'location') or '')[:200]}; use that address"
    faults = told.get("errors")
    return Reply(
        status=answer.status,
        body=answer.body if answer.is_whole else b"",
        etag=answer.header(b"etag") or "",
        detail=detail[:500],
        lines=_lines(faults if isinstance(faults, list) else []),
        wait=_wait(answer.header(b"retry-after")),
        is_problem=kind == _PROBLEM and bool(told),
        taken=told.get("taken") if kind == _JSON else None,
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _lines(faults: list[Any]) -> Mapping[int, str]:
    return {
        one["line"]: str(one.get("detail", ""))[:300]
        for one in faults
        if isinstance(one, dict) and isinstance(one.get("line"), int)
    }


def _wait(text: str | None) -> float:
    """Seconds of a Retry-After; one that names a date says nothing to us."""
    return min(float(text), _LONGEST) if text and text.isascii() and text.isdigit() else 0.0
