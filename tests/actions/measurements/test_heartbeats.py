"""Heartbeats in the store: a call is up, silence is down, a call in time changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.measurements.heartbeats import record_heartbeat, record_silence
from statuspage.config import Settings
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.errors import NotFound
from statuspage.figures import measured
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings
from tests.helpers.sites import a_probe, add_to_config

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PROBE = a_probe("backup", "docs", type="heartbeat")


@pytest.fixture
def probe(store: Path) -> Settings:
    add_to_config(store, PROBE, 'interval = "10m"\n')
    with db.snapshot():
        return current_settings()


def state(settings: Settings, at: datetime) -> ComponentState | None:
    with db.snapshot():
        return measured.states_now(LIBRARY, settings, ["docs"], at)["docs"]


def silence_at(settings: Settings, at: datetime, heard_since: datetime = NOON) -> None:
    with clock.standing_at(at):
        record_silence(settings, heard_since)


def test_call_is_up_and_silence_past_interval_and_grace_is_down(probe: Settings) -> None:
    with clock.standing_at(NOON):
        assert record_heartbeat("backup", probe) == NOON
    assert state(probe, NOON) is ComponentState.OPERATIONAL
    late = NOON + 20 * MINUTE  # the grace is an interval where none is stated
    silence_at(probe, late)
    assert state(probe, late) is ComponentState.OPERATIONAL
    silence_at(probe, late + MINUTE)
    assert state(probe, late) is ComponentState.MAJOR_OUTAGE
    for minute in range(2, 90):
        silence_at(probe, late + minute * MINUTE)
    assert state(probe, late + 89 * MINUTE) is ComponentState.MAJOR_OUTAGE


def test_call_after_silence_is_up_from_that_instant(probe: Settings) -> None:
    with clock.standing_at(NOON):
        record_heartbeat("backup", probe)
    back = NOON + 25 * MINUTE
    silence_at(probe, back)
    with clock.standing_at(back):
        record_heartbeat("backup", probe)
    assert state(probe, back - MINUTE) is ComponentState.MAJOR_OUTAGE
    assert state(probe, back) is ComponentState.OPERATIONAL


def test_time_in_which_nobody_could_hear_is_unknown(probe: Settings) -> None:
    with clock.standing_at(NOON):
        record_heartbeat("backup", probe)
    awake = NOON + timedelta(hours=5)
    silence_at(probe, awake + MINUTE, heard_since=awake)
    assert state(probe, awake) is None


def test_heartbeat_without_an_interval_is_never_late(store: Path) -> None:
    add_to_config(store, PROBE)
    with db.snapshot():
        settings = current_settings()
    with clock.standing_at(NOON):
        record_heartbeat("backup", settings)
    silence_at(settings, NOON + timedelta(days=1))
    assert state(settings, NOON + timedelta(days=1)) is None


def test_probe_that_is_gone_or_of_another_type_is_not_found(store: Path) -> None:
    with db.snapshot():
        settings = current_settings()
    with pytest.raises(NotFound):
        record_heartbeat("backup", settings)
