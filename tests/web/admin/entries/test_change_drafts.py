"""Drafts of changes on the desk: by release, ticked, published now, later, or discarded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.imported_changes import take_changes
from statuspage.actions.staff.scheduled import publish_due
from statuspage.domain.desk.imported_change import ChangeBatch, ImportedChange
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store.desk import drafts
from statuspage.store.published import entries
from tests.web.conftest import Browser

CHANGES = (
    ImportedChange("Dark pages", type="added", place="C.md:3"),
    ImportedChange("Faster search", version="1.1", day="2026-01-05", place="C.md:7"),
    ImportedChange("About {{what}}", version="1.1", day="2026-01-05", place="C.md:8"),
    ImportedChange("Old door", version="1.0", place="C.md:12", breaking=True),
)
ADDRESS = "/admin/drafts/changelog"
LATER = clock.now().replace(microsecond=0) + timedelta(days=2)


@pytest.fixture
def imported(store: Path) -> Path:
    take_changes(ChangeBatch(CHANGES), Actor("ada"))
    return store


def press(browser: Browser, place: int, do: str, **more: str) -> str:
    """Press a button of the release at a place; returns what the page after it says."""
    page = browser.get(ADDRESS)
    forms = [form for form in page.tree.forms if form.action == ADDRESS]
    answer = browser.post(ADDRESS, {**dict(forms[place].form_values()), "do": do, **more})
    return (answer if answer.code != 303 else browser.follow(answer)).words()


def titles() -> list[str]:
    return [entry.title for entry in entries.all_of(EntryKind.CHANGELOG)]


@pytest.mark.usefixtures("imported")
def test_drafts_are_listed_by_release_and_counted_on_the_desk(ada: Browser) -> None:
    assert "4 imported changes wait as drafts" in ada.get("/admin").words()
    assert "4 drafts" in ada.get("/admin/changelog").words()
    page = ada.get(ADDRESS)
    assert [one.text_content() for one in page.tree.iter("h2")] == [
        "Without a version",
        "Version 1.1",
        "Version 1.0",
    ]
    assert "from C.md:7" in page.words()


@pytest.mark.usefixtures("imported")
def test_release_is_published_and_what_cannot_be_stays(ada: Browser) -> None:
    told = press(ada, 1, "publish")
    assert "About {{what}}: Still to be filled in" in told
    assert titles() == ["Faster search"]
    assert "Published" in press(ada, 0, "publish")
    assert titles() == ["Dark pages", "Faster search"]
    assert len(drafts.all_drafts()) == 2


@pytest.mark.usefixtures("imported")
def test_release_is_published_later_and_discarded(ada: Browser) -> None:
    assert "Give the time" in press(ada, 2, "later")
    assert "has passed" in press(ada, 2, "later", publish_at="2020-01-01T10:00")
    told = press(ada, 2, "later", publish_at=f"{LATER:%Y-%m-%dT%H:%M}")
    assert "to be published" in told
    with clock.standing_at(LATER + timedelta(minutes=1)):
        publish_due()
    assert titles() == ["Old door"]
    assert "Discarded" in press(ada, 1, "discard")
    assert len(drafts.all_drafts()) == 1


@pytest.mark.usefixtures("imported")
def test_nothing_ticked_and_unknown_buttons_are_told(ada: Browser) -> None:
    token = ada.get(ADDRESS).fields()["csrf_token"]
    assert "Tick the drafts" in ada.post(ADDRESS, {"csrf_token": token, "do": "publish"}).words()
    assert ada.post(ADDRESS, {"csrf_token": token, "do": "jump"}).code == 400


@pytest.mark.usefixtures("store")
def test_form_with_a_time_is_kept_until_then(ada: Browser) -> None:
    fields = {
        "title": "Dark pages",
        "type": "added",
        "date": "2999-01-01",
        "version": "2.0",
        "publish_at": f"{LATER:%Y-%m-%dT%H:%M}",
    }
    page = ada.follow(ada.send("/admin/changelog/new", **fields))
    assert "Kept until its time" in page.words()
    assert titles() == []
    [draft] = drafts.all_drafts()
    assert "to be published" in ada.get("/admin").words()
    with clock.standing_at(LATER + timedelta(minutes=1)):
        [entry] = publish_due()
    assert (entry.title, entry.details["version"]) == ("Dark pages", "2.0")
    assert draft.writer == "ada"


@pytest.mark.usefixtures("imported")
def test_imported_day_stays_when_its_form_is_given_a_time(ada: Browser) -> None:
    draft = next(one for one in drafts.all_drafts() if one.heading == "Faster search")
    later = f"{LATER:%Y-%m-%dT%H:%M}"
    ada.send(f"/admin/changelog/new?draft={draft.key}", publish_at=later)
    assert "Kept until its time" in ada.get(f"/admin/drafts/{draft.key}?done=later").words()
    with clock.standing_at(LATER + timedelta(minutes=1)):
        [entry] = publish_due()
    assert (entry.title, f"{entry.at:%Y-%m-%d}") == ("Faster search", "2026-01-05")


@pytest.mark.usefixtures("store")
def test_form_with_a_time_that_has_passed_gives_its_words_back(ada: Browser) -> None:
    fields = {"title": "Dark", "type": "added", "date": "2026-01-01"}
    answer = ada.send("/admin/changelog/new", publish_at="2020-01-01T10:00", **fields)
    assert answer.code == 422
    assert "#field-publish_at" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert drafts.all_drafts() == []


def test_draft_of_a_type_that_is_none_is_listed_all_the_same(ada: Browser) -> None:
    fields = ada.get("/admin/changelog/new").fields()
    sent = {**fields, "title": "Old door", "type": "../<b>", "do": "draft"}
    assert ada.post("/admin/changelog/new", sent).code in (200, 303)
    page = ada.get(ADDRESS)
    assert page.code == 200
    assert "../<b>" in page.words()
