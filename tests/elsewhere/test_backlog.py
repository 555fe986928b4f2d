"""The file of what is not sent yet: order, repeats, room, and times that were not sure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage.elsewhere.backlog import Backlog, Order, Parcel, Unsent
from statuspage.errors import StoreError

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def found(number: int, elapsed: float | None = None) -> Unsent:
    return Unsent(NOON + timedelta(seconds=number), {"probe": "api", "latency_ms": number}, elapsed)


def rows(batch: Parcel | None) -> list[dict[str, Any]]:
    return [] if batch is None else json.loads(batch.body)


def numbers(batch: Parcel | None) -> list[int]:
    return [row["latency_ms"] for row in rows(batch)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "results.db"


@pytest.fixture
def backlog(file: Path) -> Iterator[Backlog]:
    one = Backlog(file)
    yield one
    one.close()


def test_results_leave_in_order_with_their_times(backlog: Backlog) -> None:
    backlog.add(found(number) for number in range(5))
    batch = backlog.batch(3)
    assert rows(batch)[0] == {"at": "2026-07-01T12:00:00Z", "probe": "api", "latency_ms": 0}
    assert batch is not None
    backlog.done(batch.numbers)
    assert numbers(backlog.batch(3)) == [3, 4]


def test_batch_that_may_have_arrived_comes_again_just_so_after_a_restart(
    backlog: Backlog, file: Path
) -> None:
    backlog.add([found(0), found(1)])
    sent = backlog.batch()
    backlog.add([found(2)])
    again = Backlog(file)
    assert sent is not None
    assert again.batch() == sent
    again.done(sent.numbers)
    assert numbers(again.batch()) == [2]
    again.close()


def test_newest_go_first_when_asked_for_and_the_oldest_follow(backlog: Backlog) -> None:
    backlog.add(found(number) for number in range(6))
    newest = backlog.batch(2, Order.NEWEST)
    assert newest is not None
    assert (numbers(newest), newest.is_newest) == ([4, 5], True)
    repeated = backlog.batch(2)  # not known to have arrived
    assert (numbers(repeated), repeated and repeated.is_newest) == ([4, 5], False)
    backlog.done(newest.numbers)
    assert numbers(backlog.batch(9)) == [0, 1, 2, 3]


def test_probe_by_probe_each_in_order(backlog: Backlog) -> None:
    for number in range(6):
        told = {"probe": "ba"[number % 2], "latency_ms": number}
        backlog.add([Unsent(NOON, told)])
    batch = backlog.batch(4, Order.PROBE)
    assert numbers(batch) == [1, 3, 5, 0]
    assert numbers(backlog.batch(4)) == [1, 3, 5, 0]  # not known to have arrived
    assert numbers(backlog.batch(2)) == [1, 3]  # it was too large


def test_oldest_are_dropped_when_there_is_no_room(file: Path) -> None:
    small = Backlog(file, most=3)
    assert small.add([found(0), found(1)]) == 0
    assert small.add([found(2), found(3), found(4)]) == 2
    assert numbers(small.batch()) == [2, 3, 4]
    small.close()


def test_batch_is_never_too_large_to_be_taken(backlog: Backlog) -> None:
    backlog.add(Unsent(NOON, {"probe": "api", "reason": "x" * 300_000}) for _ in range(4))
    batch = backlog.batch()
    assert batch is not None
    assert len(batch.numbers) == 2
    assert len(batch.body) < 1_000_000


def test_result_whose_time_is_not_sure_waits_until_a_good_clock_tells(backlog: Backlog) -> None:
    backlog.add([found(0, elapsed=100.0), found(10, elapsed=110.0)])
    assert backlog.batch() is None
    assert backlog.settle(NOON + timedelta(seconds=140), 120.0, tolerance=5) == 2
    assert [row["at"] for row in rows(backlog.batch())] == [
        "2026-07-01T12:02:00Z",
        "2026-07-01T12:02:10Z",
    ]


def test_result_that_was_dated_well_keeps_its_time(backlog: Backlog) -> None:
    backlog.add([found(0, elapsed=100.0)])
    assert backlog.settle(NOON + timedelta(seconds=22), 120.0, tolerance=5) == 0
    assert rows(backlog.batch())[0]["at"] == "2026-07-01T12:00:00Z"


def test_after_a_start_of_the_machine_a_result_keeps_its_time(backlog: Backlog) -> None:
    backlog.add([found(0, elapsed=100.0)])
    backlog.forget_elapsed()
    assert backlog.settle(NOON + timedelta(hours=1), 3700.0, tolerance=5) == 0
    assert rows(backlog.batch())[0]["at"] == "2026-07-01T12:00:00Z"


def test_damaged_file_is_set_aside(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1000)
    fresh = Backlog(file)
    fresh.add([found(0)])
    assert fresh.waiting() == 1
    assert file.with_name("results.db.damaged").exists()
    fresh.close()


def test_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"results\.db: "):
        Backlog(tmp_path / "missing" / "results.db")
