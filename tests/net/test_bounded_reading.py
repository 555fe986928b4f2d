"""What a hostile server sends costs no more than in proportion to its length."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest

from statuspage.net.cookies import Cookies
from statuspage.net.exchange import Answer, _redirected
from statuspage.net.framing import head_of
from statuspage.net.reading import Unpackable, readings, unpacked
from statuspage.net.request import Request

SECRET = (("Authorization", "Bearer x"),)


def _answer(body: bytes, **headers: bytes) -> Answer:
    named = tuple((name.replace("_", "-").encode(), value) for name, value in headers.items())
    return Answer(200, named, body, True, "192.0.2.1")


def test_charset_behind_many_blanks_is_looked_for_once() -> None:
    answer = _answer(b"ok", content_type=b"text/html; charset=" + b" " * 290_000 + b"!")
    assert next(readings(answer, b"ok")) == "ok"  # a square law takes half an hour


def test_line_that_goes_on_and_on_is_joined_once() -> None:
    head = head_of(b"HTTP/1.1 200 OK\r\nX: a\r\n" + b" b\r\n" * 70_000 + b"\r\n")
    assert head.headers == ((b"x", b" ".join([b"a", *[b"b"] * 70_000])),)


def test_stream_of_many_members_is_given_up() -> None:
    body = gzip.compress(b"") * 40_000
    with pytest.raises(Unpackable):
        unpacked(_answer(body, content_encoding=b"gzip"), 1_000_000)


def test_stream_of_some_members_is_read_whole() -> None:
    body = b"".join(gzip.compress(bytes([65 + number])) for number in range(20))
    read, is_whole = unpacked(_answer(body, content_encoding=b"gzip"), 1_000_000)
    assert (read, is_whole) == (b"ABCDEFGHIJKLMNOPQRST", True)


@pytest.mark.parametrize(
    ("asked", "to", "goes_along"),
    [
        ("https://a.example/", "https://a.example/b", True),
        ("https://a.example/", "https://a.example:443/b", True),
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "http://a.example:443/", False),
        ("https://a.example/", "https://a.example:8443/", False),
        ("http://a.example:8080/", "https://a.example:8443/", False),
        ("https://a.example/", "https://b.example/", False),
    ],
)
def test_headers_go_along_to_the_same_server_over_no_open_line(
    asked: str, to: str, goes_along: bool
) -> None:
    request = _redirected(Request(urlsplit(asked), "GET", SECRET), 302, to)
    assert request.headers == (SECRET if goes_along else ())


@pytest.mark.parametrize(
    "line", [b"a\x01b=c", b"a=c\x01", b"a=b; Domain=example", b"a=b; Domain=other.example"]
)
def test_cookie_that_no_request_can_carry_or_that_is_for_others_is_left(line: bytes) -> None:
    cookies = Cookies()
    cookies.take(urlsplit("https://a.example/"), ((b"set-cookie", line),))
    assert cookies.header(urlsplit("https://a.example/")) == ""
