"""A job that is late stays late through a saved config, a restart, and a short break of ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.measurements.heartbeats import record_heartbeat
from statuspage.actions.sync import sync
from statuspage.store import db
from statuspage.store.measured import measurements
from statuspage.store.settings import current_settings
from statuspage.worker.duties.silence import Listening
from tests.helpers.sites import a_probe, add_to_config

MINUTE = timedelta(minutes=1)
START = clock.now()
HEARTBEAT = a_probe("backup", "docs", type="heartbeat", interval="60m", grace="10m")


@pytest.fixture
def folder(store: Path) -> Path:
    """A site whose job called at the start."""
    add_to_config(store, HEARTBEAT)
    with db.snapshot():
        settings = current_settings()
    with clock.standing_at(START):
        record_heartbeat("backup", settings)
    return store


def is_down() -> bool:
    with db.snapshot():
        return measurements.fold_of("backup", "").is_down


def listen(
    duty: Listening, minutes: range, besides: Callable[[int], object] = lambda _: None
) -> None:
    for minute in minutes:
        with clock.standing_at(START + minute * MINUTE):
            besides(minute)
            duty.notice()


def save(folder: Path, minute: int) -> None:
    """Save config.toml with something else in it."""
    file = folder / "config.toml"
    file.write_text(f"{file.read_text('utf-8')}\n# saved in minute {minute}\n", "utf-8")
    file.write_text(
        file.read_text("utf-8").replace('name = "Docs"', f'name = "Docs {minute}"'), "utf-8"
    )
    sync(file, {})


@pytest.mark.usefixtures("folder")
def test_job_is_late_after_its_grace() -> None:
    duty = Listening()
    listen(duty, range(1, 71))
    assert not is_down()
    listen(duty, range(71, 72))
    assert is_down()


def test_saved_config_makes_no_late_job_punctual(folder: Path) -> None:
    listen(Listening(), range(1, 72), lambda minute: save(folder, minute) if minute > 60 else None)
    assert is_down()


@pytest.mark.usefixtures("folder")
def test_restart_makes_no_late_job_punctual() -> None:
    for minute in range(1, 72):
        listen(Listening(), range(minute, minute + 1))
    assert is_down()


@pytest.mark.usefixtures("folder")
def test_long_absence_of_ours_waits_for_the_next_call() -> None:
    listen(Listening(), range(1, 50))
    listen(Listening(), range(65, 134))  # the call may have come in between
    assert not is_down()
    listen(Listening(), range(134, 137))
    assert is_down()


def test_shorter_interval_counts_from_its_change_on(folder: Path) -> None:
    duty = Listening()
    listen(duty, range(1, 50))
    file = folder / "config.toml"
    text = file.read_text("utf-8").replace('interval = "60m"', 'interval = "5m"')
    file.write_text(text, "utf-8")
    with clock.standing_at(START + 50 * MINUTE):
        sync(file, {})
    listen(duty, range(50, 65))
    assert not is_down()
    listen(duty, range(65, 68))
    assert is_down()
