"""The front: what is ready goes out at once, the rest through the application."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from statuspage.web.front import Environ, Front, Headers, Rota, Served
from tests.helpers.processes import PATIENCE


class Asked:
    """One request, as the server hands it over."""

    def __init__(self) -> None:
        self.sent: tuple[int, Headers, bytes] | None = None

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.sent = status, headers, body

    def response_iter(self, status: int, headers: Headers, body: Any) -> None:
        pieces = list(iter(body.__next__, b""))
        body.close()
        self.sent = status, headers, b"".join(pieces)


def _ask(front: Front, path: str) -> tuple[int, Headers, bytes]:
    asked = Asked()
    front(asked, {"PATH_INFO": path, "REQUEST_METHOD": "GET"})
    assert asked.sent is not None
    return asked.sent


def _app(environ: Environ, start: Callable[..., Any]) -> list[bytes]:
    start("404 Not Found", [("X-Path", environ["PATH_INFO"])])
    return [b"not ", b"here" if environ["wsgi.multithread"] else b""]


def test_what_is_ready_asks_no_application() -> None:
    ready = {"/": ("200 OK", [("ETag", '"1"')], [b"a", b"b"])}
    front = Front(Served(_app, lambda environ: ready.get(environ["PATH_INFO"])))
    assert _ask(front, "/") == (200, [("ETag", '"1"')], b"ab")
    assert _ask(front, "/x") == (404, [("X-Path", "/x")], b"not here")


def test_body_in_pieces_is_sent_and_closed() -> None:
    closed = []

    def pieces() -> Iterator[bytes]:
        try:
            yield b"one "
            yield b"two"
            yield b""
        finally:
            closed.append(True)

    def app(_: Environ, start: Callable[..., Any]) -> Iterator[bytes]:
        start("200 OK", [])
        return pieces()

    assert _ask(Front(Served(app)), "/") == (200, [], b"one two")
    assert closed


def test_second_thread_rests_until_the_first_may_have_to_wait() -> None:
    rota, begun, over = Rota(), threading.Event(), threading.Event()
    rota.rest()  # this thread answers from now on

    def second() -> None:
        begun.set()
        while not over.is_set():
            rota.rest()

    thread = threading.Thread(target=second)
    thread.start()
    try:
        assert begun.wait(PATIENCE)
        rota.leave()  # whether the other rests by now or not
    finally:
        over.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_nobody_rests_for_a_thread_that_is_gone() -> None:
    rota = Rota()
    gone = threading.Thread(target=rota.rest)
    gone.start()
    gone.join(PATIENCE)
    for _ in range(3):
        rota.rest()  # soon it answers itself
