"""Connections to ports."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import tcp
from statuspage.probes.result import Result, check
from statuspage.probes.tcp import TcpProbe
from tests.net.internet import Internet
from tests.probes.targets import COMMON, WAIT, closed_port, listening, saying, told


def tcp_probe(host: str, port: int, **keys: Any) -> TcpProbe:
    return TcpProbe(**{**COMMON, "type": "tcp", "host": host, "port": port, **keys})


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_tcp_is_up_when_the_port_opens(host: str) -> None:
    async def ask() -> Result:
        async with listening(saying(), host) as port:
            return await check(tcp.KIND, tcp_probe(host, port))

    result = asyncio.run(ask())
    assert (result.state, told(result)) == (ProbeState.UP, "")
    assert result.times.connect is not None


def test_tcp_tries_the_next_address_of_a_name() -> None:
    async def ask() -> Result:
        # localhost is ::1 too on most machines, where nobody listens here
        async with listening(saying(), "127.0.0.1") as port:
            return await check(tcp.KIND, tcp_probe("localhost", port))

    assert asyncio.run(ask()).state is ProbeState.UP


def test_tcp_is_down_when_nobody_listens() -> None:
    result = asyncio.run(check(tcp.KIND, tcp_probe("127.0.0.1", closed_port())))
    assert result.state is ProbeState.DOWN
    assert "refused" in told(result)


def test_tcp_leaves_a_server_that_speaks_first_without_a_reset() -> None:
    ends: list[str] = []

    async def greeting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"8.0.40\0" + b"x" * 60)
        await writer.drain()
        try:
            ends.append("end" if await reader.read(100) == b"" else "words")
        except ConnectionError:
            ends.append("reset")

    async def ask() -> None:
        async with listening(greeting) as port:
            for _ in range(20):
                await check(tcp.KIND, tcp_probe("127.0.0.1", port))
            while len(ends) < 20:
                await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(ask(), WAIT))
    assert ends == ["end"] * 20


def test_tcp_waits_for_no_server_that_goes_on_and_on() -> None:
    async def chatting(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    async def ask() -> Result:
        async with listening(chatting) as port:
            return await check(tcp.KIND, tcp_probe("127.0.0.1", port))

    assert asyncio.run(ask()).state is ProbeState.UP


@pytest.mark.parametrize(("family", "state"), [("ipv4", ProbeState.UP), ("ipv6", ProbeState.DOWN)])
def test_tcp_asks_over_the_family_that_is_wanted(family: str, state: ProbeState) -> None:
    async def ask() -> Result:
        async with listening(saying(), "127.0.0.1") as port:
            probe = tcp_probe("many.example", port, family=family)
            internet = Internet({"127.0.0.1": port}, {"many.example": ["2001:db8::1", "127.0.0.1"]})
            return await check(tcp.KIND, probe, internet.outside)

    assert asyncio.run(ask()).state is state


def test_tcp_says_when_a_name_has_no_address_of_that_family() -> None:
    internet = Internet({}, {"old.example": ["127.0.0.1"]})
    probe = tcp_probe("old.example", 80, family="ipv6")
    result = asyncio.run(check(tcp.KIND, probe, internet.outside))
    assert told(result) == "old.example has no IPv6 address."
