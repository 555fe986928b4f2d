"""Serving with granian: processes that share one address, each with its own page cache."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MTServer

from statuspage.config.signing import signing_seed
from statuspage.publish import targets
from statuspage.site import signing
from statuspage.store import db
from statuspage.web import connections
from statuspage.web.app import WsgiApp, create_app
from statuspage.web.forms.uploads import HEAD_SECONDS, THREADS

_LARGEST_HEAD = 64 * 1024  # bytes; as much, and one answer, is what an unread connection takes


class _Server(MTServer):
    """Serves from this process itself; granian's other server would fork once more for it."""

    def _check_gil(self) -> None:
        """Granian means it for a Python without its global lock, but serves with it as well."""

    def _init_shared_socket(self) -> None:
        """The listening socket is made here, so that what is set on it holds for connections."""
        holder = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        connections.leave_unread(holder.get_fd())
        vars(self).update(_shd=holder, _sfd=holder.get_fd())  # typed as None there


def serve(config: Path, database: Path, host: str, port: int, processes: int) -> None:
    """Serve, as one of some processes at this address, until a signal asks to stop."""

    def application() -> WsgiApp:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
        db.open_store(database, or_read_only=True)
        targets.use(config.parent)
        signing.use(signing_seed(os.environ))
        return create_app(config, processes)

    listen(host, port, application)


def listen(host: str, port: int, application: Callable[[], WsgiApp]) -> None:
    """Serve what is made once the address is ours, until a signal asks to stop."""
    _Server(
        "statuspage",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # with both, a connection that says nothing is never closed
        http1_settings=HTTP1Settings(
            header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=_LARGEST_HEAD
        ),
        blocking_threads=THREADS,
        backlog=2048,
        backpressure=connections.allowed(),
        log_level=LogLevels.error,
    ).serve(target_loader=application, wrap_loader=False)
