"""An address of its own for /metrics, in the private network of this machine: without a token."""

from __future__ import annotations

import logging
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from statuspage.config.metrics import Listen

_log = logging.getLogger(__name__)
_SECONDS = 10.0  # that one who asks may take


class _Handler(WSGIRequestHandler):
    timeout = _SECONDS

    def log_message(self, format: str, *given: object) -> None:  # noqa: A002 its name there
        """A look every few seconds is no news."""


class _Server(WSGIServer):
    """On IPv4, or on IPv6."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone."""


def listen(where: Listen) -> None:
    """Answer there from now on, one after another, beside all else that this process does."""
    from prometheus_client import make_wsgi_app

    from statuspage.web.metrics.facts import registry

    class Server(_Server):
        address_family = where.family

    try:
        server = make_server(where.host, where.port, make_wsgi_app(registry()), Server, _Handler)
    except OSError as error:
        _log.error("metrics cannot be served at %s: %s", where, error.strerror)
        return
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()
