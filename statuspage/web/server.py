"""Serving with granian: processes that share one address, each with its own page cache."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MTServer

from statuspage.config.signing import signing_seed
from statuspage.site import signing
from statuspage.store import db
from statuspage.web.app import WsgiApp, create_app
from statuspage.web.forms.uploads import HEAD_SECONDS, THREADS


class _Server(MTServer):
    """Serves from this process itself; granian's other server would fork once more for it."""

    def _check_gil(self) -> None:
        """Granian means it for a Python without its global lock, but serves with it as well."""


def serve(config: Path, database: Path, host: str, port: int, processes: int) -> None:
    """Serve, as one of some processes at this address, until a signal asks to stop."""

    def application() -> WsgiApp:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
        db.open_store(database, or_read_only=True)
        signing.use(signing_seed(os.environ))
        return create_app(config, processes)

    _Server(
        "statuspage",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # with both, a connection that says nothing is never closed
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        blocking_threads=THREADS,
        backlog=2048,
        log_level=LogLevels.error,
    ).serve(target_loader=application, wrap_loader=False)
