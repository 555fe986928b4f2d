"""Serving with granian: processes that share one address, each with its own page cache."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from granian._futures import _new_cbscheduler
from granian._granian import ListenerSpec, WorkerSignal, WSGIWorker
from granian._loops import loops
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MTServer
from granian.server.mt import WorkerThread

from statuspage import logs
from statuspage.config.database import DatabaseServer
from statuspage.config.metrics import listen_of
from statuspage.config.signing import signing_seed
from statuspage.errors import StoreError
from statuspage.publish import targets
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web import connections
from statuspage.web.app import create_app
from statuspage.web.forms.uploads import HEAD_SECONDS, THREADS
from statuspage.web.front import Front, Served
from statuspage.web.metrics import listening
from statuspage.web.passing import logging_each

_TURN = 0.00005  # seconds; so long does what is ready wait for a page that is being made
_LARGEST_HEAD = 64 * 1024  # bytes; as much, and one answer, is what an unread connection takes
_WORKER: Any = WSGIWorker  # its types are told wrongly
_CALLS: Any = _new_cbscheduler
_THREAD: Any = WorkerThread


class _Server(MTServer):
    """Serves from this process itself; granian's other server would fork once more for it."""

    def _check_gil(self) -> None:
        """Granian means it for a Python without its global lock, but serves with it as well."""

    def _spawn_worker(
        self,
        idx: int,
        target: object,  # noqa: ARG002 its way of calling an application
        callback_loader: Any,
        socket_loader: object = None,  # noqa: ARG002 its other server's
    ) -> WorkerThread:
        """Each request goes to the front as the server has it, to be answered by any thread."""
        stop = WorkerSignal()

        def work() -> None:
            over = threading.Event()
            stop.add_cb(over.set)
            worker = _WORKER(
                *(idx + 1, (self._ssp, self._shd), None, self.runtime_threads),
                *(self.runtime_blocking_threads, self.blocking_threads),
                *(self.blocking_threads_idle_timeout, self.backpressure, self.http),
                *(self.http1_settings, None, None, *self.ssl_ctx, (None, self._metrics)),
            )
            loop = loops.get(self.loop)
            calls = _CALLS(
                loop, Front(callback_loader), impl_asyncio=True
            )  # else a task that is none
            worker.serve_mtr(calls, loop, stop)
            over.wait()

        made: WorkerThread = _THREAD(self, idx, work, (), stop)
        return made

    def _init_shared_socket(self) -> None:
        """The listening socket is made here, so that what is set on it holds for connections."""
        holder = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        connections.leave_unread(holder.get_fd())
        vars(self).update(_shd=holder, _sfd=holder.get_fd())  # typed as None there


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


def listen(host: str, port: int, application: Callable[[], Served]) -> None:
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
    ).serve(target_loader=cast("Any", application), wrap_loader=False)
