"""One answer, waited for, from a real server that misbehaves."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from statuspage.errors import Unreachable
from statuspage.net.exchange import Limits
from statuspage.net.fetch import fetch, post
from statuspage.net.rules import anywhere
from statuspage.net.stopwatch import Stopwatch
from tests.net.internet import Internet

Answer = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A server on loopback that gives each connection to `answer` after reading its request."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    if connection.recv(65536):
                        answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            ended.set()
            socket.create_connection(("127.0.0.1", port)).close()
            thread.join(5)


def saying(*parts: bytes, pause: float = 0) -> Answer:
    def answer(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)

    return answer


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def redirecting(target: str) -> Answer:
    return saying(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())


def test_fetch_gives_the_body_of_an_address_the_operator_named() -> None:
    with answering(saying(OK)) as url:
        assert fetch(url, may_reach=anywhere) == b"hello"


def test_fetch_refuses_loopback_that_nobody_named() -> None:
    with answering(saying(OK)) as url, pytest.raises(Unreachable, match="private") as caught:
        fetch(url)
    assert caught.value.is_permanent


def test_fetch_refuses_a_name_that_leads_to_loopback() -> None:
    with answering(saying(OK)) as url, pytest.raises(Unreachable, match="localhost is inside"):
        fetch(url.replace("127.0.0.1", "localhost"))


def test_fetch_never_follows_a_redirect_into_a_private_network() -> None:
    with (
        answering(saying(OK)) as inner,
        answering(redirecting(inner)) as outer,
        pytest.raises(Unreachable, match="private network"),
    ):
        fetch(outer, may_reach=anywhere)


def test_fetch_asks_the_rule_about_the_address_it_connects_to() -> None:
    asked: list[str] = []

    def note(address: str) -> bool:
        asked.append(address)
        return address == "127.0.0.1"

    with answering(saying(OK)) as url:
        assert fetch(url.replace("127.0.0.1", "localhost"), may_reach=note) == b"hello"
    assert "127.0.0.1" in asked


def test_fetch_follows_redirects_to_where_it_may_go() -> None:
    with answering(saying(OK)) as inner, answering(redirecting("http://9.9.9.9/feed")) as outer:
        internet = Internet({"8.8.8.8": port_of(outer), "9.9.9.9": port_of(inner)})
        assert fetch("http://8.8.8.8/", outside=internet.outside) == b"hello"
    assert internet.dialled == ["8.8.8.8", "9.9.9.9"]


def test_fetch_gives_up_a_circle_of_redirects() -> None:
    with answering(redirecting("/again")) as url:
        internet = Internet({"8.8.8.8": port_of(url)})
        with pytest.raises(Unreachable, match="more than 5 times"):
            fetch("http://8.8.8.8/", outside=internet.outside)
    assert len(internet.dialled) == 6


def test_fetch_goes_to_the_address_that_was_looked_at() -> None:
    """A name that changes its answer between the look and the connection opens nothing."""
    with answering(saying(OK)) as url:
        answers = iter([["8.8.8.8"], ["10.0.0.1"]])
        internet = Internet({"8.8.8.8": port_of(url), "10.0.0.1": port_of(url)})

        async def look_up(host: str, _: Stopwatch) -> list[str]:
            return next(answers)

        outside = replace(internet.outside, look_up=look_up)
        assert fetch("http://rebinding.example/", outside=outside) == b"hello"
    assert internet.dialled == ["8.8.8.8"]
    assert next(answers) == ["10.0.0.1"], "there was a second look"


def test_fetch_goes_to_no_private_address_of_a_public_name() -> None:
    with answering(saying(OK)) as url:
        names = {"mixed.example": ["10.0.0.1", "::1", "8.8.8.8"]}
        internet = Internet({"8.8.8.8": port_of(url), "10.0.0.1": port_of(url)}, names)
        assert fetch("http://mixed.example/", outside=internet.outside) == b"hello"
    assert internet.dialled == ["8.8.8.8"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://", "//[::1"]
)
def test_fetch_refuses_a_redirect_that_is_no_web_address(target: str) -> None:
    with answering(redirecting(target)) as url, pytest.raises(Unreachable, match="address"):
        fetch(url, may_reach=anywhere)


@pytest.mark.parametrize("url", ["ftp://example.com/x", "http://", "http://[::1", "nothing"])
def test_fetch_refuses_what_is_no_web_address(url: str) -> None:
    with pytest.raises(Unreachable, match="address"):
        fetch(url)


def test_fetch_caps_a_body_without_an_end() -> None:
    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with answering(pour) as url, pytest.raises(Unreachable, match="longer than 1,000,000 bytes"):
        fetch(url, Limits(size=1_000_000), may_reach=anywhere)


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "]
)
def test_fetch_ends_a_slow_drip_at_its_deadline(head: bytes) -> None:
    drips = saying(head, *[b"x"] * 1200, pause=0.05)  # a minute, unless it is left
    started = time.monotonic()
    with answering(drips) as url:
        with pytest.raises(Unreachable, match=r"took longer than 0\.3 seconds"):
            fetch(url, Limits(seconds=0.3), may_reach=anywhere)
        assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("status", "is_permanent"),
    [(404, True), (410, True), (403, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_fetch_names_a_bad_status_and_says_whether_it_lasts(
    status: int, *, is_permanent: bool
) -> None:
    head = f"HTTP/1.1 {status} Such\r\nContent-Length: 0\r\n\r\n".encode()
    with answering(saying(head)) as url, pytest.raises(Unreachable, match=f"{status}") as caught:
        fetch(url, may_reach=anywhere)
    assert caught.value.is_permanent is is_permanent


def test_fetch_refuses_compression_it_did_not_ask_for() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx"
    with answering(saying(head)) as url, pytest.raises(Unreachable, match="compressed"):
        fetch(url, may_reach=anywhere)


@pytest.mark.parametrize("words", [b"", b"220 mail ready\r\n"])
def test_fetch_says_when_no_web_server_answers(words: bytes) -> None:
    with answering(saying(words)) as url, pytest.raises(Unreachable, match="cannot be fetched"):
        fetch(url, may_reach=anywhere)


def test_fetch_says_when_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match="The connection was refused") as caught:
        fetch(f"http://127.0.0.1:{port}", may_reach=anywhere)
    assert not caught.value.is_permanent


def test_fetch_says_when_a_name_is_not_known() -> None:
    with pytest.raises(Unreachable, match="is not known"):
        fetch("http://nowhere.invalid/feed")


def test_post_gives_the_body_that_answers() -> None:
    with answering(saying(OK)) as url:
        assert post(url, b"a=1", [("X", "y")], Limits(), may_reach=anywhere) == b"hello"


def test_post_reaches_no_private_address_unless_allowed() -> None:
    with answering(saying(OK)) as url, pytest.raises(Unreachable, match="private network"):
        post(url, b"a=1", [], Limits())


def test_post_follows_no_redirect() -> None:
    with answering(redirecting("/")) as url, pytest.raises(Unreachable, match="status 302"):
        post(url, b"a=1", [], Limits(), may_reach=anywhere)


def test_post_refuses_what_is_too_long() -> None:
    limits = Limits(size=4)
    with answering(saying(OK)) as url, pytest.raises(Unreachable, match="longer than"):
        post(url, b"a=1", [], limits, may_reach=anywhere)
