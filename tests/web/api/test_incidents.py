"""Programs write what staff would: incidents and updates by the API, by the same actions."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents.incident import Incident
from statuspage.store import db
from statuspage.store.desk import audit, forms
from statuspage.store.incidents import incidents
from statuspage.store.published import events
from tests.helpers.pages import rendered, words_of
from tests.helpers.planned import BY_HAND
from tests.helpers.postmortems import ADA
from tests.web.conftest import Post

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
JSON = "application/json"
DOWN: dict[str, Any] = {
    "title": "API errors",
    "body": "Some calls *fail*.",
    "components": {"api": "partial_outage"},
}


def refused(answer: TestResponse, status: int = 422) -> dict[str | None, str]:
    """What a problem document says of each field."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    return {one["field"]: one["detail"] for one in answer.get_json().get("errors", ())}


def all_of() -> list[Incident]:
    with db.snapshot():
        return list(incidents.newest(100))


def test_incident_is_opened_updated_and_resolved(post: Post, client: Client) -> None:
    answer = post(DOWN | {"owner": "Ada", "next_update": "30m"})
    assert answer.status_code == 201
    told = answer.get_json()
    path = f"/api/v1/incidents/{told['id']}"
    assert answer.headers["Location"] == path
    assert (told["status"], told["impact"]) == ("investigating", "major")
    assert told["next_update"] == "2026-07-01T12:30:00Z"
    assert told["update"]["body"] == "Some calls *fail*."
    updates = f"/{told['id']}/updates"
    found = post({"body": "Found it.", "status": "identified"}, updates, 10)
    over = post({"body": "It works.", "status": "resolved", "root_cause_by": "10d"}, updates, 20)
    assert (found.status_code, over.status_code) == (201, 201)
    with clock.standing_at(NOON + 20 * MINUTE):
        read = client.get(path).get_json()
        page = client.get(f"/incidents/{told['id']}").text
    assert [one["id"] for one in read["updates"]] == [
        answer.get_json()["update"]["id"] for answer in (over, found, answer)
    ]
    assert read["components"] == [{"id": "api", "name": "API", "state": "operational"}]
    assert [one["kind"] for one in read["promises"]] == ["next_update", "root_cause"]
    for words in ("<em>fail</em>", "Found it.", "It works.", "Ada"):
        assert words in page


def test_answer_is_what_reading_gives(post: Post, client: Client) -> None:
    told = post(DOWN).get_json()
    with clock.standing_at(NOON):
        read = client.get(f"/api/v1/incidents/{told['id']}").get_json()
        [listed] = client.get("/api/v1/incidents").get_json()["incidents"]
    assert listed == told
    assert told == {name: read[name] for name in told if name != "update"} | {
        "update": read["updates"][0]
    }


def test_word_for_the_page_only_is_sent_to_nobody(post: Post) -> None:
    assert post(DOWN | {"page_only": True}).get_json()["update"]["page_only"] is True
    [incident] = all_of()
    loud = post({"body": "More."}, f"/{incident.key}/updates", minutes=1)
    assert loud.get_json()["update"]["page_only"] is False
    with db.snapshot():
        told = [one.subject for one in events.untold_from(0)]
    assert [one for one in told if one.startswith("update/")] == [
        f"update/{loud.get_json()['update']['id']}"
    ]


def test_audit_log_says_whose_token_it_was(post: Post) -> None:
    told = post(DOWN).get_json()
    with db.snapshot():
        [entry] = [one for one in audit.newest(9) if one.subject == f"incident/{told['id']}"]
    assert (entry.who, entry.via, entry.verb) == ("monitor", Via.API, "publish")
    assert "monitor" not in words_of(rendered(f"/incidents/{told['id']}"))


def test_word_of_the_past_is_labelled_and_impact_is_stated(post: Post) -> None:
    times = {
        "posted_at": "2026-07-01T10:00:00+02:00",
        "impact_from": "2026-07-01T07:30:00Z",
        "impact_until": "2026-07-01T07:45:00Z",
    }
    told = post(DOWN | times | {"status": "resolved", "components": {}}).get_json()
    assert (told["started_at"], told["resolved_at"]) == ("2026-07-01T08:00:00Z",) * 2
    assert told["impact_from"] == "2026-07-01T07:30:00Z"
    assert told["added_afterwards"]
    assert told["update"]["added_afterwards"]
    assert post(DOWN | {"impact": "none"}).get_json()["impact"] == "none"


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"title": ""}, "title", "empty"),
        ({"title": 7}, "title", "must be text"),
        ({"title": "x" * 10_001}, "title", "10,001"),
        ({"body": " "}, "body", "empty"),
        ({"body": "<!-- only this -->"}, "body", "empty"),
        ({"body": None}, "body", "must be text"),
        ({"body": "Errors in {{region}}."}, "body", "{{region}}"),
        ({"status": "postmortem"}, "status", "must be one of"),
        ({"status": "Investigating"}, "status", 'did you mean "investigating"?'),
        ({"status": "scheduled"}, "status", "must be one of"),
        ({"components": {"apii": "major_outage"}}, "components", 'did you mean "api"?'),
        ({"components": {"api": "down"}}, "components.api", "must be one of"),
        ({"components": {"api": "under_maintenance"}}, "components", "planned work"),
        ({"components": ["api"]}, "components", "must be an object"),
        ({"next_update": "soon"}, "next_update", '"30m"'),
        ({"next_update": 30}, "next_update", '"30m"'),
        ({"next_update": "0s"}, "next_update", "later"),
        ({"next_update": "2026-07-01T12:30:00"}, "next_update", "zone"),
        ({"next_update": "99999999999d"}, "next_update", '"30m"'),
        ({"posted_at": "2026-07-01T12:05:00Z"}, "posted_at", "future"),
        ({"posted_at": "1950-07-01T12:05:00Z"}, "posted_at", "too long ago"),
        ({"impact_from": "noon"}, "impact_from", "time with its zone"),
        ({"root_cause_by": "3d"}, "root_cause_by", "resolve"),
        ({"impact": "maintenance"}, "impact", "must be one of"),
        ({"template": "none"}, "template", "none yet"),
        ({"draft": "yes"}, "draft", "true or false"),
        ({"colour": "red"}, "colour", "not known"),
        ({"body ": "x"}, "body ", 'did you mean "body"?'),
    ],
)
def test_fault_is_named_by_its_field_and_nothing_is_done(
    post: Post, changed: dict[str, Any], field: str, says: str
) -> None:
    faults = refused(post(DOWN | changed))
    assert says in faults[field]
    assert all_of() == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "must be one object"),
        (b"[]", "must be one object"),
        (b'"up"', "must be one object"),
        (b"null", "must be one object"),
        (b"{", "not JSON"),
        (b'{"title": "a"} {}', "not JSON"),
        (b'{"title": NaN}', "not JSON"),
        (b'{"a": ' * 5000, "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b'{"title": "\\ud800"}', "not JSON"),
        (b'{"title": "Caf\xe9 closed"}', 'not UTF-8, here: “{"title": "Caf\ufffd closed'),
        ('{"title": "Ä"}'.encode("utf-16"), "not UTF-8"),
        (b'{"title": "One", "title": "Two"}', '"title" is there twice'),
        (b'{"components": {"api": "operational", "api": "major_outage"}}', '"api" is there twice'),
        (b'{"title": ' + b"9" * 5000 + b"}", ""),
        (b'{"title": 1e999}', ""),
    ],
)
def test_what_is_no_json_of_one_meaning_is_refused(post: Post, body: bytes, says: str) -> None:
    answer = post(body)
    [told, *_] = refused(answer, 422 if "object" in says else answer.status_code).values()
    assert answer.status_code in (400, 422)
    assert says in told
    assert all_of() == []


def test_mark_before_the_text_is_no_letter_of_it(post: Post) -> None:
    assert post(b"\xef\xbb\xbf" + json.dumps(DOWN).encode()).status_code == 201


def test_other_type_and_too_large_a_body_are_refused(post: Post) -> None:
    for kind in ("application/x-ndjson", "application/x-www-form-urlencoded", "text/plain", ""):
        answer = post(DOWN, kind=kind)
        refused(answer, 415)
        assert answer.headers["Accept"] == JSON
    refused(post(b" " * (1024 * 1024 + 1)), 413)


def test_move_that_does_not_exist_says_what_is_possible(post: Post) -> None:
    key = post(DOWN).get_json()["id"]
    updates = f"/{key}/updates"
    post({"body": "Over.", "status": "resolved"}, updates, 1)
    answer = post({"body": "More.", "status": "monitoring"}, updates, 2)
    refused(answer, 409)
    assert "Possible from here: investigating, postmortem" in answer.get_json()["detail"]
    again = post({"body": "It is back.", "status": "investigating"}, updates, 3)
    assert (again.status_code, again.get_json()["reopened"]) == (201, True)
    refused(post({"body": "x"}, "/nothing0000/updates"), 404)


def test_update_after_one_that_was_not_known_is_refused(post: Post) -> None:
    told = post(DOWN).get_json()
    updates = f"/{told['id']}/updates"
    seen = told["update"]["id"]
    assert post({"body": "Two.", "after": seen}, updates, 1).status_code == 201
    refused(post({"body": "Three.", "after": seen}, updates, 2), 409)
    assert len(all_of()[0].updates) == 2


def test_planned_work_is_stepped_on_and_asked_about_its_end(post: Post) -> None:
    start = NOON + 60 * MINUTE
    with clock.standing_at(NOON - 60 * MINUTE):
        work = schedule_maintenance(
            "Disks", "W.", start, start + 60 * MINUTE, ["api"], ADA, steps=BY_HAND
        )
    updates = f"/{work.key}/updates"
    begin = {"body": "We begin.", "status": "in_progress"}
    assert "early_end" in refused(post(begin, updates, 30))
    told = post(begin | {"early_end": "move"}, updates, 30).get_json()
    assert told["planned"]["scheduled_until"] == "2026-07-01T13:30:00Z"
    longer = {"body": "Longer.", "until": "2026-07-01T14:00:00Z"}
    assert post(longer, updates, 40).get_json()["planned"]["extensions"]
    assert post({"body": "Done.", "status": "completed"}, updates, 50).status_code == 201


def test_repeat_gives_the_first_answer_whatever_came_since(post: Post) -> None:
    first = post(DOWN, key="a1")
    post({"body": "More."}, f"/{first.get_json()['id']}/updates", 1)
    again = post(DOWN, minutes=60 * 24 * 6, key="a1")
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert len(all_of()) == 1
    refused(post(DOWN | {"title": "Other"}, key="a1"))
    assert len(all_of()) == 1


def test_key_belongs_to_its_address_and_a_refusal_leaves_it_free(post: Post) -> None:
    refused(post({}, key="a1"))
    key = post(DOWN, key="a1").get_json()["id"]
    word = {"body": "More."}
    refused(post(word, f"/{key}/updates", key="a1"))
    first = post(word, f"/{key}/updates", key="a2")
    again = post(word, f"/{key}/updates", minutes=5, key="a2")
    assert first.data == again.data
    assert len(all_of()[0].updates) == 2


def test_other_scope_opens_nothing(client: Client) -> None:
    token = create_token("prober", ["measurements", "cases", "alerts"], [])
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/v1/incidents", json=DOWN).status_code == 401
    answer = client.post("/api/v1/incidents", json=DOWN, headers=headers)
    assert answer.status_code == 403
    assert "scope incidents" in answer.get_json()["detail"]
    assert all_of() == []


def test_address_that_is_read_and_written_names_both(client: Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = client.open("/api/v1/incidents", method=method)
        assert answer.status_code == 405
        assert {"GET", "HEAD", "POST"} <= set(answer.headers["Allow"].split(", "))
    asked = client.open("/api/v1/incidents", method="OPTIONS")
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert {"GET", "POST"} <= set(asked.headers["Allow"].split(", "))


def test_keys_of_a_token_are_kept_bounded(store: Path) -> None:
    with db.transaction():
        for n in range(12):
            at = NOON + n * MINUTE
            forms.remember(f"api:one:{n}", "a", at)
            forms.remember(f"api:one2:{n}", "a", at)
        forms.keep_newest("api:one:", 5)
        kept = [n for n in range(12) if forms.answer_to(f"api:one:{n}")]
        others = [n for n in range(12) if forms.answer_to(f"api:one2:{n}")]
    assert (kept, others) == ([7, 8, 9, 10, 11], list(range(12)))


def test_characters_that_no_page_can_show_are_refused_by_field(post: Post) -> None:
    wrong = {"title": "a\u202eb", "body": "\x1b[31mDown\x00"}
    assert refused(post(DOWN | wrong | {"gaps": {"region": "Sp\u202eain", "zone": "EU"}})) == {
        "title": "It holds U+202E, which no page can show; remove it.",
        "gaps.region": "It holds U+202E, which no page can show; remove it.",
        "body": "It holds U+001B, U+0000, which no page can show; remove it.",
    }
    assert all_of() == []
    assert post(DOWN | {"body": "one\rtwo \u200f\U0001f4a5 \tthree"}).status_code == 201
    assert all_of()[0].updates[0].body == "one\ntwo \u200f\U0001f4a5 \tthree"
