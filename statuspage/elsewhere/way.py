"""The way to a server of ours: what it is asked with a token, and what its answers mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from statuspage.net.exchange import Answer, Limits
from statuspage.net.fetch import answer_to, request_of
from statuspage.net.proxy import outside_for

LIMITS = Limits(seconds=30, size=4_000_000, redirects=0)
_BASE = "/api/v1"
JSON = "application/json"
_PROBLEM = "application/problem+json"
_LONGEST = 600.0  # seconds that a Retry-After may hold us up


@dataclass(frozen=True)
class Reply:
    """What the server answered. `detail` is its own word on what is wrong, or "".

    `lines` are the places of faulty rows, from 1; `wait` the seconds that it asks us to wait.
    """

    status: int
    body: bytes = b""
    etag: str = ""
    date: str | None = None
    detail: str = ""
    lines: Mapping[int, str] = field(default_factory=dict)
    wait: float = 0.0
    is_problem: bool = False  # it is this program that refuses, and no proxy before it
    is_plain: bool = False  # it is JSON, and no portal's page
    told: Mapping[str, Any] = field(default_factory=dict)  # the object that it is
    is_copied_later: bool = False  # what it published, the copy says later

    @property
    def is_good(self) -> bool:
        return 200 <= self.status <= 299

    @property
    def taken(self) -> int | None:
        """Rows, as this program says; a portal before it does not."""
        return self.told.get("taken") if self.is_plain and not self.is_problem else None

    @property
    def words(self) -> str:
        """What went wrong, in one line."""
        known = {one.value: one.phrase for one in HTTPStatus}
        return self.detail or f"it answers {self.status} {known.get(self.status, '')}".strip()


class ApiWay:
    """A server, asked with a token that is read anew each time; a renewed one needs no restart.

    No redirect is followed, so the token goes to nobody else.
    """

    def __init__(self, url: str, token: Callable[[], str]) -> None:
        self._url = url.rstrip("/")
        self._token = token

    def credential(self) -> str:
        """The token as it is now."""
        return self._token()

    def ask(
        self,
        method: str,
        path: str,
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes = b"",
    ) -> Reply:
        """What it answers at an address of its API. Raises Unreachable."""
        ours = (("Authorization", f"Bearer {self._token()}"), *headers)
        request = request_of(f"{self._url}{_BASE}{path}")
        request = replace(request, method=method, headers=ours, body=body)
        return _reply(answer_to(request, LIMITS, outside_for(request.url)))


def _reply(answer: Answer) -> Reply:
    kind = (answer.header(b"content-type") or "").partition(";")[0].strip().lower()
    told = _object(answer.body) if kind in (JSON, _PROBLEM) else {}
    detail = str(told.get("detail", "")) if kind == _PROBLEM else ""
    if 300 <= answer.status <= 399 and answer.status != 304:
        detail = f"it redirects to {(answer.header(b'location') or '')[:200]}; use that address"
    faults = told.get("errors")
    return Reply(
        status=answer.status,
        body=answer.body if answer.is_whole else b"",
        etag=answer.header(b"etag") or "",
        date=answer.header(b"date"),
        detail=detail[:500],
        lines=_lines(faults if isinstance(faults, list) else []),
        wait=_wait(answer.header(b"retry-after")),
        is_problem=kind == _PROBLEM and bool(told),
        is_plain=kind in (JSON, _PROBLEM),
        told=told if answer.is_whole else {},
        is_copied_later=answer.header(b"statuspage-copy") == "follows",
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
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
