"""Cookies on the way through redirects: each to its own host, path and scheme."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from statuspage.net.cookies import Cookies

HERE = "https://app.example.org/in/login"


@pytest.mark.parametrize(
    ("line", "url", "sent"),
    [
        ("a=1", "https://app.example.org/in/x", "a=1"),
        ("a=1", "https://app.example.org/out", ""),
        ("a=1; Path=/", "https://app.example.org/out", "a=1"),
        ("a=1; Path=/", "https://www.example.org/", ""),
        ("a=1; Path=/; Domain=example.org", "https://www.example.org/", "a=1"),
        ("a=1; Path=/; Domain=.example.org", "https://app.example.org/", "a=1"),
        ("a=1; Path=/; Domain=other.org", "https://other.org/", ""),
        ("a=1; Path=/; Domain=app.example.org", "https://evilapp.example.org/", ""),
        ("a=1; Path=/; Secure", "http://app.example.org/", ""),
        ("a=1; Path=/; Max-Age=0", "https://app.example.org/", ""),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://app.example.org/", ""),
        ("a=1; Path=/; Expires=Thu, 01 Jan 2099 00:00:00 GMT", "https://app.example.org/", "a=1"),
        ("a=1; Path=/; Expires=soon", "https://app.example.org/", "a=1"),
        ("=1", HERE, ""),
        ("a=\x011", HERE, ""),
    ],
)
def test_cookie_goes_where_it_belongs(line: str, url: str, sent: str) -> None:
    cookies = Cookies()
    cookies.take(urlsplit(HERE), ((b"set-cookie", line.encode("latin-1")),))
    assert cookies.header(urlsplit(url)) == sent


def test_cookie_that_is_taken_back_is_sent_no_more() -> None:
    cookies = Cookies()
    cookies.take(urlsplit(HERE), ((b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")))
    cookies.take(urlsplit(HERE), ((b"set-cookie", b"a=; Max-Age=0"),))
    assert cookies.header(urlsplit(HERE)) == "b=2"


def test_cookies_are_bounded() -> None:
    cookies = Cookies()
    cookies.take(urlsplit(HERE), tuple((b"set-cookie", b"c%d=1" % n) for n in range(1_000)))
    assert cookies.header(urlsplit(HERE)).count("=") == 50
