"""Each request as it passes: what it asks for, its id, its time, and its line in the access log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from time import perf_counter
from typing import Any

from statuspage import logs
from statuspage.counters import answered
from statuspage.web.faults import without_secret
from statuspage.web.forms.peers import client_address

_log = logging.getLogger(logs.ACCESS)
_KINDS = {
    "admin": "desk",
    "api": "api",
    "feeds": "feed",
    "static": "file",
    "badges": "file",
    "record": "record",
    "healthz": "health",
    "metrics": "health",
}
_KINDS_BY_ENDING = {
    "rss": "feed",
    "atom": "feed",
    "ics": "feed",
    "opml": "feed",
    "json": "api",
    "csv": "api",
    "svg": "file",
}

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
App = Callable[[Environ, StartResponse], Iterable[bytes]]


@lru_cache(4000)
def kind_of(path: str) -> str:
    """What an address is, as the metrics tell it apart."""
    known = _KINDS.get(path[1:].partition("/")[0])
    return known or _KINDS_BY_ENDING.get(path[-5:].rpartition(".")[2], "page")


class Passing:
    """A WSGI application that counts and names what the one behind it answers."""

    def __init__(self, behind: App) -> None:
        self._behind = behind

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun, named = perf_counter(), logs.id_of(environ)
        told = "other"

        def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal told
            told = status[:3]
            return start_response(status, [*headers, (logs.HEADER, named)], *error)

        try:
            with logs.of_request(named):
                return self._behind(environ, started)
        finally:
            answered(kind_of(environ["PATH_INFO"]), told, perf_counter() - begun)


def logging_each(app: App) -> App:
    """The same application with a line in the log for each request: never what is asked with.

    Queries, headers and bodies may hold secrets and names of people; the key of a heartbeat and the
    tokens of mailed links stand in their paths, and are left out, too.
    """

    def logged(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun = perf_counter()
        path, told = environ["PATH_INFO"], ""

        def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal told
            told = status[:3]
            return start_response(status, headers, *error)

        named = logs.id_of(environ)
        try:
            return app(environ, started)
        finally:
            extra = {
                "method": environ["REQUEST_METHOD"],
                "path": without_secret(path),
                "status": int(told or 0),
                "client": client_address(environ),
                "duration": round(perf_counter() - begun, 6),
            }
            text = "%(method)s %(path)s %(status)s %(duration)s %(client)s"
            with logs.of_request(named):
                _log.info(text, extra, extra=extra)

    return logged
