"""Names to addresses, with the system's resolver."""

from __future__ import annotations

import asyncio

import pytest

from statuspage.errors import Unreachable
from statuspage.net.lookup import addresses
from statuspage.net.stopwatch import Stopwatch


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "2001:db8::1"])
def test_address_is_its_own_answer(host: str) -> None:
    watch = Stopwatch(1)
    assert asyncio.run(addresses(host, watch)) == [host]
    assert watch.spent == {}


def test_localhost_is_found_and_timed() -> None:
    watch = Stopwatch(1)
    found = asyncio.run(addresses("localhost", watch))
    assert set(found) <= {"127.0.0.1", "::1"}
    assert found
    assert set(watch.spent) == {"name"}


def test_unknown_name_says_so() -> None:
    with pytest.raises(Unreachable, match=r"nowhere\.invalid"):
        asyncio.run(addresses("nowhere.invalid", Stopwatch(30)))


def test_hundred_at_once_all_get_the_answer() -> None:
    async def ask() -> list[list[str]]:
        return await asyncio.gather(*(addresses("localhost", Stopwatch(30)) for _ in range(100)))

    found = asyncio.run(ask())
    assert len(found) == 100
    assert all(answer == found[0] for answer in found)


def test_one_that_gives_up_takes_the_answer_from_nobody() -> None:
    async def ask() -> list[str]:
        first = asyncio.create_task(addresses("localhost", Stopwatch(30)))
        second = asyncio.create_task(addresses("localhost", Stopwatch(30)))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(ask())
