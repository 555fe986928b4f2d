"""The loop that asks, against real servers on loopback."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from statuspage import clock
from statuspage.config import Probe
from statuspage.domain.measured.samples import ProbeState
from statuspage.net.connect import Outside
from statuspage.net.stopwatch import Stopwatch
from statuspage.probes.http import HttpProbe
from statuspage.probes.kind import ProbeKind
from statuspage.probes.prober import Checked, Prober
from statuspage.probes.registry import PROBE_KINDS
from tests.probes.targets import WAIT, answer, closed_port, saying, served, wait_until

pytestmark = pytest.mark.slow


class Book:
    """Takes the results; refuses them as often as it is told."""

    def __init__(self, refusals: int = 0) -> None:
        self.taken: list[Checked] = []
        self.refused: list[Checked] = []
        self.refusals = refusals

    def take(self, batch: list[Checked]) -> None:
        if self.refusals:
            self.refusals -= 1
            self.refused += batch
            raise OSError("the disk is full")
        self.taken += batch

    def states(self, probe: str) -> set[ProbeState]:
        return {checked.result.state for checked in self.taken if checked.probe == probe}


@contextmanager
def probing(
    book: Book,
    *probes: Probe,
    references: tuple[str, ...] = (),
    kinds: Mapping[str, ProbeKind[Any]] = PROBE_KINDS,
) -> Iterator[Prober]:
    prober = Prober(book.take, kinds)
    prober.use(probes, references)
    thread = threading.Thread(target=prober.run)
    thread.start()
    try:
        yield prober
    finally:
        prober.stop()
        thread.join()


def each_second(name: str, url: str, **keys: object) -> Probe:
    every = {"id": name, "component": "api", "type": "http", "interval": "1s", "timeout": "60s"}
    return Probe.model_validate({**every, "url": url, **keys})


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


def test_prober_hands_on_what_it_finds() -> None:
    book, began = Book(), clock.now()
    with served(saying(answer())) as url:
        bad = each_second("bad", f"http://127.0.0.1:{closed_port()}")
        with probing(book, each_second("good", url), bad):
            wait_until(lambda: len(book.taken) >= 4)
    assert book.states("good") == {ProbeState.UP}
    assert book.states("bad") == {ProbeState.DOWN}
    first = book.taken[0]
    assert first.at.tzinfo is UTC
    assert began <= first.at <= clock.now()


def test_prober_leaves_heartbeats_aside() -> None:
    book = Book()
    heartbeat = Probe(id="job", component="api", type="heartbeat")
    with (
        served(saying(answer())) as url,
        probing(book, heartbeat, each_second("good", url)),
    ):
        wait_until(lambda: bool(book.taken))
    assert {checked.probe for checked in book.taken} == {"good"}


def test_prober_loses_nothing_while_results_are_refused() -> None:
    book = Book(refusals=2)
    with served(saying(answer())) as url, probing(book, each_second("good", url)):
        wait_until(lambda: len(book.taken) >= 3)
    assert book.refused
    assert set(book.refused) <= set(book.taken)
    assert len(set(book.taken)) == len(book.taken)


def test_prober_hands_on_the_last_results_at_a_stop() -> None:
    book = Book()
    seen = threading.Event()

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer())
        await reader.read()  # the end: the prober has the answer and leaves
        seen.set()

    with served(note) as url, probing(book, each_second("good", url)):
        assert seen.wait(WAIT)
    assert len(book.taken) >= 1


def test_slow_probe_never_overlaps_itself() -> None:
    under_way: list[int] = []
    most: list[int] = []

    async def slow(settings: HttpProbe, watch: Stopwatch, outside: Outside) -> str:
        under_way.append(1)
        most.append(len(under_way))
        await asyncio.sleep(1.5)
        under_way.pop()
        return ""

    book = Book()
    kinds = {"http": ProbeKind("http", HttpProbe, slow)}
    with probing(book, each_second("slow", "http://slow.example/"), kinds=kinds):
        wait_until(lambda: len(book.taken) >= 2)
    assert set(most) == {1}


def test_stop_does_not_wait_for_a_target_that_hangs() -> None:
    asked = threading.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await silent(reader, writer)

    with served(hang) as url:
        with probing(Book(), each_second("hung", url, timeout="1h")):
            assert asked.wait(WAIT)
            started = time.monotonic()
        assert time.monotonic() - started < WAIT


def test_new_settings_are_used_while_it_runs() -> None:
    book = Book()
    with served(saying(answer())) as url, probing(book, each_second("old", url)) as prober:
        wait_until(lambda: "old" in {checked.probe for checked in book.taken})
        prober.use([each_second("new", url)])
        wait_until(lambda: "new" in {checked.probe for checked in book.taken})
        book.taken.clear()
        wait_until(lambda: len(book.taken) >= 2)
        assert {checked.probe for checked in book.taken} == {"new"}


def test_failure_is_unknown_while_no_reference_answers() -> None:
    book = Book()
    reference = f"http://127.0.0.1:{closed_port()}/"
    lost = each_second("lost", "http://nowhere.invalid/")
    with probing(book, lost, references=(reference,)):
        wait_until(lambda: bool(book.taken))
    assert book.states("lost") == {ProbeState.UNKNOWN}


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)])
def test_jump_of_the_wall_clock_starts_no_burst_and_blames_nobody(jump: timedelta) -> None:
    book = Book()
    with served(silent) as url, probing(book, each_second("hung", url, timeout="1s")):
        wait_until(lambda: bool(book.taken))
        before, started = len(book.taken), time.monotonic()
        with clock.standing_at(datetime.now(UTC) + jump):
            time.sleep(2)
        wait_until(lambda: len(book.taken) >= before + 2)
    assert len(book.taken) - before <= time.monotonic() - started + 2
    assert ProbeState.UNKNOWN in book.states("hung")
    assert book.states("hung") <= {ProbeState.UNKNOWN, ProbeState.DOWN}


_FROZEN = 4  # seconds; longer than the timeout of the hung one
FROZEN = """
import sys
from statuspage.probes.prober import Prober
from tests.probes.test_prober import each_second

def take(batch):
    for checked in batch:
        print(checked.probe, checked.result.state.value, flush=True)

good, hung = sys.argv[1:]
prober = Prober(take)
prober.use([each_second("good", good), each_second("hung", hung, interval="3s", timeout="3s")])
prober.run()
"""


def test_frozen_process_blames_nobody_and_starts_no_burst() -> None:
    asked = threading.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await silent(reader, writer)

    found: Counter[str] = Counter()
    with served(saying(answer())) as good, served(hang) as hung:
        command = [sys.executable, "-c", FROZEN, good, hung]
        started = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            try:
                assert child.stdout is not None
                assert asked.wait(WAIT)
                child.send_signal(signal.SIGSTOP)
                time.sleep(_FROZEN)
                child.send_signal(signal.SIGCONT)
                while not any(words.startswith("hung") for words in found):
                    found[child.stdout.readline().strip()] += 1
            finally:
                child.kill()
    awake = time.monotonic() - started - _FROZEN
    assert found["hung unknown"] == 1
    assert found["good down"] == 0
    assert found["good up"] <= awake + 2
