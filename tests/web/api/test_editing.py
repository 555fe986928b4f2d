"""Programs edit, move and bring out what staff would: the same actions, words and refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.staff.tokens import create_token
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from tests.helpers.sites import add_to_config

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DOWN = {"title": "API errors", "body": "Some calls fail.", "components": {"api": "partial_outage"}}
WORK: dict[str, Any] = {
    "title": "New disks",
    "body": "Writes pause.",
    "from": "2026-07-03T20:00:00Z",
    "until": "2026-07-03T21:00:00Z",
    "components": ["api"],
}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: Client) -> Send:
    """Send an object to an address of the API as a program that may do everything."""
    token = create_token("robot", ["incidents", "changelog", "erasure"], [])

    def sent(
        method: str, path: str, body: object = None, minutes: float = 0, **headers: str
    ) -> TestResponse:
        told = {"Authorization": f"Bearer {token}"}
        told |= {"If-Match": "*"} if method == "PATCH" else {}
        told |= {name.replace("_", "-"): text for name, text in headers.items()}
        with clock.standing_at(NOON + minutes * MINUTE):
            return client.open(f"/api/v1{path}", method=method, json=body, headers=told)

    return sent


def done(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.get_json()


def faults(answer: TestResponse, status: int = 422) -> dict[str | None, str]:
    told = done(answer, status)
    return {one["field"]: one["detail"] for one in told.get("errors", ())}


def test_heading_and_update_are_edited_and_withdrawn_with_a_reason(send: Send) -> None:
    made = done(send("POST", "/incidents", DOWN), 201)
    here, update = f"/incidents/{made['id']}", made["update"]["id"]
    assert "reason" in faults(send("PATCH", here, {"title": "Other"}))
    told = done(send("PATCH", here, {"title": "Half of all calls", "reason": "Wrong number"}, 1))
    assert (told["title"], told["impact"]) == ("Half of all calls", made["impact"])
    edit = {"body": "Half fail.", "next_update": "30m", "reason": "Wrong number"}
    told = done(send("PATCH", f"{here}/updates/{update}", edit, 2))["update"]
    assert (told["body"], told["id"], told["edited_at"]) == (
        "Half fail.",
        update,
        "2026-07-01T12:02:00Z",
    )
    assert told["next_update"] == "2026-07-01T12:32:00Z"
    assert faults(send("PATCH", f"{here}/updates/none", edit), 404) == {}
    path = f"{here}/updates/{update}/withdrawal"
    assert done(send("POST", path, {"reason": "Another service"}, 3))["update"]["withdrawn_at"]
    read = done(send("GET", here, minutes=4))
    assert {one["reason"] for one in read["revisions"]} >= {"Wrong number", "Another service"}
    with db.snapshot():
        assert {one.who for one in audit.newest(9)} >= {"robot"}


def test_incident_is_looked_at_again(send: Send) -> None:
    made = done(send("POST", "/incidents", DOWN | {"status": "resolved", "components": {}}), 201)
    here = f"/incidents/{made['id']}"
    assert "look again" in done(send("POST", f"{here}/finding", {"found": "x"}), 404)["detail"]
    promise = done(send("POST", f"{here}/follow-up", {"by": "60d"}, 1), 201)
    assert (promise["kind"], promise["due"]) == ("follow_up", ["2026-08-30T12:01:00Z"])
    kept = done(send("POST", f"{here}/finding", {"found": "No repetition in 60 days"}, 2))
    assert (kept["id"], kept["kept_at"]) == (promise["id"], "2026-07-01T12:02:00Z")


def test_erasure_blanks_words_for_good_and_says_what_else_held_them(send: Send) -> None:
    made = done(send("POST", "/incidents", DOWN | {"body": "Ada Example called."}), 201)
    done(send("POST", "/incidents", DOWN | {"body": "Ada Example called.", "draft": True}), 202)
    path = f"/incidents/{made['id']}/updates/{made['update']['id']}/erasure"
    words = {"body": "A customer called.", "reason": "She asked for it"}
    told = done(send("POST", path, words | {"dry_run": True}))
    assert (told["erased"], len(told["drafts"])) == (False, 1)
    assert "Ada" in send("GET", f"/incidents/{made['id']}").text
    assert done(send("POST", path, words, 1))["erased"] is True
    assert "Ada" not in send("GET", f"/incidents/{made['id']}", minutes=2).text
    with db.snapshot():
        assert drafts.all_drafts() == []


def test_planned_work_is_announced_moved_stepped_on_and_called_off(send: Send) -> None:
    made = done(send("POST", "/maintenance", WORK), 201)
    here = f"/maintenance/{made['id']}"
    assert (made["kind"], made["planned"]["scheduled_for"]) == ("maintenance", WORK["from"])
    later = {"from": "2026-07-04T20:00:00Z", "until": "2026-07-04T21:00:00Z"}
    assert "reason" in faults(send("PATCH", here, later))
    moved = done(send("PATCH", here, later | {"reason": "The disks are late"}, 1))
    assert moved["planned"]["moves"][0]["former_start"] == WORK["from"]
    assert "early_end" in faults(send("POST", f"{here}/steps", {"step": "start"}, 2))
    begun = done(send("POST", f"{here}/steps", {"step": "start", "early_end": "move"}, 2))
    assert (begun["status"], begun["planned"]["begun_at"]) == (
        "in_progress",
        "2026-07-01T12:02:00Z",
    )
    over = done(send("POST", f"{here}/steps", {"step": "complete", "body": "All moved."}, 9))
    assert (over["status"], over["update"]["body"]) == ("completed", "All moved.")
    assert (
        "series"
        in done(send("POST", f"{here}/steps", {"step": "cancel", "series": True}, 9), 409)["detail"]
    )
    for path, body in (("steps", {"step": "start"}), ("steps", {"step": "cancel", "series": True})):
        told = done(send("POST", f"/maintenance/null/{path}", body), 404)
        assert told["detail"] == "There is no maintenance 'null'."
    told = done(send("PATCH", "/maintenance/null", later | {"reason": "Late"}), 404)
    assert told["detail"] == "There is no maintenance 'null'."


def test_series_is_called_off_and_a_draft_of_work_keeps_its_fields(send: Send) -> None:
    made = done(send("POST", "/maintenance", WORK | {"repeat": "weekly"}), 201)
    assert made["planned"]["repeats"]["rule"] == "FREQ=WEEKLY;BYDAY=FR"
    step = {"step": "cancel", "series": True}
    assert done(send("POST", f"/maintenance/{made['id']}/steps", step, 1))["status"] == "cancelled"
    kept = done(send("POST", "/maintenance", WORK | {"remind": "off", "draft": True}, 2), 202)
    with db.snapshot():
        fields = drafts.by_key(kept["draft"]).fields
    assert (fields["from"], fields["component:api"], fields["remind"]) == (
        "2026-07-03T21:00",  # the site's clock
        "on",
        "off",
    )
    assert "components" in faults(send("POST", "/maintenance", WORK | {"components": []}, 3))


def test_change_is_published_or_drafted_planned_brought_out_and_dropped(send: Send) -> None:
    change = {"title": "Faster search", "type": "added", "version": "2.4.0", "components": ["api"]}
    told = done(send("POST", "/changelog", change), 201)
    assert (told["title"], told["version"], told["at"][:10]) == (
        *("Faster search", "2.4.0"),
        "2026-06-30",
    )
    first, second = (
        done(send("POST", "/changelog", change | {"title": title, "draft": True}), 202)["draft"]
        for title in ("One", "Two")
    )
    read = send("GET", "/changelog/drafts")
    waiting = done(read)["drafts"]
    again = send("GET", "/changelog/drafts", If_None_Match=read.headers["ETag"])
    assert again.status_code == 304
    assert {(one["id"], one["title"]) for one in waiting} == {(first, "One"), (second, "Two")}
    assert done(send("DELETE", f"/changelog/drafts/{first}"))["title"] == "One"
    assert done(send("DELETE", f"/changelog/drafts/{first}"), 404)
    here = f"/changelog/drafts/{second}/publication"
    assert "publish_at" in faults(send("POST", here, {"at": "2026-07-01T11:00:00Z"}))
    planned = done(send("POST", here, {"at": "2026-07-02T09:00:00Z"}))
    assert planned["draft"]["publish_at"] == "2026-07-02T09:00:00Z"
    assert done(send("POST", here, {}, 1))["change"]["title"] == "Two"
    listed = done(send("GET", "/changelog", minutes=2))["changes"]
    assert {one["title"] for one in listed} == {"Faster search", "Two"}


def test_what_a_second_person_must_read_is_done_at_the_desk(send: Send, store: Path) -> None:
    made = done(send("POST", "/incidents", DOWN), 201)
    add_to_config(store, "\n[desk]\napproval = true\n")
    edit = {"title": "Other", "reason": "Wrong"}
    assert "second person" in done(send("PATCH", f"/incidents/{made['id']}", edit), 409)["detail"]
    assert done(send("POST", "/changelog", {"title": "New"}), 202)["waits"] is True


def test_edit_names_the_state_that_it_changes(send: Send) -> None:
    made = done(send("POST", "/incidents", DOWN), 201)
    here, edit = f"/incidents/{made['id']}", {"title": "Other", "reason": "Wrong"}
    assert done(send("PATCH", here, edit, If_Match=""), 412)["status"] == 412
    known = send("GET", here, Accept_Encoding="br")
    tag = known.headers["ETag"]
    assert tag.endswith('-br"')
    assert done(send("PATCH", here, edit, 1, If_Match=f'"x", {tag}'))["title"] == "Other"
    again = {"title": "Third", "reason": "Wrong"}
    assert done(send("PATCH", here, again, 2, If_Match=tag), 412)["type"] == "/api#problem-412"
    weak = "W/" + send("GET", here, minutes=2).headers["ETag"]
    assert done(send("PATCH", here, again, 2, If_Match=weak), 412)
    step = {"body": "More."}
    assert done(send("POST", f"{here}/updates", step, 3, If_Match=tag), 412)
    assert done(send("POST", f"{here}/updates", step, 3), 201)


def test_edit_without_a_known_state_is_refused(client: Client) -> None:
    token = create_token("careless", ["incidents"], [])
    answer = client.patch(
        "/api/v1/incidents/x", json={}, headers={"Authorization": f"Bearer {token}"}
    )
    assert done(answer, 428)["detail"].startswith("An edit must say")


def test_repeated_edit_is_answered_as_the_first_time(send: Send) -> None:
    here = f"/incidents/{done(send('POST', '/incidents', DOWN), 201)['id']}"
    tag = send("GET", here).headers["ETag"]
    keys = {"If_Match": tag, "Idempotency_Key": "edit-1"}
    edit = {"title": "Other", "reason": "Wrong"}
    first, second = (send("PATCH", here, edit, minutes, **keys) for minutes in (1, 2))
    assert (first.status_code, first.data) == (200, second.data)
    assert len(done(send("GET", here, minutes=3))["revisions"]) == 2


def test_every_answer_to_a_token_says_what_is_left(send: Send) -> None:
    first, second = (send("POST", "/incidents", body) for body in (DOWN, {}))
    assert first.headers["RateLimit-Policy"] == '"token";q=120;w=6'
    assert first.headers["RateLimit"] == '"token";r=119;t=1'
    assert (second.status_code, second.headers["RateLimit"]) == (422, '"token";r=118;t=1')
    for _ in range(118):
        send("POST", "/maintenance", {})
    last = send("POST", "/maintenance", {})
    assert (last.status_code, last.headers["RateLimit"]) == (429, '"token";r=0;t=6')
    assert last.headers["Retry-After"] == "1"
    assert "RateLimit" not in send("GET", "/incidents").headers


def test_answer_to_who_uses_what_is_to_go_says_so(send: Send) -> None:
    made = done(send("POST", "/incidents", DOWN), 201)
    path = f"/incidents/{made['id']}/updates"
    told = send("POST", path, {"body": "More.", "after": made["update"]["id"]}, 1)
    assert told.status_code == 201
    assert told.headers["Deprecation"].startswith("@")
    assert told.headers["Sunset"].endswith("GMT")
    assert 'rel="deprecation sunset"' in told.headers["Link"]
    assert "Deprecation" not in send("POST", path, {"body": "Yet more."}, 2).headers
