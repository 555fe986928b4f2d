"""Names to addresses, with the system's resolver."""

from __future__ import annotations

import asyncio

import pytest

from statuspage.probes.lookup import addresses
from statuspage.probes.result import Failed, Stopwatch


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "2001:db8::1"])
def test_address_is_its_own_answer(host: str) -> None:
    watch = Stopwatch(1)
    assert asyncio.run(addresses(host, watch)) == [host]
    assert watch.times().name is None


def test_localhost_is_found_and_timed() -> None:
    watch = Stopwatch(1)
    found = asyncio.run(addresses("localhost", watch))
    assert set(found) <= {"127.0.0.1", "::1"}
    assert found
    assert watch.times().name is not None


def test_unknown_name_says_so() -> None:
    with pytest.raises(Failed, match=r"nowhere\.invalid"):
        asyncio.run(addresses("nowhere.invalid", Stopwatch(5)))


def test_hundred_at_once_all_get_the_answer() -> None:
    async def ask() -> list[list[str]]:
        return await asyncio.gather(*(addresses("localhost", Stopwatch(5)) for _ in range(100)))

    found = asyncio.run(ask())
    assert len(found) == 100
    assert all(answer == found[0] for answer in found)


def test_one_that_gives_up_takes_the_answer_from_nobody() -> None:
    async def ask() -> list[str]:
        first = asyncio.create_task(addresses("localhost", Stopwatch(5)))
        second = asyncio.create_task(addresses("localhost", Stopwatch(5)))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(ask())
