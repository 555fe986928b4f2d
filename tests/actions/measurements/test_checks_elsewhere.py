"""Pushed checks of several places: from which they are taken, and why they say what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.measurements.checks import record_checks
from statuspage.domain.measured.reason import Reason, Told
from statuspage.domain.measured.samples import ProbeState
from statuspage.errors import InvalidRows
from statuspage.probes.prober import Checked
from statuspage.probes.result import Result
from statuspage.render.words.locale import ENGLISH
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import measurements, reasons
from statuspage.store.settings import current_settings
from statuspage.worker.duties.probing import Probing
from tests.helpers.sites import a_probe, add_to_config, change_config

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
REFUSED = {"kind": "status", "text": "It answers with status 503.", "facts": {"status": 503}}


@pytest.fixture(autouse=True)
def site(store: Path) -> Path:
    with clock.standing_at(NOON):
        add_to_config(store, '\n[network]\nlocation = "home"\n')
        add_to_config(store, a_probe(locations=["home", "eu-1", "us-1"]), a_probe("plain"))
    return store


def push(*rows: dict[str, Any], minute: int = 10) -> int:
    with db.snapshot():
        settings = current_settings()
    with clock.standing_at(NOON + minute * MINUTE):
        return record_checks(enumerate(rows, 1), settings)


def check(minute: int = 1, **keys: Any) -> dict[str, Any]:
    at = f"{NOON + minute * MINUTE:%Y-%m-%dT%H:%M:%SZ}"
    return {"probe": "api-http", "at": at, "state": "up", "location": "eu-1"} | keys


def newest(location: str) -> Told | None:
    with db.snapshot():
        return reasons.newest("api-http", location, NOON + 60 * MINUTE)


def test_location_that_settings_do_not_name_is_refused() -> None:
    with pytest.raises(InvalidRows) as refused:
        push(check(), check(location="eu-2"))
    [fault] = refused.value.rows
    assert (fault.line, fault.field) == (2, "location")
    assert "'api-http' is not checked from 'eu-2'; did you mean \"eu-1\"?" in str(fault)


def test_probe_that_names_no_location_takes_results_from_anywhere() -> None:
    assert push(check(probe="plain", location="anywhere"), check(location=None)) == 2


def test_location_is_taken_for_the_time_in_which_settings_named_it(site: Path) -> None:
    with clock.standing_at(NOON + 5 * MINUTE):
        change_config(site, '"eu-1", ', "")
    assert push(check(4)) == 1
    with pytest.raises(InvalidRows):
        push(check(6))


def test_why_is_kept_for_staff_and_readers() -> None:
    push(check(1, state="down", reason=REFUSED), check(2, state="down", reason=REFUSED))
    told = newest("eu-1")
    assert told is not None
    assert told.reason is not None
    assert (told.at, told.state) == (NOON + MINUTE, ProbeState.DOWN)
    assert ENGLISH.say(told.reason.detail) == "It answers with status 503."
    assert ENGLISH.say(told.reason.public) == "It answered with status 503"
    push(check(3))
    ended = newest("eu-1")
    assert ended is not None
    assert (ended.state, ended.reason) == (ProbeState.UP, None)


def test_checks_that_say_no_reason_leave_none() -> None:
    push(check(1, state="down"), check(2))
    assert newest("eu-1") is None


def test_blind_prober_says_why_it_saw_nothing() -> None:
    blind = {"kind": "ours", "text": "There is no {name} here."}
    push(check(1, state="unknown", reason=blind))
    told = newest("eu-1")
    assert told is not None
    assert told.reason is not None
    assert ENGLISH.say(told.reason.detail) == "There is no {name} here."
    with pytest.raises(InvalidRows, match='"unknown" needs a "reason"'):
        push(check(2, state="unknown"))


@pytest.mark.parametrize(
    "reason",
    [
        {"kind": "packets", "facts": {"lost": 1}},
        {"kind": "a-new-one", "facts": {"newer": "<b>"}},
        {"kind": "timeout", "text": "No\nanswer", "facts": {"status": 1}},
    ],
)
def test_any_reason_that_is_taken_can_be_told(reason: dict[str, Any]) -> None:
    push(check(1, state="down", reason=reason))
    told = newest("eu-1")
    assert told is not None
    assert told.reason is not None
    assert ENGLISH.say(told.reason.public)


@pytest.mark.parametrize(
    "reason",
    [
        {"kind": "timeout", "facts": {"seconds": "<b>ten</b>"}},
        {"kind": "status", "facts": {"status": "503"}},
        {"text": "no kind"},
        {"kind": "status", "text": "x" * 1001},
    ],
)
def test_reason_that_says_what_readers_must_not_see_is_refused(reason: dict[str, Any]) -> None:
    with pytest.raises(InvalidRows):
        push(check(1, state="down", reason=reason))


def test_worker_checks_what_names_its_place_or_none(site: Path) -> None:
    add_to_config(site, a_probe("far", locations=["us-1"]))
    with db.snapshot():
        settings = current_settings()
    assert [probe.id for probe in settings.checked_here] == ["api-http", "plain"]
    assert {name: [one.id for one in some] for name, some in settings.elsewhere.items()} == {
        "eu-1": ["api-http"],
        "us-1": ["api-http", "far"],
    }
    failed = Result(ProbeState.DOWN, None, Reason("status", said("It failed."), {"status": 503}))
    now = clock.now()
    Probing().record([Checked(name, now, failed) for name in ("api-http", "plain", "far")])
    with db.snapshot():
        kept = {(one.probe, one.location) for one in measurements.series_on(["api"])["api"]}
        told = reasons.newest("api-http", "home", now)
    assert kept == {("api-http", "home"), ("plain", "")}
    assert told is not None
    assert told.state is ProbeState.DOWN
