"""Many answers of one server: connections that are kept, and asking ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing

import pytest

from statuspage.errors import Unreachable
from statuspage.net.exchange import Limits
from statuspage.net.rules import anywhere
from statuspage.net.visit import Visit
from tests.probes.targets import answer, served

LIMITS = Limits(seconds=60)


class Server:
    """Answers each path with itself; /last ends its connection after it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.connections = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        path = ""
        while path != "/last":
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
            self.heard.append(path)
            status = {"/missing": "404 Not Found", "/away": "302 Found"}.get(path, "200 OK")
            writer.write(answer(path.encode(), status, ("Location: /",) * (path == "/away")))
            await writer.drain()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    with served(server.handle) as address:
        yield address.rstrip("/")


@pytest.fixture
def visit() -> Iterator[Visit]:
    with closing(Visit(LIMITS, anywhere)) as made:
        yield made


def test_one_after_another_is_asked_on_one_connection(
    server: Server, url: str, visit: Visit
) -> None:
    paths = [f"/{number}" for number in range(5)]
    assert [visit.fetch(url + path).decode() for path in paths] == paths
    assert server.connections == 1


def test_what_is_expected_is_asked_ahead_and_once(server: Server, url: str, visit: Visit) -> None:
    paths = [f"/{number}" for number in range(40)]
    visit.expect(url + path for path in paths)
    assert visit.fetch(url + "/other") == b"/other"
    assert set(server.heard) <= {"/other", *paths[:8]}
    assert [visit.fetch(url + path).decode() for path in paths] == paths
    assert sorted(server.heard) == sorted([*paths, "/other"])
    assert server.connections <= 9


def test_reading_in_another_order_gives_each_its_own(url: str, visit: Visit) -> None:
    paths = [f"/{number}" for number in range(20)]
    visit.expect(url + path for path in paths)
    assert [visit.fetch(url + path).decode() for path in reversed(paths)] == paths[::-1]


def test_connection_that_the_server_ended_is_made_anew(
    server: Server, url: str, visit: Visit
) -> None:
    for path in ("/last", "/next", "/last", "/next"):
        assert visit.fetch(url + path) == path.encode()
    assert server.connections == 3


def test_failure_ahead_is_told_when_it_is_read(url: str, visit: Visit) -> None:
    visit.expect([url + "/missing", url + "/good"])
    assert visit.fetch(url + "/first") == b"/first"
    with pytest.raises(Unreachable, match="status 404"):
        visit.fetch(url + "/missing")
    assert visit.fetch(url + "/good") == b"/good"


def test_redirect_leads_into_no_private_network(server: Server, url: str, visit: Visit) -> None:
    with pytest.raises(Unreachable, match="private network"):
        visit.fetch(url + "/away")
    assert "/" not in server.heard


def test_visit_is_left_with_answers_that_nobody_read(url: str, visit: Visit) -> None:
    visit.expect(f"{url}/{number}" for number in range(20))
    assert visit.fetch(url + "/0") == b"/0"
