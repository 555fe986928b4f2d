"""Connections to ports."""

from __future__ import annotations

import asyncio

import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import tcp
from statuspage.probes.result import Result, check
from statuspage.probes.tcp import TcpProbe
from tests.probes.targets import COMMON, closed_port, listening, saying, told


def tcp_probe(host: str, port: int) -> TcpProbe:
    return TcpProbe(**{**COMMON, "type": "tcp", "host": host, "port": port})


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
