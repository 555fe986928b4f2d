"""Requests that no browser makes, over real sockets: each is refused or answered, none is a fault.

What cannot be read as HTTP at all the server refuses before any application: without a body.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from statuspage.store import db
from tests.helpers.processes import PATIENCE, free_port, get, nginx, serving
from tests.helpers.sites import open_site, write_site
from tests.helpers.wanted import need

pytestmark = pytest.mark.slow

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx-proxy.conf"
END = b"Host: a\r\nConnection: close\r\n\r\n"
POST = b"POST /admin/sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n"


def asks(what: bytes, *headers: bytes, method: bytes = b"GET") -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    return method + b" " + what + b" HTTP/1.1\r\n" + lines + END


@dataclass(frozen=True)
class Odd:
    """A request, and the status that it may be answered with; 0: the connection is closed."""

    sent: bytes
    status: frozenset[int]
    name: str = ""


def odd(status: int, *sent: bytes) -> list[Odd]:
    return [Odd(one, frozenset({status}), repr(one[:60])) for one in sent]


NO_HTTP = odd(
    400,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),  # TLS
    b"GET /\r\n\r\n",
    b"\x00" * 100 + b"\r\n\r\n",
    asks(b"/\x00"),
    asks(b"/\xff"),
    asks(b"/", b"Host : a"),
    asks(b"/", b"X: a", b" folded"),
    POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    POST + b"Content-Length: -3\r\n\r\n",
    POST + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n",
)
TOO_LARGE = [
    *odd(414, asks(b"/" + b"a" * 100_000)),
    *odd(431, asks(b"/", *(b"X%d: a" % number for number in range(200)))),
    *odd(413, POST + b"Content-Length: 9999999999999\r\n\r\n"),
]
ANSWERED = odd(
    200,
    asks(b"http://evil.example/"),
    asks(b"http://evil.example"),
    asks(b"/", b"Host: evil.example"),
    asks(b"/", b"X-Forwarded-Host: evil.example", b"X-Forwarded-Prefix: //evil.example"),
    asks(b"/", b"Forwarded: for=evil;host=evil.example;proto=https"),
    asks(b"/", b"If-Modified-Since: Sat, 01 Jan 2000 00:00:00 +99999999999999"),
    asks(b"/", b"If-Modified-Since: Sat, 99 Foo 99999999999999999999"),
    asks(b"/", b"If-None-Match: " + b'W/"",' * 3000),
    asks(b"/", b"Range: bytes=0-1," + b"1-2," * 3000),
    asks(b"/", b"Accept-Encoding: br;q=nan, gzip;q=inf, *;q=-1e400"),
    asks(b"/", b"Accept-Language: de;q=nan, *;q=inf, " + b"x-y," * 3000),
    asks(b"/", b"Upgrade: h2c, websocket", b"Sec-WebSocket-Key: a"),
    asks(b"/admin/sign-in", b"X-Forwarded-For: " + b"[::1%25eth0]:99999, " * 300),
    asks(b"/admin/sign-in", b"Cookie: a" + b"; statuspage_form=\xff.." * 100),
)
NOWHERE = odd(
    404,
    *(
        asks(path)
        for path in (
            b"/static/../../../../etc/passwd",
            b"/static/%2e%2e%2f%2e%2e%2fetc/passwd",
            b"/static/..%5c..%5cetc%5cpasswd",
            b"/static/%252e%252e/config.toml",
            b"/static//etc/passwd",
            b"//evil.example/",
            b"/%5cevil.example/",
            b"/%09/evil.example/",
            b"/%0d%0aX:y/",
            b"/%00",
            b"/incidents/%00",
            b"/incidents/%ff%fe",
            b"/incidents/" + b"%f0%9f%98%80" * 1000,
            b"/pages/..%2f..%2fconfig",
            b"/pages/%2fetc%2fpasswd",
            b"/record/tile/../../var/statuspage.db",
            b"/badges/components/../../../x.svg",
            b"/api/v1/slas/%2e%2e/periods/2026-01",
            b"/sla/api-availability/9999999-99",
            b"/%zz%2",
            b"/de/de/de/de/",
            b"/xx-%00/",
        )
    ),
    b"GET /admin//incidents//x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    asks(b"evil.example:443", method=b"CONNECT"),
    asks(b"*", method=b"OPTIONS"),
)
REFUSED = [
    *odd(405, asks(b"/", method=b"FOO"), asks(b"/admin", method=b"TRACE")),
    *odd(405, asks(b"/api/v1/incidents", method=b"TRACE"), asks(b"/healthz", method=b"PUT")),
    *odd(400, POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    *odd(400, POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    *odd(400, POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 19 + b"\r\n"),
    *odd(400, POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    *odd(400, POST + FORM + b"Expect: teapot\r\n\r\na=%00"),
    *odd(400, POST + b"Content-Type: \xff; charset=\r\nContent-Length: 5\r\n\r\na=%00"),
    *odd(
        400,
        POST
        + b"Content-Type: multipart/form-data; boundary="
        + b"x" * 5000
        + b"\r\nContent-Length: 5\r\n\r\n--xxx",
    ),
    *odd(411, POST + FORM[:49] + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"),
    *odd(400, POST + FORM + b"\r\na=%ff"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.URL]:
    folder = open_site(write_site(tmp_path_factory.mktemp("raw") / "site"))
    db.close_store()
    with serving(folder / "config.toml") as address:
        yield httpx2.URL(address)


def answer(server: httpx2.URL, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port or 80), PATIENCE) as line:
        line.sendall(sent)
        with line.makefile("rb") as found:
            return found.read()


@pytest.mark.parametrize(
    "kind",
    [NO_HTTP, TOO_LARGE, ANSWERED, NOWHERE, REFUSED],
    ids=["no http", "too large", "answered", "nowhere", "refused"],
)
def test_odd_requests_are_refused_or_answered_and_none_is_a_fault(
    server: httpx2.URL, kind: list[Odd]
) -> None:
    wrong = []
    for one in kind:
        found = answer(server, one.sent)
        head, _, body = found.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.1 (\d+)", head)
        if status is None or int(status[1]) not in one.status:
            wrong.append((one.name, head[:40]))
        if body and b"content-security-policy" not in head.lower():
            wrong.append((one.name, b"no security headers"))
        for leak in (b"evil", b"Traceback", b"/site-packages/", b"root:x"):
            if leak in found:
                wrong.append((one.name, leak))
    assert wrong == []
    assert get(f"{server}/healthz").status_code == 200


@pytest.fixture(scope="module")
def behind_nginx(
    server: httpx2.URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx2.URL]:
    """The same server behind the proxy as it is shipped, without its TLS."""
    need("nginx")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    shipped = SHIPPED.read_text("utf-8").partition("server_tokens off;")[2]
    inner = shipped[: shipped.index("\nserver {")].replace("http://127.0.0.1:8000", str(server))
    with nginx(folder, folder, port, f"server {{ listen 127.0.0.1:{port}; {inner}") as address:
        yield httpx2.URL(address)


def test_odd_requests_through_nginx_are_no_fault_either(behind_nginx: httpx2.URL) -> None:
    """It refuses some in its own words, and some with a 501 or 505 that says what it lacks."""
    wrong = []
    for one in (*NO_HTTP, *TOO_LARGE, *ANSWERED, *NOWHERE, *REFUSED):
        found = answer(behind_nginx, one.sent)
        status = re.match(rb"HTTP/1\.1 (\d+)", found)
        known = status is None or int(status[1]) < 500 or int(status[1]) in (501, 505)
        if not known or b"Traceback" in found or b"root:x" in found or b"evil" in found:
            wrong.append((one.name, found[:60]))
    assert wrong == []
    assert get(f"{behind_nginx}/healthz").status_code == 200


def test_many_requests_on_one_connection_are_answered_in_their_order(server: httpx2.URL) -> None:
    paths = [b"/", b"/nothing", b"/healthz", b"/feeds/all.json"] * 5
    sent = b"".join(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n" for path in paths)
    found = answer(server, sent + asks(b"/healthz"))
    statuses = re.findall(rb"HTTP/1\.1 (\d+)", found)
    assert statuses == [b"200", b"404", b"200", b"200"] * 5 + [b"200"]
