"""The way out through a proxy, over real sockets."""

from __future__ import annotations

import asyncio
import os
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE
from statuspage.net.exchange import Limits
from statuspage.net.fetch import answer_to, request_of
from statuspage.net.proxy import outside_for
from tests.helpers.answering import Answering, answering
from tests.helpers.relay import join
from tests.probes.targets import Handler, served

_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def tunnelling(asked: list[str], port: int, status: str = "200 Connected") -> Handler:
    """A proxy that leads every tunnel to a port of this machine."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(f"HTTP/1.1 {status}\r\nVia: a proxy\r\n\r\n".encode())
        if status.startswith("2"):
            with suppress(OSError):
                await join(reader, writer, port)

    return handler


@contextmanager
def proxied(
    monkeypatch: pytest.MonkeyPatch, port: int, status: str = "200 Connected", login: str = ""
) -> Iterator[list[str]]:
    asked: list[str] = []
    with served(tunnelling(asked, port, status)) as address:
        place = urlsplit(address).netloc
        monkeypatch.setenv("HTTP_PROXY", f"http://{login}{place}")
        yield asked


def get(url: str) -> bytes:
    request = request_of(url)
    return answer_to(request, Limits(seconds=60), outside_for(request.url)).body


def test_server_is_reached_through_the_proxy_which_looks_its_name_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(lambda _: Answering(200, b"well")) as server:
        port = int(server.address.rpartition(":")[2])
        with proxied(monkeypatch, port, login="ada:p%40ss@") as asked:
            assert get("http://nowhere.invalid:81/") == b"well"
    [head] = asked
    assert head.startswith("CONNECT nowhere.invalid:81 HTTP/1.1\r\nHost: nowhere.invalid:81\r\n")
    assert b64decode(head.rpartition("Basic ")[2].split()[0]) == b"ada:p@ss"


def test_proxy_that_refuses_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = "407 Proxy Authentication Required"
    with proxied(monkeypatch, 9, refusal, login="ada:geheim@"), pytest.raises(Unreachable) as error:
        get("http://nowhere.invalid/")
    assert "The proxy refuses the connection: it answers 407." in str(error.value)
    assert "geheim" not in str(error.value)


def test_no_proxy_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "localhost,.internal,127.0.0.1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    for url in ("http://localhost/", "https://a.internal:444/", "http://127.0.0.1:8000/"):
        assert outside_for(urlsplit(url)) is OUTSIDE
    assert outside_for(urlsplit("https://elsewhere.example/")) is not OUTSIDE


def test_proxy_of_another_kind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "socks5://ada:geheim@127.0.0.1:9")
    with pytest.raises(Unreachable, match="should be an http:// address") as error:
        outside_for(urlsplit("https://status.example/"))
    assert "geheim" not in str(error.value)


def test_without_a_proxy_nothing_changes() -> None:
    assert outside_for(urlsplit("https://status.example/")) is OUTSIDE


def test_tls_is_agreed_upon_with_the_server_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(lambda _: Answering(200, b"plain")) as server:
        port = int(server.address.rpartition(":")[2])
        with proxied(monkeypatch, port) as asked:
            monkeypatch.setenv("HTTPS_PROXY", os.environ["HTTP_PROXY"])
            with pytest.raises(Unreachable, match="TLS failed"):  # the server speaks none
                get("https://nowhere.invalid/")
    assert asked[0].startswith("CONNECT nowhere.invalid:443")
