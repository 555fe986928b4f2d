"""References that tell a failed target from our own lost connection."""

from __future__ import annotations

import asyncio

import pytest

from statuspage.config import DnsProbe, HttpProbe, Probe, TcpProbe
from statuspage.domain.measured.samples import ProbeState
from statuspage.probes.connectivity import Connectivity, is_loopback
from statuspage.probes.result import Result
from tests.probes.targets import COMMON, Handler, answer, closed_port, http_probe, listening, saying

FAILED = Result(ProbeState.DOWN, 3000, "No answer.")
ELSEWHERE = http_probe("https://api.acme.example/")


def judged(
    result: Result, *, reference: Handler | None, probe: HttpProbe = ELSEWHERE, dead: int = 0
) -> Result:
    """The judgement with a reference that behaves so, and `dead` ones where nobody listens."""
    silent = [f"http://127.0.0.1:{closed_port()}/" for _ in range(dead)]

    async def judge() -> Result:
        if reference is None:
            return await Connectivity(silent).judged(probe, result)
        async with listening(reference) as port:
            references = [*silent, f"http://127.0.0.1:{port}/"]
            return await Connectivity(references).judged(probe, result)

    return asyncio.run(judge())


def test_failure_is_unknown_when_no_reference_answers() -> None:
    result = judged(FAILED, reference=None, dead=2)
    assert (result.state, result.latency_ms) == (ProbeState.UNKNOWN, None)
    assert "no reference of [network] connectivity answered" in result.detail


def test_failure_stays_when_one_reference_answers() -> None:
    assert judged(FAILED, reference=saying(answer()), dead=1) == FAILED


@pytest.mark.parametrize("status", ["404 Not Found", "503 Busy", "302 Found"])
def test_reference_counts_with_any_answer(status: str) -> None:
    assert judged(FAILED, reference=saying(answer(b"", status))) == FAILED


def test_failure_stays_when_no_reference_is_named() -> None:
    assert judged(FAILED, reference=None) == FAILED


@pytest.mark.parametrize("state", [ProbeState.UP, ProbeState.DEGRADED, ProbeState.UNKNOWN])
def test_only_failures_are_doubted(state: ProbeState) -> None:
    assert judged(Result(state, 5), reference=None, dead=1) == Result(state, 5)


def test_target_on_this_machine_is_exempt() -> None:
    local = http_probe("http://127.0.0.1:8000/")
    assert judged(FAILED, reference=None, dead=1, probe=local) == FAILED


def test_many_that_fail_together_share_one_look() -> None:
    seen: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer(b""))
        await writer.drain()

    async def judge() -> list[Result]:
        async with listening(note) as port:
            connectivity = Connectivity([f"http://127.0.0.1:{port}/"])
            first = [await connectivity.judged(ELSEWHERE, FAILED)]
            more = (connectivity.judged(ELSEWHERE, FAILED) for _ in range(500))
            return [*first, *await asyncio.gather(*more)]

    assert set(asyncio.run(judge())) == {FAILED}
    assert len(seen) == 1


def tcp(host: str) -> TcpProbe:
    return TcpProbe(**{**COMMON, "type": "tcp", "host": host, "port": 1})


def dns(server: str | None) -> DnsProbe:
    return DnsProbe(**{**COMMON, "type": "dns", "name": "x.example", "server": server})


@pytest.mark.parametrize(
    "probe",
    [
        *(http_probe("http://localhost/"), http_probe("https://[::1]:8/"), tcp("127.8.9.1")),
        *(tcp("LOCALHOST."), tcp("db.localhost"), dns("127.0.0.1:5353")),
    ],
)
def test_loopback_is_known_by_address_and_name(probe: Probe) -> None:
    assert is_loopback(probe)


@pytest.mark.parametrize(
    "probe", [http_probe("http://localhost.example/"), tcp("10.0.0.1"), dns(None)]
)
def test_other_targets_are_not_loopback(probe: Probe) -> None:
    assert not is_loopback(probe)
