"""Bounds the request bodies read at one time, so that slow senders cannot take every thread.

Public pages need no thread for longer than a moment, and so stay quick whatever is being sent.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from statuspage.said import said
from statuspage.web.forms.peers import client_address
from statuspage.web.language import speaker

THREADS = 12
"""How many requests a worker process may handle at one time."""

_MOST = 8  # bodies at one time; the rest of the threads is for visitors
_MOST_EACH = 3  # from one address
_BUSY = said("Too many requests are being sent at this moment. Please try again.")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Uploads:
    """A WSGI application that hands on requests with a body, but not too many at a time."""

    def __init__(
        self,
        behind: Callable[[Environ, StartResponse], Iterable[bytes]],
        headers: list[tuple[str, str]],
    ) -> None:
        self._behind = behind
        self._headers = headers
        self._lock = threading.Lock()
        self._reading: Counter[str] = Counter()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        has_body = environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING")
        if not has_body:
            return self._behind(environ, start_response)
        address = client_address(environ)
        if not self._enter(address):
            busy = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5")]
            start_response("503 Service Unavailable", [*busy, *self._headers])
            return [f"{speaker().say(_BUSY)}\n".encode()]
        try:
            return self._behind(environ, start_response)
        finally:
            self._leave(address)

    def _enter(self, address: str) -> bool:
        with self._lock:
            if self._reading.total() >= _MOST or self._reading[address] >= _MOST_EACH:
                return False
            self._reading[address] += 1
            return True

    def _leave(self, address: str) -> None:
        with self._lock:
            self._reading[address] -= 1
            if not self._reading[address]:
                del self._reading[address]
