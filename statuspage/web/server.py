"""Serving a site: processes that share one address, each with its own page cache."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from statuspage import logs
from statuspage.config.database import DatabaseServer
from statuspage.config.metrics import listen_of
from statuspage.config.signing import signing_seed
from statuspage.errors import StoreError
from statuspage.publish import targets
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.app import create_app
from statuspage.web.front import Served
from statuspage.web.listener import listen
from statuspage.web.metrics import listening
from statuspage.web.passing import logging_each

_TURN = 0.00005  # seconds; so long does what is ready wait for a page that is being made


def serve(
    config: Path,
    database: Path | DatabaseServer,
    host: str,
    port: int,
    processes: int,
    *,
    is_first: bool = True,
) -> None:
    """Serve, as one of some processes at this address, until a signal asks to stop.

    The first of them serves the metrics of all, where they have an address of their own.
    """

    def application() -> Served:
        sys.setswitchinterval(_TURN)
        logs.begin(os.environ)
        db.open_store(database, or_read_only=True)
        targets.use(config.parent)
        signing.use(signing_seed(os.environ))
        if is_first:
            _serve_metrics()
        app = create_app(config, processes)
        return (
            Served(logging_each(app)) if logs.has_access_log(os.environ) else Served(app, app.ready)
        )

    listen(host, port, application)


def _serve_metrics() -> None:
    with suppress(StoreError):
        with db.snapshot():
            where = current_settings().metrics.listen
        if where is not None:
            listening.listen(listen_of(where))
