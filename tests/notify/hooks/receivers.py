"""Receivers of hooks on loopback: each takes whole requests, keeps them, and answers in its way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[socket.socket], None]
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass
class Taken:
    """A request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiving:
    """Where it is, and what came."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiving(*answers: bytes | Answer) -> Iterator[Receiving]:
    """One for each request, the last one for all that follow."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Receiving(listener.getsockname()[1])

        def serve() -> None:
            while not found.ended.is_set():
                connection, _ = listener.accept()
                if found.ended.is_set():
                    connection.close()
                    return
                threading.Thread(target=take, args=(connection,), daemon=True).start()

        def take(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                taken = _request(connection)
                if taken is None:
                    return
                answer = answers[min(len(found.taken), len(answers) - 1)]
                found.taken.append(taken)
                if callable(answer):
                    answer(connection)
                else:
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            found.ended.set()
            socket.create_connection(("127.0.0.1", found.port)).close()
            thread.join(5)


def _request(connection: socket.socket) -> Taken | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): text.strip() for name, _, text in (one.partition(":") for one in rest)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    return Taken(line, headers, body)


def status(number: int, *headers: str, body: bytes = b"") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {number} Answer", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def hanging(ended: threading.Event) -> Answer:
    """Takes a request and says nothing until the test ends."""

    def answer(_: socket.socket) -> None:
        ended.wait(60)

    return answer


def trickling(head: bytes, ended: threading.Event) -> Answer:
    """Says a byte at a time, without an end."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        while not ended.wait(0.05):
            connection.sendall(b"x")

    return answer


def flooding(head: bytes, sent: list[int]) -> Answer:
    """Would send five gigabytes; notes how many bytes went out."""

    def answer(connection: socket.socket) -> None:
        piece = b"x" * 65536
        connection.sendall(head)
        for _ in range(5 * 1024**3 // len(piece)):
            connection.sendall(piece)
            sent.append(len(piece))

    return answer
