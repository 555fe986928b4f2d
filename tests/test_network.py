"""Outgoing connections against a real server that misbehaves."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from statuspage.errors import SourceError
from statuspage.network import Limits, fetch, is_public_address, post

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


def redirecting(target: str) -> Answer:
    return saying(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())


def anywhere(_: str) -> bool:
    return True


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_address_may_be_reached(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0", "100.64.0.1"),
        *("169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "203.0.113.9"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_private_loopback_link_local_and_metadata_addresses_may_not(address: str) -> None:
    assert not is_public_address(address)


def test_fetch_gives_the_body_of_an_address_the_operator_named() -> None:
    with answering(saying(OK)) as url:
        assert fetch(url, is_named_by_operator=True) == b"hello"


def test_fetch_refuses_loopback_that_nobody_named() -> None:
    with answering(saying(OK)) as url, pytest.raises(SourceError, match="private network"):
        fetch(url)


def test_fetch_refuses_a_name_that_leads_to_loopback() -> None:
    with answering(saying(OK)) as url, pytest.raises(SourceError, match="localhost lies inside"):
        fetch(url.replace("127.0.0.1", "localhost"))


def test_fetch_never_follows_a_redirect_into_a_private_network() -> None:
    with (
        answering(saying(OK)) as inner,
        answering(redirecting(inner)) as outer,
        pytest.raises(SourceError, match="private network"),
    ):
        fetch(outer, is_named_by_operator=True)


def test_fetch_asks_the_rule_about_the_address_it_connects_to() -> None:
    asked: list[str] = []

    def note(address: str) -> bool:
        asked.append(address)
        return address == "127.0.0.1"

    with answering(saying(OK)) as url:
        assert fetch(url.replace("127.0.0.1", "localhost"), may_reach=note) == b"hello"
    assert "127.0.0.1" in asked


def test_fetch_follows_redirects_to_where_it_may_go() -> None:
    with answering(saying(OK)) as inner, answering(redirecting(f"{inner}/feed")) as outer:
        assert fetch(outer, may_reach=anywhere) == b"hello"


def test_fetch_gives_up_a_circle_of_redirects() -> None:
    circle = redirecting("/again")
    with answering(circle) as url, pytest.raises(SourceError, match="more than 5 times"):
        fetch(url, may_reach=anywhere)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://", "//[::1"]
)
def test_fetch_refuses_a_redirect_that_is_no_web_address(target: str) -> None:
    with answering(redirecting(target)) as url, pytest.raises(SourceError, match="address"):
        fetch(url, may_reach=anywhere)


@pytest.mark.parametrize("url", ["ftp://example.com/x", "http://", "http://[::1", "nothing"])
def test_fetch_refuses_what_is_no_web_address(url: str) -> None:
    with pytest.raises(SourceError, match="address"):
        fetch(url)


def test_fetch_caps_a_body_without_an_end() -> None:
    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with answering(pour) as url, pytest.raises(SourceError, match="longer than 1,000,000 bytes"):
        fetch(url, Limits(size=1_000_000), is_named_by_operator=True)


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "]
)
def test_fetch_ends_a_slow_drip_at_its_deadline(head: bytes) -> None:
    started = time.monotonic()
    with answering(saying(head, *[b"x"] * 20, pause=0.05)) as url:
        with pytest.raises(SourceError, match=r"took longer than 0\.3 seconds"):
            fetch(url, Limits(seconds=0.3), is_named_by_operator=True)
        assert time.monotonic() - started < 0.8


def test_fetch_names_a_status_that_is_not_200() -> None:
    head = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    with answering(saying(head)) as url, pytest.raises(SourceError, match="status 404"):
        fetch(url, is_named_by_operator=True)


def test_fetch_refuses_compression_it_did_not_ask_for() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx"
    with answering(saying(head)) as url, pytest.raises(SourceError, match="compressed"):
        fetch(url, is_named_by_operator=True)


@pytest.mark.parametrize("words", [b"", b"220 mail ready\r\n"])
def test_fetch_says_when_no_web_server_answers(words: bytes) -> None:
    with answering(saying(words)) as url, pytest.raises(SourceError, match="cannot be fetched"):
        fetch(url, is_named_by_operator=True)


def test_fetch_says_when_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SourceError, match="cannot be fetched"):
        fetch(f"http://127.0.0.1:{port}", is_named_by_operator=True)


def test_fetch_says_when_a_name_is_not_known() -> None:
    with pytest.raises(SourceError, match="check its spelling"):
        fetch("http://nowhere.invalid/feed")


def test_post_gives_the_body_that_answers() -> None:
    with answering(saying(OK)) as url:
        assert post(url, b"a=1", [("X", "y")], Limits(), may_reach=anywhere) == b"hello"


def test_post_reaches_no_private_address_unless_allowed() -> None:
    with answering(saying(OK)) as url, pytest.raises(SourceError, match="private network"):
        post(url, b"a=1", [], Limits())


def test_post_follows_no_redirect() -> None:
    with answering(redirecting("/")) as url, pytest.raises(SourceError, match="redirects"):
        post(url, b"a=1", [], Limits(), may_reach=anywhere)


def test_post_refuses_what_is_too_long() -> None:
    limits = Limits(size=4)
    with answering(saying(OK)) as url, pytest.raises(SourceError, match="longer than"):
        post(url, b"a=1", [], limits, may_reach=anywhere)
