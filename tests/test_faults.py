"""Faults of the world and of ours on their way to the page: where we were blind, unknown.

What probes make of single answers is tested in tests/probes.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from lxml import html
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.probes.prober import Checked
from statuspage.probes.result import Result
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import source
from statuspage.store import db
from statuspage.store.fields import FAR
from statuspage.store.measured import measurements
from statuspage.web.app import create_app
from statuspage.worker.duties import all_duties
from statuspage.worker.duties.probing import Probing
from statuspage.worker.loop import Worker
from tests.helpers.copies import publish
from tests.probes.targets import Handler, answer, closed_port, saying, served, wait_until

START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UP, DOWN = ProbeState.UP, ProbeState.DOWN
PROBE = """
[[probes]]
id = "api-http"
component = "api"
type = "http"
url = "{url}"
interval = "{interval}"
timeout = "{timeout}"
expect = {{ contains = "all is well" }}

[[slas]]
id = "api-measured"
title = "The API answers"
components = ["api"]
indicator = "availability"
source = "probes"
target = "99.9%"
window = "month"
"""


def configured(
    store: Path, url: str, interval: str = "1s", timeout: str = "1s", more: str = ""
) -> Worker:
    config = store / "config.toml"
    text = (
        config.read_text("utf-8") + PROBE.format(url=url, interval=interval, timeout=timeout) + more
    )
    config.write_text(text, "utf-8")
    sync(config, {})
    return Worker(all_duties(config, {}))


@contextmanager
def working(worker: Worker) -> Iterator[None]:
    thread = Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join()


def samples() -> list[Sample]:
    with db.snapshot():
        [series] = measurements.series_on(["api"])["api"] or [None]
        return measurements.samples_between(series.number, START, FAR) if series else []


def words(path: str) -> str:
    """The readable text of a page that is in order."""
    found = Client(create_app()).get(path)
    assert found.status_code == 200, found.text
    return " ".join(html.document_fromstring(found.text).text_content().split())


def figure() -> dict[str, int]:
    """The counts of the running month, as the API publishes them."""
    month = f"{clock.now():%Y-%m}"
    text = Client(create_app()).get(f"/api/v1/slas/api-measured/periods/{month}").text
    found: dict[str, int] = json.loads(text)
    return found


def shows_unknown() -> None:
    """No page speaks of a failure, and the component says that nothing is known now."""
    assert "Measured: nothing at the moment" in words("/components/api")
    assert "Measured outages in 90 days None." in words("/components/api")
    assert "outage" not in re.sub(r"outages? in 90 days|No outage", "", words("/")).lower()


def shows_outage() -> None:
    assert "Measured: major outage" in words("/components/api")
    assert "since" in words("/components/api").split("Measured outages in 90 days")[1]
    assert "major outage" in words("/").lower()


def rounds(worker: Worker, minutes: Iterable[float], state: ProbeState = UP) -> None:
    """A result at each of these minutes, and a turn of the worker after it."""
    probing = Probing()
    for minute in minutes:
        at = START + minute * MINUTE
        with clock.standing_at(at):
            worker.step()
            probing.record([Checked("api-http", at, Result(state, 20))])


@pytest.mark.slow
def test_pulled_network_is_unknown_on_every_page_and_only_costs_coverage(store: Path) -> None:
    lost = f'[network]\nconnectivity = ["http://127.0.0.1:{closed_port()}/"]\n'
    worker = configured(store, "http://nowhere.invalid/", more=lost)
    with working(worker):
        wait_until(lambda: len(samples()) >= 4)
    assert {sample.state for sample in samples()} == {ProbeState.UNKNOWN}
    shows_unknown()
    found = figure()
    assert (found["good"], found["bad"]) == (0, 0)
    assert found["unknown"] > 0
    assert "outage" not in words("/sla/api-measured").split("What counted")[1].split("Period by")[0]


async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def redirects_forever(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await saying(answer(b"", "302 Found", ("Location: /again",)))(reader, writer)


async def pours_gigabytes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\nall is well"
    await saying(head, *[b"x" * 1_000_000] * 5000)(reader, writer)


DRIPS = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", *[b"x"] * 999, pause=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("handler", "timeout", "shows"),
    [
        (hangs, "1s", shows_outage),
        (DRIPS, "1s", shows_outage),
        (redirects_forever, "5s", shows_outage),
        (pours_gigabytes, "5s", lambda: words("/components/api").index("Measured: operational")),
    ],
    ids=["hangs", "drips", "redirects-forever", "answers-5-gb"],
)
def test_hostile_target_has_its_right_state_on_the_pages(
    store: Path, handler: Handler, timeout: str, shows: Callable[[], object]
) -> None:
    with served(handler) as url, working(configured(store, url, "5s", timeout)):
        wait_until(lambda: len(samples()) >= 2)
        shows()


def test_worker_frozen_for_an_hour_leaves_an_hour_unknown_and_no_outage(store: Path) -> None:
    with clock.standing_at(START):
        worker = configured(store, "http://api.acme.example/", "60s")
    rounds(worker, range(10))
    before_it = figure_at(9)
    with clock.standing_at(START + 40 * MINUTE):
        shows_unknown()
    rounds(worker, range(69, 80))
    with clock.standing_at(START + 79 * MINUTE):
        assert "Measured: operational" in words("/components/api")
        assert "Measured outages in 90 days None." in words("/components/api")
        found = figure()
    # From the last answer on 2.5 intervals are known; the rest of the hour is not.
    assert found["good"] == (9 + 2.5 + 10) * 60
    assert found["unknown"] - before_it["unknown"] == (60 - 2.5) * 60
    assert found["bad"] == 0


def figure_at(minute: float) -> dict[str, int]:
    with clock.standing_at(START + minute * MINUTE):
        return figure()


def test_clock_that_jumps_forth_and_back_counts_each_sample_once(store: Path) -> None:
    with clock.standing_at(START):
        worker = configured(store, "http://api.acme.example/", "60s")
    rounds(worker, range(5))
    rounds(worker, [64, 65])
    with clock.standing_at(START + 65 * MINUTE):
        words("/")
        words("/sla/api-measured")
    rounds(worker, range(5, 10))
    found = figure_at(9)
    assert (found["good"], found["bad"]) == (9 * 60, 0)
    with clock.standing_at(START + 9 * MINUTE):
        assert "Measured: operational" in words("/components/api")
        assert "Operational" in words("/")
        assert "14:0" not in words("/components/api").split("What watches it")[1]
    assert figure_at(60)["good"] == (9 + 2.5) * 60
    assert len(samples()) == 12


@pytest.mark.slow
def test_words_told_while_the_clock_goes_back_and_forth_are_all_there(
    store: Path, tmp_path: Path
) -> None:
    """Forth by an hour, back by more, and over midnight and the end of a month."""
    midnight = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)  # in London
    moments = (START, START + 60 * MINUTE, START - 90 * MINUTE, midnight, midnight - MINUTE)
    ada = Actor("ada")
    with clock.standing_at(START):
        told = open_incident("Search is slow", NewUpdate("We are looking."), ada)
    for number, moment in enumerate(moments):
        with clock.standing_at(moment):
            post_update(told.key, NewUpdate(f"Word number {number}."), ada)
            for path in ("/", "/history", f"/incidents/{told.key}", "/sla/api-availability"):
                assert words(path)
            assert f"Word number {number}." in words(f"/incidents/{told.key}")
    with clock.standing_at(START + 120 * MINUTE):
        shown = words(f"/incidents/{told.key}")
        assert all(f"Word number {number}." in shown for number in range(len(moments)))
        publish(tmp_path / "copy")
        with source(str(tmp_path / "copy")) as copy:
            report = verify(copy)
    assert not report.findings, report.lines


@pytest.mark.slow
@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)], ids=["forth", "back"])
def test_probing_goes_on_through_a_jump_of_the_clock(store: Path, jump: timedelta) -> None:
    with served(saying(answer())) as url, working(configured(store, url, "3s", "3s")):
        wait_until(lambda: len(samples()) >= 2)
        with clock.standing_at(datetime.now(UTC) + jump):
            words("/")
            time.sleep(2)
            words("/components/api")
        before = len(samples())
        wait_until(lambda: len(samples()) >= before + 2)
        wait_until(lambda: "Measured: operational" in words("/components/api"))
    assert {sample.state for sample in samples()} <= {UP, ProbeState.UNKNOWN}
