"""A prober elsewhere before a server that takes, refuses, and goes away."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState
from statuspage.elsewhere.backlog import ROWS, Backlog, Unsent
from statuspage.elsewhere.outpost import Outpost
from statuspage.elsewhere.pace import Pace
from statuspage.elsewhere.server import Server
from statuspage.elsewhere.timekeeping import Timekeeper
from statuspage.errors import NotFound
from statuspage.probes.prober import Checked
from statuspage.probes.result import Result
from statuspage.said import joined
from tests.helpers.answering import Answering, Asked, answering
from tests.helpers.processes import free_port, wait_until

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
JSON = {"Content-Type": "application/json"}
ORDERS = {"location": "eu-1", "connectivity": [], "probes": []}


def problem(status: int, *lines: int, **headers: str) -> Answering:
    errors = [{"line": line, "field": "probe", "detail": "There is no probe 'x'"} for line in lines]
    body = json.dumps({"status": status, "detail": "It is not taken.", "errors": errors}).encode()
    return Answering(status, body, {"Content-Type": "application/problem+json", **headers})


class Page:
    """A status page that has orders and takes results, or answers what it is told to."""

    def __init__(self) -> None:
        self.orders: dict[str, Any] = dict(ORDERS)
        self.taken: list[dict[str, Any]] = []
        self.keys: set[str] = set()
        self.to_orders: list[Answering] = []
        self.to_results: Callable[[list[Any]], Answering | None] = lambda _: None
        self.ahead = 0.0

    def answer(self, asked: Asked) -> Answering:
        found = self._orders(asked) if asked.method == "GET" else self._results(asked)
        date = datetime.now(UTC) + timedelta(seconds=self.ahead)
        headers = {"Date": format_datetime(date, usegmt=True), **found.headers}
        return Answering(found.status, found.body, headers)

    def _orders(self, asked: Asked) -> Answering:
        if self.to_orders:
            return self.to_orders.pop(0)
        body = json.dumps(self.orders).encode()
        etag = f'"{hash(body)}"'
        if asked.headers.get("if-none-match") == etag:
            return Answering(304, b"", {"ETag": etag})
        return Answering(200, body, {**JSON, "ETag": etag})

    def _results(self, asked: Asked) -> Answering:
        rows = json.loads(asked.body)
        if (refused := self.to_results(rows)) is not None:
            return refused
        if asked.headers["idempotency-key"] not in self.keys:
            self.keys.add(asked.headers["idempotency-key"])
            self.taken += rows
        return Answering(200, json.dumps({"taken": len(rows)}).encode(), JSON)

    def numbers(self) -> list[int]:
        return [row["latency_ms"] for row in self.taken]


@pytest.fixture
def backlog(tmp_path: Path) -> Iterator[Backlog]:
    one = Backlog(tmp_path / "results.db")
    yield one
    one.close()


def results(*numbers: int) -> list[Unsent]:
    return [Unsent(NOON, {"probe": "api", "state": "up", "latency_ms": one}) for one in numbers]


@contextmanager
def at_work(
    address: str, backlog: Backlog, token: Callable[[], str] = lambda: "sp_token"
) -> Iterator[Outpost]:
    keeper, hasty = Timekeeper(), Pace(first=0.05)
    often = {"ask_every": 0.2, "push_every": 0.05}
    server = Server(address, token, keeper)
    one = Outpost("eu-1", server, backlog, keeper, environ={}, pace=hasty, **often)
    one.begin()
    thread = threading.Thread(target=one.run)
    thread.start()
    try:
        yield one
    finally:
        one.stop()
        thread.join()


def test_results_are_handed_over_with_token_and_key(backlog: Backlog) -> None:
    page = Page()
    backlog.add(results(1, 2))
    with answering(page.answer) as server, at_work(server.address + "/status/", backlog):
        wait_until(lambda: backlog.waiting() == 0)
    assert page.taken[0] == {
        "at": "2026-07-01T12:00:00Z", "probe": "api", "state": "up", "latency_ms": 1,
    }  # fmt: skip
    first = server.asked[0]
    assert first.path == "/status/api/v1/probes?location=eu-1"
    assert first.headers["authorization"] == "Bearer sp_token"


def test_what_the_server_refuses_by_line_is_dropped_and_the_rest_taken(
    backlog: Backlog, caplog: pytest.LogCaptureFixture
) -> None:
    page = Page()

    def refuse(rows: list[Any]) -> Answering | None:
        bad = [place for place, row in enumerate(rows, 1) if row["latency_ms"] == 2]
        return problem(422, *bad) if bad else None

    page.to_results = refuse
    backlog.add(results(1, 2, 3))
    with answering(page.answer) as server, at_work(server.address, backlog):
        wait_until(lambda: backlog.waiting() == 0)
    assert page.numbers() == [1, 3]
    assert "refuses 1 results, which are dropped: There is no probe 'x'" in caplog.text


@pytest.mark.parametrize("refusal", [problem(413), Answering(413, b"<html>")])
def test_batch_that_is_too_large_goes_in_halves(backlog: Backlog, refusal: Answering) -> None:
    page = Page()
    page.to_results = lambda rows: refusal if len(rows) > 2 else None
    backlog.add(results(*range(7)))
    with answering(page.answer) as server, at_work(server.address, backlog):
        wait_until(lambda: backlog.waiting() == 0)
    assert page.numbers() == [*range(7)]


def test_lost_answer_counts_nothing_twice(backlog: Backlog) -> None:
    page = Page()
    cuts = iter([True])

    def answer(asked: Asked) -> Answering:
        found = page.answer(asked)
        lost = asked.method == "POST" and next(cuts, False)
        return Answering(0) if lost else found

    backlog.add(results(1, 2))
    with answering(answer) as server, at_work(server.address, backlog):
        wait_until(lambda: backlog.waiting() == 0)
    assert page.numbers() == [1, 2]


def test_newest_go_first_where_many_wait(backlog: Backlog) -> None:
    page = Page()
    count = 6 * ROWS
    backlog.add(results(*range(count)))
    with answering(page.answer) as server, at_work(server.address, backlog):
        wait_until(lambda: backlog.waiting() == 0)
    assert page.numbers()[:ROWS] == [*range(count - ROWS, count)]
    assert sorted(page.numbers()) == [*range(count)]


def test_refused_token_is_named_and_a_renewed_one_taken_at_once(
    backlog: Backlog, caplog: pytest.LogCaptureFixture
) -> None:
    page, token = Page(), ["sp_old"]

    def answer(asked: Asked) -> Answering:
        known = asked.headers["authorization"] == "Bearer sp_new"
        return page.answer(asked) if known else problem(401)

    backlog.add(results(1))
    with answering(answer) as server, at_work(server.address, backlog, lambda: token[0]):
        wait_until(lambda: "the server does not take the token" in caplog.text)
        assert backlog.waiting() == 1
        token[0] = "sp_new"
        wait_until(lambda: backlog.waiting() == 0)
    assert "sp_" not in caplog.text


def test_server_that_asks_us_to_wait_is_left_alone(backlog: Backlog) -> None:
    page = Page()
    page.to_orders = [problem(429, **{"Retry-After": "600"})]
    backlog.add(results(1))
    backlog.keep("assignment", json.dumps(ORDERS))
    with answering(page.answer) as server, at_work(server.address, backlog) as one:
        wait_until(lambda: len(server.asked) == 1)
        wait_until(lambda: one._pace.until > clock.elapsed() + 500)
    assert len(server.asked) == 1
    assert backlog.waiting() == 1


def test_redirect_is_named_and_not_followed(
    backlog: Backlog, caplog: pytest.LogCaptureFixture
) -> None:
    moved = Answering(301, b"", {"Location": "https://elsewhere.example/"})
    with answering(lambda _: moved) as server, at_work(server.address, backlog):
        wait_until(lambda: "it redirects to https://elsewhere.example/; use that" in caplog.text)
    assert len(server.asked) == 1  # no other address is shown the token


def test_location_that_nobody_knows_ends_the_command(backlog: Backlog) -> None:
    with (
        answering(lambda _: problem(404)) as server,
        pytest.raises(NotFound, match="It is not taken"),
        at_work(server.address, backlog),
    ):
        pass


def test_reason_of_odd_letters_is_kept_and_sent(backlog: Backlog) -> None:
    page = Page()
    odd = Result(ProbeState.DOWN, None, Reason("redirect", joined(["to \udcff"], "")))
    with answering(page.answer) as server, at_work(server.address, backlog) as one:
        one._take([Checked("api", clock.now(), odd)])
        wait_until(lambda: len(page.taken) == 1)
    assert page.taken[0]["reason"]["text"] == "to ?"


def test_location_that_is_taken_away_hands_over_what_it_found(
    backlog: Backlog, caplog: pytest.LogCaptureFixture
) -> None:
    page = Page()
    with answering(page.answer) as server, at_work(server.address, backlog):
        page.to_orders = [problem(404)] * 100
        wait_until(lambda: "nothing is checked from here now" in caplog.text)
        backlog.add(results(1))
        page.to_orders = []
        wait_until(lambda: page.numbers() == [1])


def test_orders_are_kept_while_the_server_is_away(
    backlog: Backlog, caplog: pytest.LogCaptureFixture
) -> None:
    target = f"http://127.0.0.1:{free_port()}/"  # nobody is there
    page = Page()
    probe = {"id": "api", "component": "api", "type": "http", "url": target, "interval": "1s"}
    page.orders["probes"] = [probe | {"timeout": "1s"}]
    with answering(page.answer) as server, at_work(server.address, backlog):
        wait_until(lambda: any(row["probe"] == "api" for row in page.taken))
    page.taken.clear()
    with at_work(server.address, backlog):  # it has ended
        wait_until(lambda: backlog.waiting() >= 2)
        assert backlog.batch() is None  # no good clock has told their time
    page.ahead = -90.0
    with answering(page.answer) as again:
        with at_work(again.address, backlog):
            wait_until(lambda: len(page.taken) >= 2)
        row = page.taken[0]
    assert (row["state"], row["location"], row["reason"]["kind"]) == ("down", "eu-1", "refused")
    assert "latency_ms" not in row
    ago = clock.now() - datetime.fromisoformat(row["at"])
    assert ago > timedelta(seconds=80)
    assert "the clock of this machine is" in caplog.text


def test_other_run_of_the_machine_is_noticed(backlog: Backlog) -> None:
    page = Page()
    backlog.keep("boot", "another")
    backlog.add([Unsent(NOON, {"latency_ms": 1}, elapsed=1.0)])
    with answering(page.answer) as server, at_work(server.address, backlog):
        wait_until(lambda: backlog.waiting() == 0)
    assert page.taken[0]["at"] == "2026-07-01T12:00:00Z"


def test_portal_that_answers_everything_takes_nothing(
    backlog: Backlog, caplog: pytest.LogCaptureFixture
) -> None:
    page, portal = Page(), Answering(200, b"<html>Sign in</html>", {"Content-Type": "text/html"})
    page.to_results = lambda _: portal
    backlog.add(results(1))
    with answering(page.answer) as server, at_work(server.address, backlog):
        wait_until(lambda: "It answers, but not as a status page does." in caplog.text)
        page.to_orders = [portal] * 100
        wait_until(lambda: "It does not say what to check." in caplog.text)
        assert json.loads(backlog.kept("assignment") or "") == ORDERS
        page.to_orders, page.to_results = [], lambda _: None
        wait_until(lambda: backlog.waiting() == 0)
    assert page.numbers() == [1]


def test_unchanged_orders_are_not_sent_again(backlog: Backlog) -> None:
    page = Page()
    with answering(page.answer) as server, at_work(server.address, backlog):
        wait_until(lambda: len(server.asked) >= 3)
    assert "if-none-match" not in server.asked[0].headers
    assert all("if-none-match" in asked.headers for asked in server.asked[1:])
