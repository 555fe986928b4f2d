"""Pings, with a small fake of the library: no permission is needed to run these."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes.icmp import KIND, IcmpProbe
from statuspage.probes.result import Result, check
from tests.probes.targets import COMMON, told


class LibraryError(Exception):
    pass


class PermissionMissing(LibraryError):
    pass


@dataclass(frozen=True)
class Host:
    packets_sent: int
    packets_received: int
    avg_rtt: float = 12.0

    @property
    def is_alive(self) -> bool:
        return self.packets_received > 0


class Library(ModuleType):
    """Answers a ping with what it was told, in the ways that are allowed."""

    ICMPLibError = LibraryError
    SocketPermissionError = PermissionMissing

    def __init__(self, answer: Host | Exception, allowed: tuple[bool, ...] = (False, True)) -> None:
        super().__init__("icmplib")
        self._answer = answer
        self._allowed = allowed
        self.asked: list[str] = []
        self.patience = 0.0

    async def async_ping(
        self, address: str, count: int, interval: float, timeout: float, *, privileged: bool
    ) -> Host:
        self.asked.append(address)
        self.patience = count * (interval + timeout)
        if privileged not in self._allowed:
            raise PermissionMissing
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def check_ping(monkeypatch: pytest.MonkeyPatch, library: Library | None, **keys: Any) -> Result:
    monkeypatch.setitem(sys.modules, "icmplib", library)
    given = {**COMMON, "type": "icmp", "host": "127.0.0.1", **keys}
    return asyncio.run(check(KIND, IcmpProbe(**given)))


@pytest.mark.parametrize("way", [False, True])
def test_icmp_is_up_with_the_mean_time_of_its_packets(
    monkeypatch: pytest.MonkeyPatch, way: bool
) -> None:
    library = Library(Host(3, 3, 12.3), (way,))
    result = check_ping(monkeypatch, library, host="localhost")
    assert (result.state, result.latency_ms, told(result)) == (ProbeState.UP, 13, "")
    assert library.asked[0] in ("127.0.0.1", "::1")


def test_icmp_is_degraded_when_packets_were_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_ping(monkeypatch, Library(Host(3, 2)))
    assert (result.state, told(result)) == (ProbeState.DEGRADED, "1 of 3 packets were lost.")


def test_icmp_is_down_when_no_packet_came_back(monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_ping(monkeypatch, Library(Host(3, 0)))
    assert (result.state, result.latency_ms) == (ProbeState.DOWN, 60_000)


@pytest.mark.parametrize(("timeout", "packets"), [("100ms", 20), ("10s", 1), ("1s", 3)])
def test_icmp_waits_for_nearly_the_whole_timeout_and_not_longer(
    monkeypatch: pytest.MonkeyPatch, timeout: str, packets: int
) -> None:
    library = Library(Host(1, 1))
    check_ping(monkeypatch, library, timeout=timeout, packets=packets)
    seconds = {"100ms": 0.1, "10s": 10, "1s": 1}[timeout]
    assert 0.8 * seconds < library.patience < seconds


def test_icmp_without_its_library_is_unknown_and_names_the_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = check_ping(monkeypatch, None)
    assert result.state is ProbeState.UNKNOWN
    assert "pip install 'statuspage[icmp]'" in told(result)


def test_icmp_without_permission_is_unknown_and_names_the_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = check_ping(monkeypatch, Library(Host(3, 3), allowed=()))
    assert result.state is ProbeState.UNKNOWN
    assert "ping_group_range" in told(result)


def test_icmp_packet_that_could_not_be_sent_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_ping(monkeypatch, Library(LibraryError("no route")))
    assert (result.state, told(result)) == (
        ProbeState.UNKNOWN,
        "The ping could not be sent: no route.",
    )
