"""Which of a name's addresses is taken, and what a dead one costs (RFC 8305)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from statuspage import clock
from statuspage.errors import Unreachable
from statuspage.net.connect import OUTSIDE, Outside, alternating, connect, delay
from statuspage.net.stopwatch import Stopwatch
from statuspage.net.wire import Wire

Dial = Callable[[str], Awaitable[socket.socket]]
WAIT = 60  # seconds: generous, for what takes no time on an idle machine


class Lines:
    """Opens what a test says, and keeps the order in which addresses were dialled and left."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        self.dialled: list[str] = []
        self.left: list[str] = []
        self.ended: list[str] = []
        self.opened: list[socket.socket] = []

    async def dial(self, address: str, _: int) -> socket.socket:
        self.dialled.append(address)
        try:
            opened = await self._dial(address)
        except asyncio.CancelledError:
            self.left.append(address)
            raise
        finally:
            self.ended.append(address)
        self.opened.append(opened)
        return opened


def connected(lines: Lines, *found: str, watch: Stopwatch | None = None) -> str:
    """The address that won; its connection, and every other, is closed afterwards."""

    async def look_up(_: str, __: Stopwatch) -> Sequence[str]:
        return found

    async def run() -> str:
        outside = Outside(look_up, lines.dial)
        async with asyncio.timeout(WAIT):
            with await connect("a.example", 80, watch or Stopwatch(WAIT), outside=outside) as wire:
                address = wire.address
            await until_left(lines, *set(lines.dialled) - set(lines.ended))
            return address

    address = asyncio.run(run())
    assert [one.fileno() for one in lines.opened] == [-1] * len(lines.opened)
    return address


async def until_left(lines: Lines, *addresses: str) -> None:
    """Whoever is given up learns of it in the next turns of the loop."""
    async with asyncio.timeout(WAIT):
        while not set(addresses) <= set(lines.left):
            await asyncio.sleep(0)


async def taken(_: str) -> socket.socket:
    return socket.socket()


async def refused(_: str) -> socket.socket:
    raise ConnectionRefusedError


def silent_unless(*answering: str) -> Dial:
    async def dial(address: str) -> socket.socket:
        if address not in answering:
            await asyncio.sleep(10 * WAIT)
        return socket.socket()

    return dial


def test_families_alternate_from_the_first_on() -> None:
    found = ["::1", "::2", "::3", "192.0.2.1", "192.0.2.2"]
    assert alternating(found) == ["::1", "192.0.2.1", "::2", "192.0.2.2", "::3"]
    assert alternating(["192.0.2.1", "::1"]) == ["192.0.2.1", "::1"]
    assert alternating(["192.0.2.2", "192.0.2.1"]) == ["192.0.2.2", "192.0.2.1"]


def test_next_is_tried_after_250_ms_or_sooner_where_there_are_many() -> None:
    assert delay(2, 10) == 0.25
    assert 9 * delay(10, 1.0) < 1.0  # when the last of ten begins, there is time left


def test_first_that_answers_is_taken_and_no_other_is_dialled() -> None:
    lines = Lines(taken)
    assert connected(lines, "::1", "192.0.2.1", "192.0.2.2") == "::1"
    assert lines.dialled == ["::1"]


def test_refusal_passes_the_turn_at_once_to_the_other_family() -> None:
    async def dial(address: str) -> socket.socket:
        return await (taken if address == "192.0.2.1" else refused)(address)

    lines = Lines(dial)
    assert connected(lines, "::1", "::2", "192.0.2.1") == "192.0.2.1"
    assert lines.dialled == ["::1", "192.0.2.1"]


def test_silence_passes_the_turn_too_and_is_left_when_another_wins() -> None:
    lines = Lines(silent_unless("192.0.2.9"))
    assert connected(lines, "::1", "192.0.2.1", "::2", "192.0.2.9") == "192.0.2.9"
    assert lines.dialled == ["::1", "192.0.2.1", "::2", "192.0.2.9"]
    assert set(lines.left) == {"::1", "192.0.2.1", "::2"}


def test_slow_first_still_wins_while_the_second_is_silent() -> None:
    second_began = asyncio.Event()

    async def dial(address: str) -> socket.socket:
        if address == "192.0.2.1":
            second_began.set()
            await asyncio.sleep(10 * WAIT)
        await second_began.wait()
        return socket.socket()

    lines = Lines(dial)
    assert connected(lines, "::1", "192.0.2.1") == "::1"
    assert lines.left == ["192.0.2.1"]


def test_one_of_two_that_answer_together_is_closed() -> None:
    both_began = asyncio.Event()

    async def dial(address: str) -> socket.socket:
        if address == "192.0.2.1":
            both_began.set()
        await both_began.wait()
        return socket.socket()

    lines = Lines(dial)
    assert connected(lines, "::1", "192.0.2.1") in ("::1", "192.0.2.1")
    assert len(lines.opened) == 2  # and both are closed, as `connected` sees


def test_all_have_their_turn_before_the_last_refusal_is_told() -> None:
    lines = Lines(refused)
    found = [f"192.0.2.{number}" for number in range(12)]
    with pytest.raises(ConnectionRefusedError):
        connected(lines, *found)
    assert lines.dialled == found


def test_name_with_thousands_of_addresses_opens_few_files() -> None:
    lines = Lines(refused)
    with pytest.raises(ConnectionRefusedError):
        connected(lines, *(f"10.0.{n // 256}.{n % 256}" for n in range(4000)))
    assert len(lines.dialled) == 16


def test_time_that_a_dead_address_cost_is_not_the_winners() -> None:
    watch, began = Stopwatch(WAIT), clock.elapsed()
    assert connected(Lines(silent_unless("192.0.2.1")), "::1", "192.0.2.1", watch=watch)
    whole = clock.elapsed() - began
    assert whole - watch.spent["connect"] >= 0.25
    assert clock.elapsed() - began - watch.latency() >= 0.25 - (clock.elapsed() - began - whole)


def test_giving_up_leaves_nothing_open() -> None:
    lines = Lines(silent_unless())

    async def give_up() -> None:
        async def look_up(_: str, __: Stopwatch) -> Sequence[str]:
            return ["::1", "192.0.2.1"]

        outside = Outside(look_up, lines.dial)
        task = asyncio.create_task(_open(outside))
        async with asyncio.timeout(WAIT):
            while len(lines.dialled) < 2:
                await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until_left(lines, "::1", "192.0.2.1")

    asyncio.run(give_up())


async def _open(outside: Outside) -> Wire:
    return await connect("a.example", 80, Stopwatch(WAIT), outside=outside)


def test_no_address_that_the_rule_forbids_is_dialled() -> None:
    lines = Lines(taken)

    async def look_up(_: str, __: Stopwatch) -> Sequence[str]:
        return ["::1", "192.0.2.1"]

    async def run() -> None:
        await connect(
            "a.example",
            80,
            Stopwatch(WAIT),
            may_reach=lambda _: False,
            outside=Outside(look_up, lines.dial),
        )

    with pytest.raises(Unreachable, match="inside a private network") as caught:
        asyncio.run(run())
    assert caught.value.is_permanent
    assert lines.dialled == []


@contextmanager
def black_hole() -> Iterator[int]:
    """A port of ::1 that neither takes nor refuses: nobody accepts, and its queue is full."""
    with socket.socket(socket.AF_INET6) as listener:
        listener.bind(("::1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = [socket.socket(socket.AF_INET6) for _ in range(4)]
        try:
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(("::1", port))
            yield port
        finally:
            for one in waiting:
                one.close()


def test_real_silent_address_of_one_family_does_not_hide_the_other() -> None:
    async def look_up(_: str, __: Stopwatch) -> Sequence[str]:
        return ["::1", "127.0.0.1"]

    async def run(port: int) -> str:
        outside = Outside(look_up, OUTSIDE.dial)
        async with asyncio.timeout(WAIT):
            with await connect("a.example", port, Stopwatch(WAIT), outside=outside) as wire:
                return wire.address

    with black_hole() as port, socket.create_server(("127.0.0.1", port)):
        assert asyncio.run(run(port)) == "127.0.0.1"
