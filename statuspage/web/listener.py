"""The server before an application: granian, called so that each request goes to the front."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, cast

from granian._futures import _new_cbscheduler
from granian._granian import ListenerSpec, WorkerSignal, WSGIWorker
from granian._loops import close_active_loop, loops
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MTServer
from granian.server.mt import WorkerThread

from statuspage.web import connections
from statuspage.web.front import Front, Served

THREADS = 32
"""How many requests a process may handle at one time."""

HEAD_SECONDS = 10
"""How long the head of a request may take, and a connection may wait for its next."""

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
            close_active_loop(loop)  # else the interpreter meets it at its end, without its files

        made: WorkerThread = _THREAD(self, idx, work, (), stop)
        return made

    def _init_shared_socket(self) -> None:
        """The listening socket is made here, so that what is set on it holds for connections."""
        holder = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        connections.leave_unread(holder.get_fd())
        vars(self).update(_shd=holder, _sfd=holder.get_fd())  # typed as None there


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
