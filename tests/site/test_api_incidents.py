"""What the API tells of incidents, planned work, promises and entries is what their pages tell."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.amend import withdraw_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.maintenance.rescheduling import reschedule_maintenance
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from tests.helpers import copies as publish_folder
from tests.helpers.amending import edited
from tests.helpers.pages import rendered, words_of
from tests.helpers.postmortems import ADA, DAY, MINUTE, NOON, publish, resolved

pytestmark = pytest.mark.usefixtures("store")

DOWN = {"api": ComponentState.MAJOR_OUTAGE}


def read(path: str, now: Any = None) -> Any:
    return json.loads(rendered(f"/api/v1{path}", now).body)


def feed_words(path: str) -> dict[str, str]:
    """What JSON Feed says of each update, by its key."""
    items = json.loads(rendered(path).body)["items"]
    return {item["url"].partition("#update-")[2]: item["content_html"] for item in items}


def test_incident_tells_each_word_as_its_page_and_its_feed_do() -> None:
    with clock.standing_at(NOON):
        word = NewUpdate("*Some* fail; see [us](/sla).", components=DOWN, owner="Ada")
        key = open_incident("API down", word, ADA).key
    with clock.standing_at(NOON + 10 * MINUTE):
        post_update(key, NewUpdate("Found.", Status.IDENTIFIED, next_due=NOON + 40 * MINUTE), ADA)
    told = read(f"/incidents/{key}")
    assert [one["status"] for one in told["updates"]] == ["identified", "investigating"]
    assert (told["status"], told["impact"], told["owner"]) == ("identified", "critical", "Ada")
    assert told["components"] == [{"id": "api", "name": "API", "state": "major_outage"}]
    assert told["started_at"] == "2026-07-01T12:00:00Z"
    assert told["updates"][1]["body"] == "*Some* fail; see [us](/sla)."
    assert told["updates"][0]["due"] == ["2026-07-01T12:40:00Z"] == [told["next_update"]]
    change = told["updates"][1]["changes"][0]
    assert (change["old"], change["new"]) == ("operational", "major_outage")
    for one in told["updates"]:
        assert one["html"] in feed_words("/updates.json")[one["id"]]
        assert one["url"].endswith(f"/incidents/{key}#update-{one['id']}")
    assert told["planned"] is None
    assert told["revisions"] == []


def test_promise_of_an_incident_turns_late_by_itself_and_says_from_when_it_does() -> None:
    with clock.standing_at(NOON):
        key = open_incident("Slow", NewUpdate("L.", next_due=NOON + 30 * MINUTE), ADA).key
    late_at = NOON + 31 * MINUTE + timedelta(seconds=1)
    for path in (f"/incidents/{key}", "/promises"):
        before = rendered(f"/api/v1{path}", NOON + 30 * MINUTE)
        assert before.valid_until == late_at
    for at, state in ((NOON, "open"), (late_at, "late"), (NOON + 9 * DAY, "broken")):
        [promise] = read(f"/incidents/{key}", at)["promises"]
        assert promise["state"] == state
        assert read("/promises", at)["updates"]["promises"] == [promise]


def test_edit_and_withdrawal_stand_as_revisions_with_all_their_texts() -> None:
    with clock.standing_at(NOON):
        told = open_incident("Slow", NewUpdate("Serches are slow."), ADA)
    edited(5, told, told.updates[0], body="Searches are slow.")
    with clock.standing_at(NOON + 9 * MINUTE):
        later = post_update(told.key, NewUpdate("All of Europe."), ADA)
    with clock.standing_at(NOON + 10 * MINUTE):
        withdraw_update(told.key, later.updates[0].key, "It is only Spain", ADA)
    shown = read(f"/incidents/{told.key}")
    bodies = [
        (one["revision"], one["words"]["body"], one["reason"])
        for one in shown["revisions"]
        if one["subject"].startswith("update/")
    ]
    assert bodies == [
        (1, "Serches are slow.", None),
        (2, "Searches are slow.", "It was wrong"),
        (1, "All of Europe.", None),
        (2, "It is only Spain", "It is only Spain"),
    ]
    assert shown["updates"][0]["withdrawn_at"] == "2026-07-01T12:10:00Z"
    assert "Spain" in shown["updates"][0]["body"]
    assert shown["updates"][1]["edited_at"] is not None
    assert [one["entry"] for one in shown["revisions"]] == sorted(
        one["entry"] for one in shown["revisions"]
    )


def test_postmortem_has_the_words_of_its_page_with_clocks_and_actions() -> None:
    incident = publish(resolved(by=NOON + 5 * DAY), NOON + 2 * DAY)
    told = read(f"/incidents/{incident.key}")
    newest = told["updates"][0]
    assert (newest["status"], told["cause"]) == ("postmortem", "configuration")
    for part in ("## Summary", "Searches were slow.", "## Times", "Alarm per region"):
        assert part in newest["body"]
    page = words_of(rendered(f"/incidents/{incident.key}"))
    for heading in ("Times", "Timeline", "What we will do"):
        assert heading in page
        assert f"<h4>{heading}</h4>" in newest["html"]
    kinds = {one["kind"]: one for one in told["promises"]}
    assert kinds["root_cause"]["state"] == "kept"
    assert kinds["action"]["text"] == "Alarm per region"
    both = read("/promises")["after_incidents"]
    assert {one["id"] for one in both["promises"]} == {
        kinds["root_cause"]["id"],
        kinds["action"]["id"],
    }


def test_list_has_the_newest_and_whatever_is_open_however_old() -> None:
    with clock.standing_at(NOON):
        old = open_incident("Still open", NewUpdate("Look."), ADA).key
    for n in range(52):
        with clock.standing_at(NOON + (n + 1) * MINUTE):
            open_incident(f"No. {n}", NewUpdate("Over.", Status.RESOLVED), ADA)
    with clock.standing_at(NOON + DAY):
        schedule_maintenance("Disks", "W.", NOON + 2 * DAY, NOON + 3 * DAY, ["api"], ADA)
    told = read("/incidents")
    assert told["total"] == 53
    assert [told["incidents"][n]["title"] for n in (0, 49, 50)] == ["No. 51", "No. 2", "Still open"]
    assert len(told["incidents"]) == 51
    assert told["incidents"][50]["id"] == old
    assert told["incidents"][0]["update"]["body"] == "Over."


def test_planned_work_tells_its_window_its_moves_and_how_it_repeats() -> None:
    start, zone = NOON + 4 * DAY + timedelta(hours=13), ZoneInfo("Europe/London")
    with clock.standing_at(NOON):
        repeat = Repeat("FREQ=WEEKLY;BYDAY=MO", zone)
        work = schedule_maintenance(
            "Disks", "We swap them.", start, start + 60 * MINUTE, ["api"], ADA, repeat=repeat
        )
    with clock.standing_at(NOON + MINUTE):
        later = start + 30 * MINUTE
        reschedule_maintenance(work.key, later, later + 60 * MINUTE, "The truck is late", ADA)
    [told] = read("/maintenance")["maintenance"]
    planned = told["planned"]
    assert (told["kind"], told["status"]) == ("maintenance", "scheduled")
    assert planned["scheduled_for"] == "2026-07-06T01:30:00Z"
    [move] = planned["moves"]
    assert (move["former_start"], move["start"]) == (
        "2026-07-06T01:00:00Z",
        planned["scheduled_for"],
    )
    assert planned["repeats"]["timezone"] == "Europe/London"
    assert planned["repeats"]["next"][0] == "2026-07-13T01:00:00Z"
    assert planned["repeats"]["words"].lower() in words_of(rendered("/maintenance")).lower()
    assert planned["notice"].startswith("announced")
    one = read(f"/incidents/{work.key}")
    assert one["planned"] == planned
    assert one["updates"][0]["body"] == told["update"]["body"]


def test_changes_and_outcomes_are_told_with_all_that_their_pages_tell() -> None:
    with clock.standing_at(NOON):
        change = {"type": "added", "components": ["api"], "feedback": ["2026-07-01-teams"]}
        wish = {
            "said": "Tell our teams!",
            "state": "done",
            "heard": 12,
            "done": "2026-07-01",
            "evidence": ["changelog/teams", "https://example.com/x"],
        }
        front = {"title": "Für Teams", "date": "2026-07-01"}
        zone = ZoneInfo("Europe/London")
        write_entry(EntryKind.OUTCOME, {"title": "Teams"} | wish, "We do.", ADA, zone=zone)
        entry = write_entry(EntryKind.CHANGELOG, front | change, "Each **team**.", ADA, zone=zone)
    [told] = read("/changelog")["changes"]
    assert (told["type"], told["title"]) == ("added", "Für Teams")
    assert told["components"] == [{"id": "api", "name": "API"}]
    assert told["feedback"] == ["2026-07-01-teams"]
    assert "<strong>team</strong>" in told["html"]
    assert rendered(told["url"].removeprefix("https://status.acme.example")).body
    assert told["id"] == entry.slug
    [answer] = read("/outcomes")["outcomes"]
    assert (answer["heard"], answer["state"], answer["done"]) == (12, "done", "2026-07-01")
    assert answer["evidence"] == [
        "https://status.acme.example/changelog/teams",
        "https://example.com/x",
    ]
    assert (answer["reason"], answer["due"]) == (None, None)


def test_documents_are_in_the_published_copy(store: Path, tmp_path: Path) -> None:
    key = open_incident("Slow", NewUpdate("Look."), ADA).key
    publish_folder.publish(tmp_path / "copy")
    for path in ("incidents", f"incidents/{key}", "maintenance", "changelog", "outcomes"):
        file = tmp_path / "copy" / "api/v1" / path / "index.json"
        assert json.loads(file.read_bytes())
