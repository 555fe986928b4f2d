"""A site below a path, such as https://example.com/status, whether or not the proxy cuts it off."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from statuspage import clock
from statuspage.web.language import base

_LOOK_EVERY = 1.0  # seconds

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Mount:
    """A WSGI application that hands on paths as if the site had its host to itself."""

    def __init__(self, behind: Callable[[Environ, StartResponse], Iterable[bytes]]) -> None:
        self._behind = behind
        self._base = base()
        self._look_again = clock.elapsed() + _LOOK_EVERY

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if clock.elapsed() >= self._look_again:  # the settings may have changed
            self._look_again = clock.elapsed() + _LOOK_EVERY
            self._base = base()
        path = environ["PATH_INFO"]
        if self._base and (path + "/").startswith(self._base + "/"):
            environ["PATH_INFO"] = path.removeprefix(self._base) or "/"
        return self._behind(environ, start_response)
