"""What the worker leaves of its duties, and what is said of it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.domain.desk.duties import PATIENCE, Beat, fault_of
from statuspage.store import db
from statuspage.store.beats import Beats, beats

RHYTHMS = {"files": 0.0, "tidying": 600.0}


def test_store_that_no_worker_ever_served_has_no_beats_and_no_fault(store: Path) -> None:
    assert beats() == []
    assert fault_of(beats(), clock.elapsed()) is None


@pytest.mark.sqlite("a server counts by its own clock")
def test_notes_are_written_at_once_and_then_seldom(store: Path) -> None:
    kept = Beats(RHYTHMS, 3600)
    kept.ended("files")
    first = beats()
    assert [(beat.name, beat.every) for beat in first] == list(RHYTHMS.items())
    kept.ended("files")
    kept.ended("tidying")
    assert beats() == first


@pytest.mark.sqlite("a file")
def test_disk_that_takes_nothing_stops_no_duty(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (db.path().parent / f"{db.path().name}.duties.part").mkdir()
    Beats(RHYTHMS, 0).ended("files")
    assert beats() == []
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


@pytest.mark.parametrize(
    ("ago", "late"), [(0, False), (PATIENCE, False), (PATIENCE + 1, True), (-1, True)]
)
def test_duty_is_late_when_it_ended_too_long_ago_or_before_the_last_boot(
    ago: float, late: bool
) -> None:
    assert Beat("files", 0.0, 0.0, 1000.0 - ago).is_late(1000.0) is late
    assert Beat("tidying", 600.0, 0.0, 1000.0 - max(0, ago)).is_late(1000.0) is False


def test_fault_names_what_hangs_and_not_what_waits_behind_it() -> None:
    hangs, waits = Beat("maintenance", 0.0, 501.0, 499.0), Beat("freezing", 0.0, 499.0, 500.0)
    well = Beat("files", 0.0, 999.0, 1000.0)
    fault = fault_of([hangs, waits, well], 1000.0)
    assert fault is not None
    assert fault.params == {"names": ["maintenance"]}


def test_worker_of_which_nothing_is_heard_does_not_work() -> None:
    silent = [Beat("maintenance", 0.0, 501.0, 499.0), Beat("files", 0.0, 499.0, 500.0)]
    rare = Beat("tidying", 600.0, 499.0, 500.0)  # not due yet, so it says nothing
    assert "is not running" in str(fault_of([*silent, rare], 1000.0))


def test_turn_that_failed_ended_and_did_not_succeed(store: Path) -> None:
    begun = clock.elapsed()
    kept = Beats({"files": 0.0}, 0)
    kept.ended("files", is_well=False)
    [failed] = beats()
    kept.ended("files")
    [well] = beats()
    near = pytest.approx(begun, abs=5.0)
    assert failed.succeeded == near
    assert failed.ended >= failed.begun
    assert well.succeeded is not None
    assert well.succeeded == pytest.approx(well.ended, abs=0.5)
