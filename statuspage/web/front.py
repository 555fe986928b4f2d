"""Between the server and the application: what is ready is sent by one thread, which never waits.

The server's own way to call an application has all of its threads take turns at every answer.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

_REST = 0.25  # seconds that a thread rests at most
_SEEN = 0.1  # seconds after which a thread that has not answered is not counted on any more

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, list[bytes]]
"""Status, headers and body."""


def _nothing(_: Environ) -> Answer | None:
    return None


@dataclass(frozen=True)
class Served:
    """An application as it is served."""

    app: Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
    """The WSGI application; it may wait."""
    ready: Callable[[Environ], Answer | None] = _nothing
    """The answer to a request, if it is there and nothing must be waited for."""


class Exchange(Protocol):
    """One request of the server; it is answered once."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Send an answer that is whole."""

    def response_iter(self, status: int, headers: Headers, body: object) -> None:
        """Send an answer piece by piece; returns when all of it is sent."""


class Front:
    """What the server calls for each request, from any of its threads."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._rota = Rota()
        self._constant: Environ = {  # PEP 3333
            "SCRIPT_NAME": "",
            "wsgi.errors": sys.stderr,
            "wsgi.input_terminated": True,  # werkzeug reads bodies without a length by it
            "wsgi.multiprocess": True,
            "wsgi.multithread": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }

    def __call__(self, exchange: Exchange, environ: Environ) -> None:
        found = self._served.ready(environ)
        if found is None:
            self._rota.leave()
            self._answer(exchange, environ)
        else:
            status, headers, body = found
            exchange.response_bytes(int(status[:3]), headers, b"".join(body))
            self._rota.rest()

    def _answer(self, exchange: Exchange, environ: Environ) -> None:
        started = _Started()
        body = self._served.app({**environ, **self._constant}, started)
        if isinstance(body, list):
            exchange.response_bytes(started.status, started.headers, b"".join(body))
        else:
            exchange.response_iter(started.status, started.headers, _Pieces(body))


class _Started:
    """The `start_response` of one request."""

    def __init__(self) -> None:
        self.status, self.headers = 500, Headers()

    def __call__(self, status: str, headers: Headers, _: object = None) -> None:
        self.status, self.headers = int(status[:3]), headers


class _Pieces:
    """A body as the server takes it: it is asked for the next piece, and closed at the end."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body = body
        self.__next__ = iter(body).__next__  # it is asked of the object, not of its class

    def close(self) -> None:
        """Let go of what it was made from."""
        getattr(self._body, "close", lambda: None)()


class Rota:
    """Which thread answers what is ready; others rest meanwhile.

    Many threads with short work wait for the lock of the interpreter most of the time, some of them
    long; one alone answers more, and none late. Whatever becomes of it, nobody rests for long.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._resting: list[threading.Lock] = []
        self._first = 0  # the thread that answers; 0 while none does
        self._seen_at = 0.0

    def leave(self) -> None:
        """This thread may have to wait now: another one shall answer what is ready."""
        if self._first == threading.get_ident():
            self._first = 0
        with self._lock:
            if self._resting:
                self._resting.pop().release()

    def rest(self) -> None:
        """Rest while another thread answers what is ready."""
        mine, now = threading.get_ident(), time.perf_counter()
        if self._first in (0, mine) or now - self._seen_at > _SEEN:
            self._first, self._seen_at = mine, now
            return
        bed = threading.Lock()
        bed.acquire()
        with self._lock:
            self._resting.append(bed)
        is_woken = bed.acquire(timeout=_REST)
        with self._lock:
            if not is_woken and bed in self._resting:
                self._resting.remove(bed)
