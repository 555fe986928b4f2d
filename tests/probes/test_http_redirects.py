"""Where a web request goes on to, and where never."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import http
from statuspage.probes.result import Result, check
from tests.net.internet import Internet
from tests.probes.targets import answer, check_http, hearing, http_probe, listening, saying, told

UP, DOWN = ProbeState.UP, ProbeState.DOWN


def test_http_follows_redirects_to_the_answer() -> None:
    paths: list[bytes] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]
        paths.append(line)
        is_end = line.split()[1] == b"/end"
        away = answer(b"", "302 Found", ("Location: end",))
        writer.write(answer() if is_end else away)
        await writer.drain()

    result = check_http(handler, method="POST", body="", expect={"contains": "all is well"})
    assert result.state is UP
    assert paths == [b"POST /health HTTP/1.1", b"GET /end HTTP/1.1"]


def test_http_takes_cookies_along_as_browsers_do() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        knows = b"\r\nCookie: session=1\r\n" in head
        headers = ("Set-Cookie: session=1; Path=/", "Location: /again")
        writer.write(answer() if knows else answer(b"", "302 Found", headers))
        await writer.drain()

    assert check_http(handler, expect={"contains": "all is well"}).state is UP


def test_http_gives_up_endless_redirects() -> None:
    asked: list[bytes] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer(b"", "302 Found", (f"Location: /{len(asked)}",)))
        await writer.drain()

    result = check_http(handler)
    assert (result.state, told(result)) == (DOWN, "It redirects more than 5 times.")
    assert len(asked) == 6


def test_http_takes_a_redirect_as_the_answer_when_it_is_expected_or_not_to_be_followed() -> None:
    away = saying(answer(b"", "302 Found", ("Location: http://nowhere.invalid/",)))
    assert check_http(away, expect={"status": [302]}).state is UP
    assert "status 302" in told(check_http(away, follow_redirects=False))


@pytest.mark.parametrize(
    "target", ["ftp://x/", "https://", "//[::1", "http://a:99999/", "http://a b/"]
)
def test_http_is_down_when_a_redirect_leads_to_no_web_address(target: str) -> None:
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
    result = check_http(saying(head.encode("latin-1")))
    assert result.state is DOWN
    assert "which is not a web address" in told(result)


def check_redirects(*path: str) -> tuple[Result, list[str]]:
    """A check of the first address, each redirecting to the next; also what was dialled."""

    async def all_asked() -> tuple[Result, list[str]]:
        async with AsyncExitStack() as stack:
            servers = {}
            for address, target in zip(path, [*path[1:], ""], strict=True):
                away = answer(b"", "302 Found", (f"Location: http://{target}/",))
                handler = saying(away if target else answer())
                servers[address] = await stack.enter_async_context(listening(handler))
            internet = Internet(servers)
            probe = http_probe(f"http://{path[0]}/")
            return await check(http.KIND, probe, internet.outside), internet.dialled

    return asyncio.run(all_asked())


@pytest.mark.parametrize("inside", ["10.0.0.1", "127.0.0.1", "169.254.169.254"])
def test_http_redirect_of_a_public_target_never_leads_into_a_private_network(inside: str) -> None:
    result, dialled = check_redirects("8.8.8.8", inside)
    assert result.state is DOWN
    assert f"{inside} is inside a private network" in told(result)
    assert dialled == ["8.8.8.8"]


def test_http_redirects_that_once_were_public_stay_so() -> None:
    result, dialled = check_redirects("10.0.0.1", "8.8.8.8", "9.9.9.9", "10.0.0.2")
    assert "10.0.0.2 is inside a private network" in told(result)
    assert dialled == ["10.0.0.1", "8.8.8.8", "9.9.9.9"]


@pytest.mark.parametrize("path", [("10.0.0.1", "10.0.0.2"), ("8.8.8.8", "9.9.9.9")])
def test_http_redirect_inside_a_network_is_followed(path: tuple[str, str]) -> None:
    result, dialled = check_redirects(*path)
    assert result.state is UP
    assert dialled == list(path)


def test_http_keeps_its_own_headers_from_another_server() -> None:
    heard: list[bytes] = []

    async def through() -> Result:
        async with listening(hearing(heard)) as port:
            away = answer(b"", "307 Moved", (f"Location: http://a:b@127.0.0.1:{port}/x",))
            async with listening(saying(away)) as first:
                probe = http_probe(f"http://127.0.0.1:{first}", headers={"X-Ours": "only"})
                return await check(http.KIND, probe)

    assert asyncio.run(through()).state is UP
    assert b"X-Ours" not in heard[0]
    assert b"a:b" not in heard[0]
