"""What programs hand in for people to read first, with prepared texts, and what checks know."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.erasure import copies_of, erase
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.sync import sync
from statuspage.domain.desk.audit import APPROVED_BY
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.settings import current_settings
from tests.helpers.postmortems import ADA
from tests.helpers.sites import a_probe, add_to_config
from tests.web.api.test_incidents import DOWN, NOON, all_of, refused
from tests.web.conftest import Browser, Post

TEMPLATE = """---
title: "Trouble in {{region}}"
kind: incident
status: identified
next_update: 15m
components:
  search: partial_outage
---
{{components}} fails in {{region}} since {{start}}.
"""


@pytest.fixture
def template(store: Path) -> None:
    """A prepared text in content/templates."""
    (store / "content" / "templates").mkdir()
    (store / "content" / "templates" / "region.md").write_text(TEMPLATE, "utf-8")
    assert sync(store / "config.toml", {}).problems == ()


@pytest.fixture
def approval(store: Path) -> None:
    """A site that asks for a second pair of eyes."""
    add_to_config(store, "\n[desk]\napproval = true\n")


def test_draft_is_kept_for_the_desk_and_nothing_is_published(post: Post) -> None:
    told = {
        **DOWN,
        "draft": True,
        "next_update": "45m",
        "owner": "Ada",
        "impact_from": "2026-07-01T11:40:00Z",
        "impact": "minor",
    }
    answer = post(told, key="k")
    assert answer.status_code == 202
    assert post(told, key="k").data == answer.data
    [draft] = drafts.all_drafts()
    assert answer.get_json() == {
        "draft": draft.key,
        "waits": False,
        "url": f"https://status.acme.example/admin/drafts/{draft.key}",
    }
    assert dict(draft.fields) == {
        "title": "API errors",
        "body": "Some calls *fail*.",
        "status": "investigating",
        "component:api": "partial_outage",
        "impact": "minor",
        "owner": "Ada",
        "impact_from": "2026-07-01T12:40",
        "next_update": "45",
    }
    assert draft.writers == ("monitor",)
    assert all_of() == []


def test_draft_that_could_not_be_published_is_refused(post: Post) -> None:
    refused(post({**DOWN, "draft": True, "body": "{{gap}}"}))
    refused(post({**DOWN, "draft": True, "components": {"no": "major_outage"}}))
    assert drafts.all_drafts() == []


@pytest.mark.usefixtures("approval")
def test_words_wait_for_approval_where_the_site_asks_for_it(post: Post, ada: Browser) -> None:
    answer = post(DOWN | {"root_cause_by": None})
    assert (answer.status_code, answer.get_json()["waits"]) == (202, True)
    page = ada.get(f"/admin/drafts/{answer.get_json()['draft']}")
    [form] = [form for form in page.tree.forms if "Approve" in form.text_content()]
    assert ada.post(form.action, dict(form.form_values())).code == 303
    [incident] = all_of()
    assert (incident.title, incident.updates[0].author) == ("API errors", "monitor")
    with db.snapshot():
        entries = [one for one in audit.newest(20) if one.subject == f"incident/{incident.key}"]
    assert entries[0].after is not None
    assert (entries[0].who, entries[0].after[APPROVED_BY]) == ("monitor", "ada")


@pytest.mark.usefixtures("approval")
def test_update_waits_too_and_is_published_as_it_was_written(
    post: Post, ada: Browser, store: Path
) -> None:
    first = post(DOWN).get_json()["draft"]
    [form] = [
        form
        for form in ada.get(f"/admin/drafts/{first}").tree.forms
        if "Approve" in form.text_content()
    ]
    ada.post(form.action, dict(form.form_values()))
    [incident] = all_of()
    word = {"body": "Over.", "status": "resolved", "root_cause_by": "2026-07-09T12:00:00Z"}
    answer = post(word, f"/{incident.key}/updates", key="u")
    assert (answer.status_code, answer.get_json()["waits"]) == (202, True)
    [draft] = drafts.all_drafts()
    assert draft.path == f"/admin/incidents/{incident.key}"
    assert draft.fields["root_cause_by"] == "2026-07-09"
    assert all_of()[0].is_open


@pytest.mark.usefixtures("template")
def test_prepared_text_is_taken_where_the_body_says_nothing(post: Post) -> None:
    told = post({"template": "region", "gaps": {"region": "Spain"}}).get_json()
    assert (told["title"], told["status"]) == ("Trouble in Spain", "identified")
    assert told["update"]["body"].startswith("Search fails in Spain since 1 July 2026, 13:00")
    assert told["next_update"] == "2026-07-01T12:15:00Z"
    assert [(one["id"], one["state"]) for one in told["components"]] == [
        ("search", "partial_outage")
    ]
    said = {"title": "Own", "body": "First.", "status": "monitoring", "next_update": None}
    told = post({**said, "template": "region", "gaps": {"region": "Peru"}}).get_json()
    assert (told["title"], told["status"], told["next_update"]) == ("Own", "monitoring", None)
    assert told["update"]["body"].startswith("First.\n\nSearch fails in Peru")


@pytest.mark.usefixtures("template")
def test_gap_that_nobody_filled_and_a_text_for_other_words_are_refused(post: Post) -> None:
    assert "{{region}}" in refused(post({"template": "region"}))["body"]
    assert "There are: region" in refused(post({"template": "regoin"}))["template"]
    key = post(DOWN).get_json()["id"]
    faults = refused(post({"template": "region"}, f"/{key}/updates"))
    assert "none yet" in faults["template"]


def test_incident_begins_when_checks_first_saw_it(post: Post, store: Path) -> None:
    add_to_config(store, a_probe())
    rows = [
        (n, {"probe": "api-http", "at": f"2026-07-01T11:{n}:00Z", "state": "down"})
        for n in range(50, 60)
    ]
    with clock.standing_at(NOON):
        record_checks(rows, current_settings())
    assert post(DOWN).get_json()["impact_from"] == "2026-07-01T11:50:00Z"
    stated = post(DOWN | {"impact_from": "2026-07-01T11:55:00Z"}).get_json()
    assert stated["impact_from"] == "2026-07-01T11:55:00Z"
    other = post(DOWN | {"components": {"docs": "partial_outage"}}).get_json()
    assert other["impact_from"] is None


def test_erased_words_are_taken_out_of_the_answers_that_are_remembered(post: Post) -> None:
    secret = "Call Jane Placeholder on 555-0100 about it."
    told = DOWN | {"body": f"*Sorry.* {secret}", "owner": "Jane Placeholder"}
    key = post(told, key="one").get_json()["id"]
    other = post(DOWN, key="two").data
    [incident] = [one for one in all_of() if one.key == key]
    zone = ZoneInfo("Europe/London")
    for subject in (f"update/{incident.updates[0].key}", f"incident/{key}"):
        words = {"body": "Call us."} if subject.startswith("update") else {"owner": "Us"}
        with db.snapshot():
            assert copies_of(subject, words).answers == 1
        erase(subject, words, "Asked for", ADA, zone=zone)
    again = post(told, key="one")
    assert again.status_code == 201
    assert again.get_json()["id"] == key
    assert "Jane" not in again.text
    assert "555" not in again.text
    assert post(DOWN, key="two").data == other


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-07-01T10:00:07Z", "2026-07-01T11:00:07"),
        ("2025-10-26T00:30:00Z", "2025-10-26T01:30"),
        ("2025-10-26T01:30:00Z", "2025-10-26T01:30:00+00:00"),  # the second half past one
    ],
)
def test_times_of_a_draft_are_published_to_the_second(
    post: Post, ada: Browser, told: str, kept: str
) -> None:
    key = post({**DOWN, "draft": True, "impact_from": told}).get_json()["draft"]
    [draft] = drafts.all_drafts()
    assert draft.fields["impact_from"] == kept
    assert ada.get(f"{draft.path}?draft={key}").fields()["title"] == "API errors"
    page = ada.get(f"/admin/drafts/{key}")
    [form] = [form for form in page.tree.forms if "Publish" in form.text_content()]
    assert ada.post(form.action, dict(form.form_values())).code == 303
    assert all_of()[0].impact_from == datetime.fromisoformat(told)
