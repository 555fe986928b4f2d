"""References that tell a failed target from our own lost connection."""

from __future__ import annotations

import asyncio

import pytest

from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState
from statuspage.probes.connectivity import Connectivity, is_loopback
from statuspage.probes.result import Result
from statuspage.said import joined
from tests.probes.targets import Handler, answer, closed_port, listening, saying, told

FAILED = Result(ProbeState.DOWN, 3000, Reason("timeout", joined(["No answer."], "")))
ELSEWHERE = "api.acme.example"


def judged(
    result: Result, *, reference: Handler | None, host: str = ELSEWHERE, dead: int = 0
) -> Result:
    """The judgement with a reference that behaves so, and `dead` ones where nobody listens."""
    silent = [f"http://127.0.0.1:{closed_port()}/" for _ in range(dead)]

    async def judge() -> Result:
        if reference is None:
            return await Connectivity(silent).judged(host, result)
        async with listening(reference) as port:
            references = [*silent, f"http://127.0.0.1:{port}/"]
            return await Connectivity(references).judged(host, result)

    return asyncio.run(judge())


def test_failure_is_unknown_when_no_reference_answers() -> None:
    result = judged(FAILED, reference=None, dead=2)
    assert (result.state, result.latency_ms) == (ProbeState.UNKNOWN, None)
    assert "none of the references in [network] connectivity answered" in told(result)


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
    assert judged(FAILED, reference=None, dead=1, host="127.0.0.1") == FAILED


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


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "db.localhost", "127.0.0.1", "127.8.9.1", "::1"]
)
def test_loopback_is_known_by_address_and_name(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example", "10.0.0.1", ""])
def test_other_hosts_are_not_loopback(host: str) -> None:
    assert not is_loopback(host)
