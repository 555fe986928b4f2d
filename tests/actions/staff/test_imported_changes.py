"""Changes from other changelogs as drafts: each once, however often they are read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statuspage.actions.given import Actor
from statuspage.actions.staff import drafts as actions
from statuspage.actions.staff import scheduled
from statuspage.actions.staff.imported_changes import take_changes
from statuspage.domain.desk.imported_change import ChangeBatch, ChangesTaken, ImportedChange
from statuspage.said import said
from statuspage.store.desk import audit, drafts

ADA = Actor("ada")
NEW = ImportedChange("Dark pages", type="added", components=("api",), place="CHANGELOG.md:8")
FAST = ImportedChange(
    "Faster search", "It *is*.", version="1.1", day="2026-10-02", place="CHANGELOG.md:9"
)
OLD = ImportedChange("Dark pages", version="1.0", day="2020-01-01", place="CHANGELOG.md:10")


def take(*changes: ImportedChange) -> ChangesTaken:
    return take_changes(ChangeBatch(changes), ADA)


@pytest.mark.usefixtures("store")
def test_changes_become_drafts_with_all_they_say() -> None:
    assert take(NEW, FAST, OLD) == ChangesTaken(taken=3, known=0)
    new, fast, old = drafts.at_path("/admin/changelog/new")
    assert fast.fields == {
        "title": "Faster search",
        "type": "changed",
        "date": "2026-10-02",
        "version": "1.1",
        "body": "It *is*.",
    }
    assert (new.fields["component:api"], new.source) == ("on", "CHANGELOG.md:8")
    assert old.release == "1.0"
    assert audit.newest(5) == []


@pytest.mark.usefixtures("store")
def test_changes_read_again_are_known_whatever_became_of_them() -> None:
    take(NEW, FAST, OLD)
    new, fast, _ = drafts.at_path("/admin/changelog/new")
    scheduled.publish_entry(fast.key, fast.version, ADA)
    actions.discard(new.key, ADA)
    assert take(NEW, FAST, OLD) == ChangesTaken(taken=0, known=3)


@pytest.mark.usefixtures("store")
def test_change_that_gained_its_release_is_known_and_its_draft_says_so() -> None:
    take(NEW)
    released = replace(NEW, version="1.2", day="2026-11-01")
    assert take(released) == ChangesTaken(taken=0, known=1, dated=1)
    [draft] = drafts.all_drafts()
    assert (draft.release, draft.fields["date"]) == ("1.2", "2026-11-01")
    assert take(NEW, released) == ChangesTaken(taken=1, known=1)  # the same words, once more
    assert take(NEW, released) == ChangesTaken(taken=0, known=2)


@pytest.mark.usefixtures("store")
def test_same_words_twice_in_a_release_are_two_changes() -> None:
    assert take(OLD, OLD).taken == 2
    assert take(OLD, OLD, OLD) == ChangesTaken(taken=1, known=2)


@pytest.mark.usefixtures("store")
def test_change_that_was_written_in_the_desk_is_known() -> None:
    fields = {"title": "Faster search", "version": "1.1", "type": "added", "body": "Yes."}
    draft = actions.save_draft("/admin/changelog/new", said("draft.new_change"), fields, ADA)
    scheduled.publish_entry(draft.key, draft.version, ADA)
    assert take(FAST) == ChangesTaken(taken=0, known=1)
