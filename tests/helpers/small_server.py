"""The web server before a small application that reads bodies: `python -m ... PORT`, few files.

Its patience is short, so that tests see the end of it.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from typing import Any

from statuspage.web.forms.uploads import Uploads
from statuspage.web.front import Served
from statuspage.web.listener import listen

FILES = 320


def application() -> Served:
    """Answers with what was sent, else with a page that is larger than what sockets hold."""
    page = b"x" * 8_000_000

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        sent = environ["wsgi.input"].read() if environ["REQUEST_METHOD"] == "POST" else b"ok"
        body = page if environ["PATH_INFO"] == "/large" else sent
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    return Served(
        Uploads(answer, [], 1_000_000, is_known=lambda *_: False, patience=0.5, silence=0.5)
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES // 2, FILES))
    listen("127.0.0.1", int(sys.argv[1]), application)
