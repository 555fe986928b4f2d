"""A worker that tells people by HTTP, as a process of its own, and the server it tells."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock, Thread

from statuspage.config import Settings
from statuspage.config.database import DatabaseServer
from statuspage.domain.telling.result import Result, Sent
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.outlet import Message, Send
from statuspage.store import db
from statuspage.worker.duties.telling import telling
from statuspage.worker.loop import Worker

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.helpers.sender"])  # each begins within milliseconds


class ByHttp:
    """An outlet that posts the key of each message, and of whom it tells."""

    channel = Channel.WEBHOOK
    at_once = 4
    retries = (timedelta(seconds=1),)
    quarantine_after = None

    def __init__(self, port: int, patience: timedelta) -> None:
        self.patience = patience
        self._port = port

    def is_ready(self, _: Settings, __: Mapping[str, str]) -> bool:
        return True

    @contextmanager
    def open(self, _: Settings, __: Mapping[str, str]) -> Iterator[Send]:
        connection = HTTPConnection("127.0.0.1", self._port)

        def send(message: Message) -> Result:
            told = {"key": message.key, "subscription": message.subscription.key}
            connection.request("POST", "/", json.dumps(told))
            connection.getresponse().read()
            return Sent()

        try:
            yield send
        finally:
            connection.close()


def _work(store: Path | DatabaseServer, port: int, patience: timedelta) -> None:
    db.open_store(store)
    Worker(telling({}, [ByHttp(port, patience)])).run()


def worker(port: int, patience: timedelta) -> BaseProcess:
    """A worker of the open store, at work until it is killed."""
    store = db.opening()
    assert isinstance(store, Path | DatabaseServer)
    process = _FORKS.Process(target=_work, args=(store, port, patience), daemon=True)
    process.start()
    return process


class Receiver:
    """What arrived: keys of messages by whom they told, in order."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str]] = []
        self._lock = Lock()

    def take(self, told: Mapping[str, str]) -> None:
        with self._lock:
            self.arrived.append((told["subscription"], told["key"]))

    @property
    def told(self) -> set[str]:
        """Those who were told at least once."""
        return {subscription for subscription, _ in [*self.arrived]}


@contextmanager
def receiving() -> Iterator[tuple[Receiver, int]]:
    """A server that records what it is sent, and its port."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"]))
            with suppress(ValueError):  # it was killed in the midst of it
                receiver.take(json.loads(text))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Who was killed hangs up."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver, server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
