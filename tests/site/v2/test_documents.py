"""Statuspage's API v2: the shape that its readers rely on, over whatever can happen."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.erasure import erase
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.amend import withdraw_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.incidents.incident import MOVES
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.errors import StatusPageError
from statuspage.store.incidents import incidents
from tests.helpers.amending import edited
from tests.helpers.pages import rendered
from tests.helpers.postmortems import ADA, DAY, MINUTE, NOON, publish, resolved
from tests.helpers.v2_shapes import DOCUMENTS, check

pytestmark = pytest.mark.usefixtures("store")

_DOWN, _PART = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE
_SLOW, _WELL = ComponentState.DEGRADED, ComponentState.OPERATIONAL
_PLANNED = ComponentState.UNDER_MAINTENANCE
_COMPONENTS = ("api", "search", "docs")


def _read(name: str, now: datetime = NOON) -> Any:
    return json.loads(rendered(f"/api/v2/{name}.json", now).body)


def _checked(now: datetime) -> dict[str, Any]:
    found = {name: _read(name, now) for name in DOCUMENTS}
    for name, document in found.items():
        check(name, document)
    assert len({json.dumps(one["page"]) for one in found.values()}) == 1
    return found


def _status(now: datetime) -> tuple[str, str]:
    found = _checked(now)
    assert found["status"]["status"] == found["summary"]["status"]
    status = found["status"]["status"]
    return status["indicator"], status["description"]


@pytest.mark.parametrize(
    ("states", "wanted"),
    [
        ((_WELL, _WELL, _WELL), ("none", "All Systems Operational")),
        ((_SLOW, _WELL, _WELL), ("minor", "Partially Degraded Service")),
        ((_SLOW, _SLOW, _SLOW), ("minor", "Degraded System Service")),
        ((_PART, _SLOW, _WELL), ("minor", "Minor Service Outage")),
        ((_PART, _PART, _PART), ("major", "Partial System Outage")),
        ((_DOWN, _WELL, _WELL), ("critical", "Major System Outage")),  # its own blend is critical
        ((_DOWN, _PART, _PART), ("major", "Partial System Outage")),
    ],
)
def test_whole_is_the_worse_of_the_blend_and_of_what_is_open(
    states: tuple[ComponentState, ...], wanted: tuple[str, str]
) -> None:
    told = {one: state for one, state in zip(_COMPONENTS, states, strict=True) if state != _WELL}
    if told:
        with clock.standing_at(NOON):
            open_incident("Trouble", NewUpdate("We look.", components=told), ADA)
    assert _status(NOON) == wanted
    found = {one["id"]: one["status"] for one in _read("components")["components"]}
    assert [found[one] for one in _COMPONENTS] == [state.value for state in states]


def test_incident_without_a_component_is_not_read_as_well() -> None:
    with clock.standing_at(NOON):
        word = NewUpdate("We look.", impact=Impact.CRITICAL)
        open_incident("Sign-in fails", word, ADA)
    assert _status(NOON) == ("critical", "Major System Outage")
    [told] = _read("incidents/unresolved")["incidents"]
    assert (told["components"], told["impact"]) == ([], "critical")
    assert told["incident_updates"][0]["affected_components"] is None


def test_component_was_updated_when_what_is_said_of_it_changed() -> None:
    noon = NOON.replace(year=2040)  # long after the site itself came
    resolved(noon)
    for number in range(52):  # it is none of the newest any more
        with clock.standing_at(noon + DAY + number * MINUTE):
            word = NewUpdate("Over.", Status.RESOLVED, components={"docs": _WELL})
            open_incident("Short", word, ADA)
    found = {one["id"]: one for one in _read("components", noon + 2 * DAY)["components"]}
    assert found["api"]["updated_at"] == "2040-07-01T13:10:00.000Z"
    assert found["docs"]["updated_at"] == "2040-07-02T12:51:00.000Z"
    assert found["search"]["updated_at"] == found["search"]["created_at"]


def test_groups_and_components_stand_in_one_list() -> None:
    with clock.standing_at(NOON):
        open_incident("Slow", NewUpdate("We look.", components={"search": _PART}), ADA)
    [docs, group, api, search] = _read("components")["components"]
    assert (docs["name"], docs["position"], docs["group_id"]) == ("Docs", 1, None)
    assert (group["name"], group["position"], group["status"]) == ("Platform", 2, "partial_outage")
    assert group["components"] == ["api", "search"]
    assert [one["group_id"] for one in (api, search)] == [group["id"]] * 2
    assert [one["position"] for one in (api, search)] == [1, 2]
    assert api["description"] == "REST and streaming API"
    [told] = _read("incidents")["incidents"]
    [affected] = told["incident_updates"][0]["affected_components"]
    assert affected == {
        "code": "search",
        "name": "Platform - Search",
        "old_status": "operational",
        "new_status": "partial_outage",
    }


def test_an_edit_moves_only_when_it_was_updated() -> None:
    found = resolved()
    first = found.updates[-1]
    edited(90, found, first, body="We look into *all* of it.")
    told = _read("incidents", NOON + DAY)["incidents"][0]
    word = told["incident_updates"][-1]
    assert word["body"] == "We look into *all* of it."
    assert word["created_at"] == word["display_at"] == "2026-07-01T12:00:00.000Z"
    assert word["updated_at"] == told["updated_at"] == "2026-07-01T13:30:00.000Z"
    assert told["resolved_at"] == "2026-07-01T13:10:00.000Z"


def test_what_was_erased_or_withdrawn_is_told_nowhere_as_it_was() -> None:
    found = resolved()
    last, first = found.updates
    with clock.standing_at(NOON + DAY):
        erase(UPDATE.subject(first.key), {"body": "Call us."}, "A name", ADA, zone=ZoneInfo("UTC"))
        withdraw_update(found.key, last.key, "It does not work yet.", ADA)
    told = _checked(NOON + DAY)["incidents"]["incidents"][0]["incident_updates"]
    assert told[0]["body"].startswith("Withdrawn ")
    assert "It works." not in told[0]["body"]
    assert told[1]["body"].startswith("Call us.\n\n")
    for form in ("rss", "atom"):
        feed = rendered(f"/history.{form}", NOON + DAY).body
        assert b"Call us." in feed
        assert b"look into" not in feed


def test_what_was_reopened_is_not_watched_nor_resolved() -> None:
    key = resolved().key
    for minute, status in ((80, "investigating"), (90, "monitoring"), (100, "identified")):
        with clock.standing_at(NOON + minute * MINUTE):
            post_update(key, NewUpdate("More.", Status(status)), ADA)
        [told] = _checked(NOON + minute * MINUTE)["summary"]["incidents"]
        watched = "2026-07-01T13:30:00.000Z" if status == "monitoring" else None
        assert (told["monitoring_at"], told["resolved_at"]) == (watched, None)


def test_false_alarm_and_called_off_work_are_told_by_words_that_readers_know() -> None:
    with clock.standing_at(NOON):
        key = open_incident("Trouble", NewUpdate("We look.", components={"api": _DOWN}), ADA).key
        post_update(key, NewUpdate("It was none.", Status.FALSE_ALARM), ADA)
        work = schedule_maintenance("Move", "We move.", NOON + DAY, NOON + 2 * DAY, ("api",), ADA)
        post_update(work.key, NewUpdate("Not now.", Status.CANCELLED), ADA)
    found = _checked(NOON)
    assert found["incidents"]["incidents"][0]["status"] == "resolved"
    assert found["scheduled-maintenances"]["scheduled_maintenances"][0]["status"] == "completed"
    assert found["summary"]["incidents"] == found["summary"]["scheduled_maintenances"] == []


def test_postmortem_and_backdated_entries() -> None:
    publish(resolved(), NOON + DAY)
    with clock.standing_at(NOON + 2 * DAY):
        open_incident("Before", NewUpdate("Over.", Status.RESOLVED, posted_at=NOON - DAY), ADA)
    [newest, before] = _checked(NOON + 2 * DAY)["incidents"]["incidents"]
    assert (newest["status"], newest["incident_updates"][0]["status"]) == ("postmortem",) * 2
    assert "Searches were slow." in newest["incident_updates"][0]["body"]
    assert newest["resolved_at"] == "2026-07-01T13:10:00.000Z"
    [word] = before["incident_updates"]
    assert before["started_at"] == word["display_at"] == "2026-06-30T12:00:00.000Z"
    assert before["created_at"] == word["created_at"] == "2026-07-03T12:00:00.000Z"
    assert word["deliver_notifications"] is False


@pytest.mark.parametrize("seed", range(3))
def test_shape_holds_over_random_histories(seed: int) -> None:
    chance, now = Random(seed), NOON
    for _ in range(25):
        now += timedelta(seconds=chance.randrange(1, 4000))
        with clock.standing_at(now), suppress(StatusPageError):  # what is refused changes nothing
            _something_happens(chance, now)
        if chance.random() < 0.3:
            _checked(now)
    found = _checked(now)
    assert found["incidents"]["incidents"]
    assert found["scheduled-maintenances"]["scheduled_maintenances"]


def _something_happens(chance: Random, now: datetime) -> None:
    states = {
        one: chance.choice([_WELL, _SLOW, _PART, _DOWN])
        for one in chance.sample(_COMPONENTS, chance.randrange(4))
    }
    going_on = incidents.open_ones() or incidents.newest(3)
    what = chance.randrange(5)
    if what == 0 or not going_on:
        impact = chance.choice([None, Impact.NONE, Impact.CRITICAL])
        open_incident("Ünusual <b>& odd", NewUpdate("*W*", components=states, impact=impact), ADA)
    elif what == 1:
        start = now + timedelta(minutes=chance.randrange(1, 90))
        named = tuple(states) or ("api",)
        schedule_maintenance("Work", "We work.", start, start + DAY, named, ADA)
    else:
        one = chance.choice(going_on)
        if what == 2 and one.updates[0].withdrawn_at is None:
            edited(ceil((now - NOON) / MINUTE), one, one.updates[0], body=f"Words {now}")
        elif what == 3 and one.updates[0].withdrawn_at is None:
            withdraw_update(one.key, one.updates[0].key, "It was wrong.", ADA)
        elif moves := sorted(MOVES[one.status] - {Status.POSTMORTEM}):
            status = chance.choice(moves)
            told = states if one.kind is Kind.INCIDENT and status.is_open else {}
            post_update(one.key, NewUpdate("So.", status, told), ADA)
