"""Bulk checks: the same runs and hours as pushing one by one, whatever the store knows already."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configured
from hypothesis import strategies as some

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.results import pack_old_samples
from statuspage.actions.measurements.taking import Chunk, Taken
from statuspage.domain.measured.samples import ProbeState, StateRun
from statuspage.errors import StoreError
from statuspage.store import db
from statuspage.store.measured import hours, measurements, unseen
from statuspage.store.settings import current_settings
from statuspage.store.tables.base import database
from statuspage.store.tables.measured import ProbeDay, ProbeHour, ProbeRun, ProbeSample, Series
from tests.helpers.sites import a_probe, add_to_config, change_config

START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
RECENT, LATER = START + timedelta(hours=2), START + timedelta(days=60)


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    for name in ("job", "other"):
        add_to_config(store, a_probe(name, type="heartbeat", interval="60s"))


def check(minute: int, state: str = "up", **more: Any) -> dict[str, Any]:
    at = (START + minute * MINUTE).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"probe": "job", "at": at, "state": state, "latency_ms": 100 + minute} | more


def in_chunks(rows: list[dict[str, Any]]) -> Iterator[Chunk]:
    numbered = list(enumerate(rows, 1))
    for start in range(0, len(numbered), 3):
        yield numbered[start : start + 3]


def take(*rows: dict[str, Any], at: datetime = LATER) -> Taken:
    with clock.standing_at(at):
        with db.snapshot():
            settings = current_settings()
        return import_checks(in_chunks(list(rows)), settings)


def push(*rows: dict[str, Any], at: datetime = RECENT) -> None:
    with clock.standing_at(at):
        with db.snapshot():
            settings = current_settings()
        record_checks(enumerate(rows, 1), settings)


def number(location: str = "") -> int:
    found = measurements.series_known("job", location)
    assert found is not None
    return found.number


def runs(location: str = "") -> list[StateRun]:
    with db.snapshot():
        return measurements.runs_between(
            number(location), START - timedelta(days=1), LATER + timedelta(days=1)
        )


def everything() -> tuple[object, ...]:
    """What is known of the job, raw samples included."""
    with db.snapshot():
        known = measurements.series_known("job", "")
        assert known is not None
        raw = measurements.samples_between(known.number, START - DAY, LATER)
        rolled = hours.between(known.number, START - timedelta(days=1), LATER)
    return runs(), known.fold, raw, rolled


def forget() -> None:
    with db.transaction():
        for table in (ProbeSample, ProbeDay, ProbeRun, ProbeHour, Series):
            table.delete().execute()


def of_states(states: list[str]) -> list[dict[str, Any]]:
    return [check(minute, state) for minute, state in enumerate(states) if state != "nothing"]


STATES = some.lists(
    some.sampled_from(["up", "up", "down", "degraded", "nothing"]), min_size=1, max_size=16
).filter(lambda states: set(states) != {"nothing"})


@configured(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(states=STATES, seed=some.integers(0, 1000), pushed=some.integers(0, 16))
def test_import_gives_what_pushing_gives_in_any_order_and_beside_what_is_known(
    states: list[str], seed: int, pushed: int
) -> None:
    rows = of_states(states)
    forget()
    push(*rows)
    expected = everything()
    forget()
    if rows[:pushed]:
        push(*rows[:pushed])
    random.Random(seed).shuffle(rows)
    assert take(*rows, at=RECENT).fault_count == 0
    assert everything() == expected


def test_import_finds_the_interval_that_pushing_finds_where_none_is_stated(store: Path) -> None:
    with clock.standing_at(START - timedelta(days=1)):
        change_config(store, 'interval = "60s"\n', "")
    rows = [check(minute) for minute in (0, 5, 10, 15, 40, 41)]
    push(*rows)
    expected = everything()
    forget()
    take(*rows, at=RECENT)
    assert everything() == expected
    assert [(run.end - run.start) / MINUTE for run in runs()] == [27.5, 13.5]


def test_importing_the_same_file_again_changes_nothing() -> None:
    rows = of_states(["up", "up", "down", "down", "up", "nothing", "nothing", "nothing", "up"])
    take(*rows)
    once = everything()
    take(*rows)
    assert everything() == once


def test_old_checks_are_packed_and_not_kept_raw() -> None:
    take(*of_states(["up", "down", "down", "up"]))
    found, _, samples, rolled = everything()
    assert ProbeSample.select().count() == 0
    assert len(samples) == 4  # type: ignore[arg-type]
    assert [run.state for run in runs()] == [ProbeState.UP, ProbeState.DOWN, ProbeState.UP]
    assert [(hour.up, hour.down) for hour in rolled] == [(2, 2)]  # type: ignore[attr-defined]
    assert found == runs()


def test_history_before_monitoring_began_joins_what_is_there() -> None:
    push(*(check(minute) for minute in range(60, 90)))
    take(*(check(minute) for minute in range(60)), at=RECENT)
    [run] = runs()
    assert (run.start, run.end) == (START, START + 91.5 * MINUTE)


def test_failure_that_is_packed_is_not_talked_away_by_an_import() -> None:
    push(check(0), check(1, "down"), check(2, "down"), check(3))
    with clock.standing_at(LATER):
        assert pack_old_samples(DAY) == 4
    before = runs()
    take(check(1), check(2))
    assert runs() == before


def test_checks_after_an_import_go_on_from_it() -> None:
    rows = of_states(["up"] * 10)
    take(*rows, at=RECENT)
    push(check(10), check(11))
    [run] = runs()
    assert run.end == START + 13.5 * MINUTE


def test_probes_and_locations_are_kept_apart() -> None:
    take(check(0, "down", location="eu-1"), check(0, location="us-1"), check(0, probe="other"))
    assert [run.state for run in runs("eu-1")] == [ProbeState.DOWN]
    assert [run.state for run in runs("us-1")] == [ProbeState.UP]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"probe": "jub"}, 'did you mean "job"?'),
        ({"state": "broken"}, "line 5, state"),
        ({"latency_ms": -1}, "line 5, latency_ms"),
        ({"latency_ms": True}, "line 5, latency_ms"),
        ({"at": "2026-13-01T00:00:00Z"}, "line 5, at"),
        ({"at": "2027-01-01T00:00:00Z"}, "in the future"),
        ({"user": "ada"}, "line 5, user"),
    ],
)
def test_one_bad_row_refuses_the_whole_file(wrong: dict[str, Any], said: str) -> None:
    found = take(*(check(minute) for minute in range(4)), check(4) | wrong)
    [fault] = found.faults
    assert said in str(fault)
    with db.snapshot():
        assert measurements.series_known("job", "") is None


def test_live_check_that_comes_in_during_the_import_is_not_lost() -> None:
    push(*(check(minute) for minute in range(5)))
    rows = [check(minute) for minute in range(5)]

    def chunks() -> Iterator[Chunk]:
        yield list(enumerate(rows, 1))
        push(check(5, "down"), check(6, "down"))

    with clock.standing_at(RECENT):
        with db.snapshot():
            settings = current_settings()
        import_checks(chunks(), settings)
    assert [run.state for run in runs()] == [ProbeState.UP, ProbeState.DOWN]


def test_updates_posted_all_through_an_import_are_taken_beside_it() -> None:
    rows = [check(60 * hour) for hour in range(24_000)]  # a thousand days, in many steps
    reading, is_over = threading.Event(), threading.Event()
    seen: list[int] = []

    def staff() -> None:
        reading.wait()
        key = open_incident("Slow", NewUpdate("We are looking."), Actor("ada")).key
        while not is_over.wait(0.01):
            post_update(key, NewUpdate("Still looking."), Actor("ada"))
            seen.append(ProbeHour.select().count())
        database.close()

    def chunks() -> Iterator[Chunk]:
        numbered = list(enumerate(rows, 1))
        yield numbered[:12_000]
        reading.set()
        yield numbered[12_000:]

    with clock.standing_at(START + timedelta(days=1100)):
        desk = threading.Thread(target=staff)
        desk.start()
        with db.snapshot():
            settings = current_settings()
        try:
            taken = import_checks(chunks(), settings)
        finally:
            reading.set()
            is_over.set()
            desk.join()
    assert (taken.rows, taken.fault_count) == (24_000, 0)
    # Each word found the import at another step: it never waited for all of them.
    assert len({count for count in seen if 0 < count < len(rows)}) > 2


def test_what_a_killed_import_left_is_gone_after_the_next() -> None:
    with db.transaction():
        number = unseen.make("job", "eu-1")
        measurements.put_runs(number, [StateRun(ProbeState.DOWN, START, START + MINUTE)])
    take(check(0))
    assert [row.probe for row in Series.select()] == ["job"]
    assert [run.state for run in runs()] == [ProbeState.UP]


def test_second_import_at_the_same_time_is_refused() -> None:
    def chunks() -> Iterator[Chunk]:
        with pytest.raises(StoreError, match="Another import is running"):
            take(check(1))
        yield [(1, check(0))]

    with clock.standing_at(LATER):
        with db.snapshot():
            settings = current_settings()
        assert import_checks(chunks(), settings).rows == 1


def test_late_check_that_comes_in_during_the_import_lands_where_it_belongs() -> None:
    push(check(0), check(1), check(5))

    def chunks() -> Iterator[Chunk]:
        yield [(1, check(4))]
        push(check(2, "down"), check(3, "down"))

    with clock.standing_at(RECENT):
        with db.snapshot():
            settings = current_settings()
        import_checks(chunks(), settings)
    found = [(run.state, (run.end - run.start) // MINUTE) for run in runs()]
    assert found == [(ProbeState.UP, 2), (ProbeState.DOWN, 2), (ProbeState.UP, 3)]
    [_, _, raw, [hour]] = everything()
    assert (len(raw), hour.up, hour.down) == (6, 4, 2)  # type: ignore[arg-type, attr-defined]
