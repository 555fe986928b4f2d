"""What the API gives to count figures again from: calendars, failures and latencies in buckets."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.sync import sync
from statuspage.domain.measured import latency
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.tables.site import Component
from tests.helpers.pages import rendered

START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NOW = START + timedelta(days=10)
MINUTE = timedelta(minutes=1)
CONFIG = """
[[calendars]]
id = "office"
timezone = "Europe/London"
hours = {{ mon-fri = ["09:00-12:00", "13:00-{closing}"] }}
holidays = ["2026-07-03"]

[[slas]]
id = "first-answer"
title = "First answers come in time"
indicator = "first_response"
within = "4h"
calendar = "office"
target = "90%"

[[slas]]
id = "solved"
title = "Solved soon"
indicator = "resolution"
within = "4h"
target = "90%"

[[slas]]
id = "at-once"
title = "Solved with the first answer"
indicator = "first_contact_resolution"
target = "60%"

[[probes]]
id = "docs-http"
component = "docs"
type = "http"
url = "https://docs.acme.example/health"
"""


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    """One case under each of two calendars; a probe watches the docs."""
    Component.update({Component.added_at: START}).execute()
    base = (store / "config.toml").read_text("utf-8")
    for day, closing in ((1, "17:00"), (2, "18:00")):
        with clock.standing_at(START + timedelta(days=day - 1)):
            (store / "config.toml").write_text(base + CONFIG.format(closing=closing), "utf-8")
            sync(store / "config.toml", {})
            with db.snapshot():
                settings = current_settings()
            opened = f"2026-07-{day:02}T10:00:00Z"
            solved = f"2026-07-{day:02}T11:00:00Z"
            case = {"id": f"C-{day}", "opened_at": opened, "first_response_at": solved}
            record_cases([(1, case | {"resolved_at": solved, "agent_replies": 1})], settings)


def read(path: str) -> Any:
    return json.loads(text(path))


def text(path: str) -> str:
    return rendered(path, NOW).body.decode()


def versions_of_rows(sla: str) -> list[str]:
    table = csv.DictReader(io.StringIO(text(f"/sla/{sla}/2026-07.csv")))
    return [row["calendar"] for row in table]


def test_calendars_have_versions_that_rows_name() -> None:
    first, second = read("/api/v1/slas/first-answer")["calendars"]
    hours = ["09:00-12:00", "13:00-17:00"]
    assert first == {
        "id": "office",
        "version": 1,
        "at": "2026-07-01T12:00:00Z",
        "timezone": "Europe/London",
        "hours": dict.fromkeys(["mon", "tue", "wed", "thu", "fri"], hours),
        "holidays": ["2026-07-03"],
    }
    assert (second["version"], second["at"]) == (2, "2026-07-02T12:00:00Z")
    assert second["hours"]["mon"] == ["09:00-12:00", "13:00-18:00"]
    assert versions_of_rows("first-answer") == ["1", "2"]


def test_promise_without_a_calendar_runs_round_the_clock_in_one_version() -> None:
    [found] = read("/api/v1/slas/solved")["calendars"]
    assert (found["id"], found["version"]) == (None, 1)
    assert set(map(tuple, found["hours"].values())) == {("00:00-24:00",)}
    assert versions_of_rows("solved") == ["1", "1"]


def test_promise_that_no_clock_runs_for_has_no_calendar() -> None:
    assert read("/api/v1/slas/at-once")["calendars"] == []
    assert versions_of_rows("at-once") == ["", ""]
    assert read("/api/v1/slas/api-availability")["calendars"] == []


def test_failures_stand_beside_the_figures_of_what_they_touched() -> None:
    with clock.standing_at(START + timedelta(days=5)):
        down = {"api": ComponentState.MAJOR_OUTAGE}
        began = START + timedelta(days=5) - 20 * MINUTE
        key = open_incident(
            "Down", NewUpdate("L.", components=down, impact_from=began), Actor("a")
        ).key
    with clock.standing_at(START + timedelta(days=5, hours=1)):
        post_update(key, NewUpdate("Over.", status=Status.RESOLVED), Actor("a"))
    documents = [read("/api/v1/components/search"), read("/api/v1/slas/first-answer")]
    assert documents[0]["failures"] == {"as_of": "2026-07-11T12:00:00Z", "days": 10, "outages": []}
    assert documents[1]["failures"] is None
    [outage] = read("/api/v1/slas/api-availability")["failures"]["outages"]
    assert outage == {
        "from": "2026-07-06T11:40:00Z",
        "noticed": "2026-07-06T12:00:00Z",
        "to": "2026-07-06T13:00:00Z",
        "incident": key,
    }


def test_failures_are_not_told_before_a_day_is_known() -> None:
    assert read("/api/v1/components/docs")["failures"] is None


def test_latencies_are_counted_in_buckets_by_hour_and_day() -> None:
    assert read("/api/v1/components/docs/latency")["hours"] == []
    up = [Sample(NOW - 61 * MINUTE + place * MINUTE, ProbeState.UP, 90) for place in range(3)]
    late = Sample(NOW - 2 * MINUTE, ProbeState.DOWN, 10_000)
    watched = Watched("docs-http", "docs", Cadence(MINUTE), timedelta(seconds=10))
    with clock.standing_at(NOW):
        samples = [(watched, sample) for sample in (*up, late)]
        record_samples(samples)
    found = read("/api/v1/components/docs/latency")
    [bucket], [limit] = latency.sketch([90]).buckets, latency.sketch([10_000]).buckets
    assert (len(found["hours"]), len(found["days"])) == (48, 90)
    assert [hour["answers"] for hour in found["hours"][-3:]] == [
        {str(bucket): 1},
        {str(bucket): 2},
        {},
    ]
    assert found["hours"][-2]["timeouts"] == {str(limit): 1}
    assert found["hours"][-1]["from"] == "2026-07-11T12:00:00Z"
    assert found["days"][-1]["answers"] == {str(bucket): 3}
    assert found["days"][-2]["answers"] == {}
