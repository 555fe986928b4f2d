"""Our promises to tell: first notices, silence and the three clocks, from incidents and probes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.imports import jsonl
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import a_probe, add_to_config, an_sla

MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADA = Actor("ada")
PARTIAL = {"api": ComponentState.PARTIAL_OUTAGE}

MORE = (
    a_probe()
    + an_sla("notice", "first_notice", components=["api"], within="15m")
    + an_sla("cadence", "update_cadence", within="30m", target="90%")
)


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    add_to_config(store, MORE)


def at(minute: int) -> datetime:
    return START + minute * MINUTE


def down(*minutes: int, until: int = 120) -> None:
    watched = Watched("api-http", "api", Cadence(MINUTE, 2))
    samples = [
        (watched, Sample(at(m), ProbeState.DOWN if m in minutes else ProbeState.UP))
        for m in range(until)
    ]
    with clock.standing_at(at(until)):
        record_samples(samples)


def told(*words: int, impact_from: datetime | None = None) -> str:
    """An incident with words at these minutes, the last one resolving it."""
    with clock.standing_at(at(words[0])):
        first = NewUpdate("We look.", components=PARTIAL, impact_from=impact_from)
        key = open_incident("Slow", first, ADA).key
    for minute in words[1:]:
        with clock.standing_at(at(minute)):
            status = Status.RESOLVED if minute == words[-1] else None
            post_update(key, NewUpdate("Still.", status=status), ADA)
    return key


def imported(*words: int, impact_from: datetime, url: str = "") -> str:
    """The same from another system's history, taken a day later; returns its key."""
    updates = [
        {
            "at": f"{at(minute):%Y-%m-%dT%H:%MZ}",
            "status": "Resolved" if minute == words[-1] else "Investigating",
            "message": f"Words {minute}.",
        }
        for minute in words
    ]
    entry: dict[str, Any] = {"title": "Slow", "components": ["api"], "updates": updates}
    entry["impact_window"] = {"start_at": f"{impact_from:%Y-%m-%dT%H:%MZ}"}
    line = json.dumps(entry | ({"url": url} if url else {})).encode()
    with clock.standing_at(at(24 * 60)):
        take_incidents(jsonl.read(line, "h.jsonl", ZoneInfo("UTC"), clock.now()))
    [found] = incidents.newest(1)
    return found.key


def counted(sla: str) -> tuple[int, int, int]:
    now = at(24 * 60)
    with db.snapshot():
        versions = slas.versions(sla)
        settings = current_settings()
        zone = zone_of(versions[0].promised, settings.site.timezone)
        counts = measure(LIBRARY, versions, parse_period("2026-07", zone, now), now).counts
    return int(counts.good), int(counts.bad), int(counts.unknown)


def page(key: str, minute: int) -> str:
    return words_of(rendered(f"/incidents/{key}", at(minute)))


def test_notice_counts_from_the_measured_start_of_impact() -> None:
    down(*range(0, 20))
    told(10, 25)
    assert counted("notice") == (1, 0, 0)
    told(200, 210, impact_from=at(180))
    assert counted("notice") == (1, 1, 0)


def test_measured_outage_that_nobody_announced_is_a_missed_notice() -> None:
    down(*range(30, 40))
    assert counted("notice") == (0, 1, 0)
    assert counted("cadence") == (0, 0, 0)


def test_failure_that_was_not_confirmed_is_no_outage() -> None:
    down(30)
    assert counted("notice") == (0, 0, 0)


def test_outage_within_announced_work_needs_no_further_notice() -> None:
    with clock.standing_at(at(-600)):
        schedule_maintenance("Upgrade", "Pause.", at(25), at(60), ["api"], ADA)
    down(*range(30, 40))
    assert counted("notice") == (0, 0, 0)


def test_silence_longer_than_promised_breaks_the_cadence() -> None:
    told(0, 25, 50)
    assert counted("cadence") == (1, 0, 0)
    told(100, 125, 180, 190)
    assert counted("cadence") == (1, 1, 0)


def test_incident_page_shows_the_three_clocks() -> None:
    down(*range(0, 60))
    key = told(20, 30, 70)
    words = page(key, 120)
    assert "1 h 10 min, as our checks measured it" in words
    assert "20 min after the impact began" in words
    assert "At most 40 min without an update while the impact lasted" in words


def test_incident_page_does_not_guess_while_the_impact_goes_on() -> None:
    down(*range(0, 30), until=30)
    key = told(20)
    words = page(key, 31)
    assert "since 1 July 2026, 13:00 BST, as our checks measured it" in words
    assert "without an update" not in words


@pytest.mark.parametrize("url", ["", "https://old.example/1"])
def test_imported_history_was_public_at_its_own_time_whether_or_not_it_has_an_address(
    url: str,
) -> None:
    key = imported(5, 30, 55, impact_from=START, url=url)
    assert counted("notice") == (1, 0, 0)
    assert counted("cadence") == (1, 0, 0)
    shown = page(key, 24 * 60 + 1)
    assert "5 min after the impact began" in shown
    assert "Imported" in shown
    assert "Added afterwards" not in shown
