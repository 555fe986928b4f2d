"""Beside the words: hints, gaps of templates, sentences said too often, and what comes first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.states import Status
from statuspage.store.incidents import incidents
from tests.web.conftest import Browser

NEW = "/admin/incidents/new"
VAGUE = {
    "title": "Slow",
    "body": "Some users may see latency. Please try again.",
    "next_update": "30",
}
TEMPLATE = """---
title: "{{what}} is slow"
kind: incident
---
Answers of {{what}} are slow for {{who}}. Please try again.
"""
BOB = Actor("bob")


def test_preview_shows_hints_and_forbids_nothing(ada: Browser) -> None:
    page = ada.send(NEW, **VAGUE, do="preview")
    [hints] = page.tree.find_class("hints")
    assert "“Some users”: say who, or how many of how many." in hints.text_content()
    assert "Try “slow answers”." in hints.text_content()
    assert ada.post(NEW, page.fields() | {"do": "publish"}).code == 303


def test_preview_names_characters_that_nobody_will_see(ada: Browser) -> None:
    body = "You see errors.\x1b \u202ePlease try again."
    page = ada.send(NEW, **VAGUE | {"body": body}, do="preview")
    assert "Left out: U+001B, U+202E." in page.words()


def test_live_preview_shows_the_same_hints(ada: Browser) -> None:
    fields = ada.get(NEW).fields() | VAGUE | {"do": "preview"}
    live = ada.post(NEW, fields, headers={"X-Live-Preview": "1"})
    assert "“Some users”" in live.words()
    unfinished = ada.post(NEW, fields | {"title": ""}, headers={"X-Live-Preview": "1"})
    assert unfinished.code == 200
    assert '<p class="hint">Before it can be shown:' in unfinished.text
    assert "“Some users”" in unfinished.words()


def test_plain_words_have_no_hints(ada: Browser) -> None:
    page = ada.send(NEW, **VAGUE | {"body": "You see errors. Please try again."}, do="preview")
    assert page.tree.find_class("hints") == []


def test_hints_are_not_published(ada: Browser) -> None:
    ada.send(NEW, **VAGUE)
    [incident] = incidents.newest(5)
    assert "say who" not in ada.get(incident.path).words()


def test_reopening_without_components_is_hinted_at(ada: Browser) -> None:
    incident = open_incident("Slow", NewUpdate("You wait."), BOB)
    post_update(incident.key, NewUpdate("Over.", Status.RESOLVED), BOB)
    page = ada.send(
        f"/admin{incident.path}", body="You wait again.", status="investigating", do="preview"
    )
    assert "This reopens it, but no component is named" in page.words()


def test_entry_has_hints_too(ada: Browser) -> None:
    change = {"title": "Faster", "body": "Less latency.", "type": "changed", "date": "2026-07-01"}
    assert "“latency”" in ada.send("/admin/changelog/new", **change, do="preview").words()


@pytest.fixture
def template(store: Path) -> None:
    """A prepared text with gaps in its title and its words."""
    (store / "content" / "templates").mkdir()
    (store / "content" / "templates" / "slow.md").write_text(TEMPLATE, "utf-8")
    assert sync(store / "config.toml", {}).problems == ()


@pytest.mark.usefixtures("template")
def test_gaps_of_a_template_have_fields_that_fill_them(ada: Browser) -> None:
    page = ada.send(NEW, do="template:slow")
    assert page.fields()["title"] == "{{what}} is slow"
    fields = page.fields()
    assert [name for name in fields if name.startswith("gap:")] == ["gap:what", "gap:who"]
    half = ada.post(NEW, fields | {"gap:what": "Search", "do": "publish"})
    assert half.code == 422
    assert half.fields()["title"] == "Search is slow"
    assert [name for name in half.fields() if name.startswith("gap:")] == ["gap:who"]
    assert ada.post(NEW, half.fields() | {"gap:who": "shops"}).code == 303
    [incident] = incidents.newest(5)
    assert incident.title == "Search is slow"
    assert incident.updates[0].body.startswith("Answers of Search are slow for shops.")


def test_form_without_a_template_has_no_fields_for_gaps(ada: Browser) -> None:
    assert "Gaps to fill in" not in ada.get(NEW).words()


def test_gap_in_any_text_of_an_entry_is_refused(ada: Browser) -> None:
    answer = ada.send(
        "/admin/outcomes/new", title="Fax", body="No.", said="Send a {{thing}}.", state="planned"
    )
    assert answer.code == 422
    assert "Still to be filled in: {{thing}}." in answer.words()


def test_third_no_change_in_a_row_asks_for_a_word(ada: Browser) -> None:
    address = f"/admin{open_incident('Slow', NewUpdate('You wait.'), BOB).path}"
    hint = "Say what you tried, even if it did not help."
    for times in range(1, 4):
        ada.send(address, do="no-change")
        assert (hint in ada.get(address).words()) == (times == 3)
    assert hint in ada.get("/admin").words()
    ada.send(address, body="We tried another disk.", status="investigating")
    assert hint not in ada.get(address).words()


def first(browser: Browser) -> str:
    """What stands in front of the desk."""
    found = browser.get("/admin").tree.xpath("//section[@aria-labelledby='front']")
    return " ".join(found[0].text_content().split()) if found else ""


def test_nothing_stands_in_front_of_a_quiet_desk(ada: Browser) -> None:
    assert first(ada) == ""


def test_open_impact_window_is_still_owed(ada: Browser) -> None:
    now = clock.now()
    with clock.standing_at(now - timedelta(days=2)):
        past = open_incident("Past", NewUpdate("You wait.", impact_from=clock.now()), BOB)
        post_update(past.key, NewUpdate("Over.", Status.RESOLVED), BOB)
    open_incident("Slow", NewUpdate("You wait.", next_due=now + timedelta(minutes=10)), BOB)
    shown = first(ada)
    assert "Past Over, but the end of its impact is not stated." in shown
    assert "Slow" not in shown  # its own card says when the next word is due


def test_root_cause_that_is_owed_stands_in_front(ada: Browser) -> None:
    incident = open_incident("Slow", NewUpdate("You wait."), BOB)
    due = clock.now() + timedelta(days=10)
    post_update(incident.key, NewUpdate("Over.", Status.RESOLVED, root_cause_by=due), BOB)
    assert "Slow Over, but not closed: 1 promise is still open." in first(ada)


def test_keys_are_explained_and_every_one_exists(ada: Browser) -> None:
    [listed] = ada.get("/admin").tree.find_class("keys")
    explained = {key.text for key in listed.iter("kbd")}
    found = {key for path in ("/admin", NEW) for key in ada.get(path).tree.xpath("//@accesskey")}
    assert explained == found
