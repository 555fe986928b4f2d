"""Drafts of entries that publish themselves when it is time, and several that are published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff import drafts as actions
from statuspage.actions.staff import scheduled
from statuspage.actions.staff.imported_changes import take_changes
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.draft import Draft
from statuspage.domain.desk.entry_form import path_of
from statuspage.domain.desk.imported_change import ChangeBatch, ImportedChange
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import Conflict, InvalidInput
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.published import entries, events
from tests.helpers.sites import add_to_config

PATH = path_of(EntryKind.CHANGELOG)
FIELDS = {"title": "Faster search", "type": "changed", "body": "It is.", "version": "2.0"}
ADA, BOB = Actor("ada"), Actor("bob")
NOON = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)
LATER = NOON + timedelta(days=3)


def saved(path: str = PATH, **more: str) -> Draft:
    fields: Mapping[str, str] = {**FIELDS, **more}
    return actions.save_draft(path, said("draft.new_change"), fields, ADA)


def news() -> list[str]:
    """What is to be told of changes."""
    subjects = [one.subject for one in events.untold_from(0)]
    return [one for one in subjects if one.startswith("changelog/")]


def planned(**more: str) -> Draft:
    draft = saved(**more)
    with clock.standing_at(NOON):
        return scheduled.schedule(draft.key, draft.version, LATER, ADA)


@pytest.mark.usefixtures("store")
def test_draft_is_published_once_when_it_is_time_in_the_name_of_its_writer() -> None:
    planned(date="2020-01-01")
    with clock.standing_at(LATER - timedelta(seconds=1)):
        assert scheduled.publish_due() == []
    with clock.standing_at(LATER + timedelta(minutes=1)):
        [entry] = scheduled.publish_due()
        assert scheduled.publish_due() == []
    assert entries.all_of(EntryKind.CHANGELOG) == [entry]
    assert drafts.all_drafts() == []
    assert entry.details["version"] == "2.0"
    assert entry.at.date() == LATER.date()  # the day on which it comes out, so it is news
    assert news() == [f"changelog/{entry.slug}"]
    [act] = [one for one in audit.newest(9) if one.verb == "publish"]
    assert (act.who, act.at) == ("ada", LATER + timedelta(minutes=1))


@pytest.mark.usefixtures("store")
def test_imported_release_keeps_its_day_and_is_no_news_when_it_is_published_later() -> None:
    change = ImportedChange("Dark pages", version="1.0", day="2020-01-01", place="C.md:3")
    take_changes(ChangeBatch((change, ImportedChange("Unreleased", place="C.md:1"))), ADA)
    with clock.standing_at(NOON):
        for draft in drafts.all_drafts():
            scheduled.schedule(draft.key, draft.version, LATER, ADA)
    with clock.standing_at(LATER):
        stood = {entry.title: entry for entry in scheduled.publish_due()}
    assert f"{stood['Dark pages'].at:%Y-%m-%d}" == "2020-01-01"
    assert stood["Unreleased"].at.date() == LATER.date()
    assert news() == [f"changelog/{stood['Unreleased'].slug}"]


@pytest.mark.usefixtures("store")
def test_draft_that_cannot_be_published_stays_and_says_why() -> None:
    draft = planned(**{"component:gone": "on"})
    with clock.standing_at(LATER):
        assert scheduled.publish_due() == []
    left = drafts.by_key(draft.key)
    assert left.publish_at is None
    assert 'names "gone"' in str(left.fault)
    assert entries.all_of(EntryKind.CHANGELOG) == []
    again = scheduled.schedule(draft.key, draft.version, clock.now() + timedelta(days=1), ADA)
    assert again.fault is None


@pytest.mark.usefixtures("store")
def test_draft_cannot_be_scheduled_for_a_time_that_has_passed() -> None:
    draft = saved()
    with pytest.raises(InvalidInput, match="has passed"):
        scheduled.schedule(draft.key, draft.version, clock.now(), ADA)


@pytest.mark.usefixtures("store")
def test_draft_of_another_form_is_not_scheduled() -> None:
    draft = saved("/admin/incidents/new")
    with pytest.raises(Conflict, match="another form"):
        scheduled.schedule(draft.key, draft.version, LATER + timedelta(days=9), ADA)


@pytest.mark.usefixtures("store")
def test_draft_that_was_changed_is_not_published_as_it_was() -> None:
    draft = planned()
    actions.save_draft(
        PATH, draft.label, {**FIELDS, "title": "Not yet"}, BOB, key=draft.key, seen=draft.version
    )
    with clock.standing_at(LATER):
        assert scheduled.publish_due() == []
    assert drafts.by_key(draft.key).publish_at is None


@pytest.mark.usefixtures("store")
def test_draft_without_a_day_stands_under_the_day_of_its_publication() -> None:
    draft = saved()
    entry = scheduled.publish_entry(draft.key, draft.version, BOB)
    assert entry.at.date() == clock.now().date()
    with pytest.raises(Conflict):
        actions.discard(draft.key, BOB)


@pytest.mark.usefixtures("store")
def test_release_of_long_ago_is_published_quietly() -> None:
    draft = saved(date="2020-01-01")
    scheduled.publish_entry(draft.key, draft.version, ADA)
    assert news() == []


def test_draft_that_waits_for_a_colleague_is_published_after_their_approval(store: Path) -> None:
    add_to_config(store, "[desk]\napproval = true\n")
    draft = planned()
    with clock.standing_at(LATER):
        assert scheduled.publish_due() == []
    with clock.standing_at(NOON):
        with pytest.raises(Conflict, match="cannot approve"):
            actions.publish(draft.key, draft.version, ADA, _never, needs_approval=True)
        actions.publish(draft.key, draft.version, BOB, _never, needs_approval=True)
    with clock.standing_at(LATER):
        [entry] = scheduled.publish_due()
    assert entries.all_of(EntryKind.CHANGELOG) == [entry]
    with db.snapshot():
        [act] = [one for one in audit.newest(9) if one.verb == "publish"]
    assert (act.who, (act.after or {})["approved_by"]) == ("ada", "bob")


def test_command_line_waits_for_nobody(store: Path) -> None:
    add_to_config(store, "[desk]\napproval = true\n")
    typed = Actor("ada", via=Via.COMMAND_LINE)
    draft = saved()
    with pytest.raises(Conflict, match="cannot approve"):
        scheduled.publish_entry(draft.key, draft.version, ADA)
    assert scheduled.publish_entry(draft.key, draft.version, typed).title == "Faster search"
    again = scheduled.schedule(saved().key, 1, clock.now() + timedelta(days=1), typed)
    assert again.waits_since is None


def _never(_: Actor) -> str:
    raise AssertionError("it is published by itself")
