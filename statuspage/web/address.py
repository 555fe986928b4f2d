"""The address the site is served at, looked at before anything is started."""

from __future__ import annotations

import errno
import socket
import time

from statuspage.errors import StatusPageError
from statuspage.said import said

_PATIENCE = 2.0  # seconds


def require_free(host: str, port: int) -> None:
    """Refuse an address somebody else serves; the system would let both share it in silence.

    The workers of a server killed a moment ago are given time to go. Raises StatusPageError.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + _PATIENCE
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                is_taken = error.errno == errno.EADDRINUSE
                if is_taken and time.monotonic() < until:
                    time.sleep(0.1)
                    continue
                place = {"host": host, "port": port, "error": error.strerror}
                raise StatusPageError(
                    said(
                        "{host} port {port} cannot be served: {error}. Stop the other program, or "
                        "choose another --port.",
                        **place,
                    )
                    if is_taken
                    else said(
                        "{host} port {port} cannot be served: {error}. Choose another --host or "
                        "--port.",
                        **place,
                    )
                ) from error
            return
