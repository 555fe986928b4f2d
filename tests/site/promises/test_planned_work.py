"""Planned work in the figures of an SLA, from the announcement to the seconds that count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import (
    move_maintenance,
    schedule_maintenance,
    step_maintenances,
)
from statuspage.config import Steps
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered
from tests.helpers.sites import add_to_config

ADA = Actor("ada")
START = datetime(2026, 7, 10, 22, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
AFTER = datetime(2026, 8, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR
SLA = """
[[slas]]
id = "it"
title = "It"
components = ["api"]
indicator = "availability"
source = "incidents"
target = "99%"
maintenance = { notice = "72h", monthly_cap = "3h" }
"""


@pytest.fixture(autouse=True)
def config(store: Path) -> Path:
    with clock.standing_at(datetime(2026, 6, 1, tzinfo=UTC)):
        add_to_config(store, SLA)
    return config


def announced(before: timedelta, start: datetime = START, end: datetime = END) -> Incident:
    with clock.standing_at(start - before):
        return schedule_maintenance(
            "Upgrade", "Pause.", start, end, ["api"], ADA, steps=Steps(remind=None)
        )


def down(start: datetime, end: datetime) -> None:
    """A major outage of the API, told by an incident of its own."""
    with clock.standing_at(start):
        states = {"api": ComponentState.MAJOR_OUTAGE}
        key = open_incident("API down", NewUpdate("We are looking.", components=states), ADA).key
    with clock.standing_at(end):
        post_update(key, NewUpdate("It is over.", Status.RESOLVED), ADA)


def stepped(*instants: datetime) -> None:
    for instant in instants:
        with clock.standing_at(instant):
            step_maintenances()


def minutes() -> tuple[float, float]:
    """What counts as bad, and what is left out, in July."""
    with db.snapshot():
        versions = slas.versions("it")
        settings = current_settings()
        period = parse_period(
            "2026-07", zone_of(versions[0].promised, settings.site.timezone), AFTER
        )
        counts = measure(LIBRARY, versions, period, AFTER).counts
    return float(counts.bad) / 60, float(counts.excluded) / 60


def shown(path: str) -> str:
    return rendered(path).body.decode()


def test_work_announced_in_time_is_left_out() -> None:
    announced(4 * DAY)
    stepped(START, END)
    down(START + 10 * MINUTE, START + 60 * MINUTE)
    assert minutes() == (0, 120)


def test_work_announced_late_counts_whole() -> None:
    announced(71 * HOUR)
    stepped(START, END)
    down(START + 10 * MINUTE, START + 60 * MINUTE)
    assert minutes() == (120, 0)


def test_what_an_extension_adds_counts() -> None:
    work = announced(4 * DAY)
    stepped(START)
    with clock.standing_at(END - 5 * MINUTE):
        post_update(work.key, NewUpdate("It takes longer.", until=END + 60 * MINUTE), ADA)
    stepped(END, END + 60 * MINUTE)
    down(END - 20 * MINUTE, END + 30 * MINUTE)
    assert minutes() == (60, 120)


def test_an_extension_announced_in_time_is_left_out_too() -> None:
    work = announced(6 * DAY)
    with clock.standing_at(START - 4 * DAY):
        post_update(work.key, NewUpdate("It will take longer.", until=END + 30 * MINUTE), ADA)
    with clock.standing_at(START - DAY):
        post_update(work.key, NewUpdate("And longer.", until=END + 60 * MINUTE), ADA)
    stepped(START, END + 60 * MINUTE)
    down(END, END + 60 * MINUTE)
    assert minutes() == (30, 150)


def test_overrun_counts_without_an_extension() -> None:
    with clock.standing_at(START - 4 * DAY):
        work = schedule_maintenance(
            "Upgrade", "Pause.", START, END, ["api"], ADA, steps=Steps(complete=False)
        )
    stepped(START)
    with clock.standing_at(END + 40 * MINUTE):
        move_maintenance(work.key, Status.COMPLETED, "", ADA)
    down(END - 10 * MINUTE, END + 40 * MINUTE)
    assert minutes() == (40, 120)


def test_only_the_work_itself_is_left_out_when_it_ends_early() -> None:
    work = announced(4 * DAY)
    stepped(START)
    with clock.standing_at(START + 30 * MINUTE):
        move_maintenance(work.key, Status.COMPLETED, "", ADA)
    down(START + 20 * MINUTE, START + 60 * MINUTE)
    assert minutes() == (30, 30)


def test_what_begins_early_counts_until_its_announced_time() -> None:
    work = announced(4 * DAY)
    with clock.standing_at(START - 30 * MINUTE):
        move_maintenance(work.key, Status.IN_PROGRESS, "", ADA)
    stepped(END)
    down(START - 20 * MINUTE, START + 20 * MINUTE)
    assert minutes() == (30, 120)


def test_cancelled_work_leaves_nothing_out() -> None:
    work = announced(4 * DAY)
    with clock.standing_at(START - HOUR):
        move_maintenance(work.key, Status.CANCELLED, "", ADA)
    down(START + 10 * MINUTE, START + 60 * MINUTE)
    assert minutes() == (50, 0)


def test_the_cap_of_a_month_is_used_up_in_order() -> None:
    announced(4 * DAY)
    announced(4 * DAY, START + 7 * DAY, END + 7 * DAY)
    stepped(START, END, START + 7 * DAY, END + 7 * DAY)
    down(START + 7 * DAY + 50 * MINUTE, START + 7 * DAY + 80 * MINUTE)
    assert minutes() == (60, 180)


def test_a_worker_that_slept_changes_no_figure() -> None:
    announced(4 * DAY)
    stepped(END + 5 * HOUR, END + 5 * HOUR)
    down(END + 10 * HOUR, END + 11 * HOUR)
    assert minutes() == (60, 120)


def test_notice_and_extension_stand_on_pages_and_in_feeds() -> None:
    work = announced(5 * DAY)
    stepped(START)
    with clock.standing_at(START + HOUR):
        post_update(work.key, NewUpdate("It takes longer.", until=END + 30 * MINUTE), ADA)
        assert "until <time" in shown("/")
        for path in (work.path, "/maintenance", "/feeds/maintenance.atom", "/feeds/all.json"):
            text = shown(path)
            assert "Announced 5 days before" in text, path
            assert "Extended by 30 min at" in text, path
        for path in (work.path, "/updates.atom"):
            assert "It now ends at" in shown(path), path


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (3 * DAY, "Announced 3 days before"),
        (3 * HOUR, "Short notice: announced 3 hours before"),
        (-HOUR, "Announced after it had begun"),
    ],
)
def test_notice_is_judged_by_the_promises_it_touches(before: timedelta, words: str) -> None:
    work = announced(before)
    with clock.standing_at(START + HOUR):
        assert words in shown(work.path)
