"""Connections over real sockets: floods, silence and unread answers keep nobody else out."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from statuspage.web import connections
from tests.helpers.processes import PATIENCE, ask, free_port, get, running, wait_until
from tests.helpers.small_server import FILES

pytestmark = pytest.mark.slow


def to_the_end(line: socket.socket) -> bytes:
    """All that the other side sends until it closes."""
    with line.makefile("rb") as found:
        return found.read()


@dataclass(frozen=True)
class Small:
    """A server with few files, and its process."""

    port: int
    process: int

    def call(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def files(self) -> int:
        return len(list(Path(f"/proc/{self.process}/fd").iterdir()))

    def answers(self) -> bool:
        try:
            return ask("GET", f"http://127.0.0.1:{self.port}/", timeout=0.5).text == "ok"
        except httpx2.TransportError:
            return False


@pytest.fixture(scope="module")
def small() -> Iterator[Small]:
    port = free_port()
    command = [sys.executable, "-m", "tests.helpers.small_server", str(port)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with running(command, f"http://127.0.0.1:{port}/", env=environment) as process:
        yield Small(port, process.pid)


HEAD = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n"


def test_sender_who_goes_silent_is_told_so_and_leaves_his_place(small: Small) -> None:
    with ExitStack() as held:
        senders = [held.enter_context(small.call()) for _ in range(3)]
        for sender, more in zip(
            senders, (b"\r\n", b"\r\nname=ada", b"Expect: 100-continue\r\n\r\n"), strict=True
        ):
            sender.sendall(HEAD + more)
        for sender in senders:
            assert b"HTTP/1.1 408" in to_the_end(sender)

    def is_taken() -> bool:  # its patience is short, and this machine may be busy
        address = f"http://127.0.0.1:{small.port}/"
        return ask("POST", address, content=b"a=b").text == "a=b"

    wait_until(is_taken, what="a body in the place of those")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files of Linux")
def test_more_connections_than_files_wait_and_cost_no_work(small: Small) -> None:
    with ExitStack() as held:
        for _ in range(FILES):
            held.enter_context(small.call())
        wait_until(lambda: small.files() > FILES // 3)
        assert small.files() < FILES  # so that the store can always be opened
    wait_until(small.answers, what="an answer after the flood")


def test_process_takes_all_the_files_it_may_have(small: Small) -> None:
    limits = Path(f"/proc/{small.process}/limits")
    if not limits.exists():
        pytest.skip("reads the limits of a process of Linux")
    [line] = [line for line in limits.read_text().splitlines() if "open files" in line]
    assert line.split()[3:5] == [str(FILES), str(FILES)]


def test_readers_who_take_nothing_keep_nobody_waiting(small: Small) -> None:
    with ExitStack() as held:
        for _ in range(40):
            reader = held.enter_context(small.call())
            reader.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        assert get(f"http://127.0.0.1:{small.port}/").text == "ok"


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="an option of Linux")
def test_connections_inherit_that_unread_ones_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connections.leave_unread(listener.fileno())
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000
        assert listener.fileno() >= 0


@pytest.mark.skipif(not hasattr(socket, "TCP_INFO"), reason="an option of Linux")
def test_only_the_silent_of_one_address_are_ended() -> None:
    with ExitStack() as held:
        listener = held.enter_context(socket.create_server(("127.0.0.1", 0)))

        def taken(source: str) -> socket.socket:
            calling = socket.create_connection(listener.getsockname(), PATIENCE, (source, 0))
            held.enter_context(calling)
            return held.enter_context(listener.accept()[0])

        silent, other = taken("127.0.0.77"), taken("127.0.0.78")
        connections.end_silent("127.0.0.77", 3600)
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):
            silent.recv(1)
        connections.end_silent("127.0.0.77", 0)
        assert silent.recv(1) == b""
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.recv(1)


@pytest.mark.parametrize(
    "kind", ["application/x-ndjson", "application/x-www-form-urlencoded; charset=utf-8"]
)
def test_body_of_untold_length_is_refused_where_a_part_would_look_whole(
    small: Small, kind: str
) -> None:
    """A connection that breaks between two chunks looks like the end to the application."""
    for end in (b"", b"0\r\n\r\n"):
        with small.call() as sender:
            head = f"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {kind}\r\n"
            sender.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n" + end)
            assert to_the_end(sender).startswith(b"HTTP/1.1 411 Length Required\r\n")
