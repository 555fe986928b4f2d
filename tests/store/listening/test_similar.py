"""The search for answers that speak of the same: on both stores, in step with what stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from statuspage.actions.entries import write_entry
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.store import db
from statuspage.store.listening.similar import similar
from statuspage.store.published import entries, topics
from statuspage.store.tables.entries import Entry as Row
from tests.helpers.library import SITE
from tests.helpers.telling import ADA


def answer(title: str, said: str, former: Entry | None = None, **front: str) -> Entry:
    kept = {"title": title, "said": said, "state": "considering"} | front
    again: dict[str, Any] = {}
    if former is not None:
        again = {"slug": former.slug, "reason": "Clearer.", "seen": former.revision}
    return write_entry(EntryKind.OUTCOME, kept, "We look at it.", ADA, zone=SITE.zone, **again)


def found(text: str) -> list[str]:
    with db.snapshot():
        return similar(text, 5)


@pytest.fixture
def exports(store: Path) -> Entry:
    answer("Dark mode", "It is too bright at night.")
    return answer("Exports", "I want to take the history with me as a spreadsheet.")


def test_words_in_any_form_find_it_and_others_do_not(exports: Entry) -> None:
    assert found("Please let me EXPORT the hístories into spreadsheets") == [exports.slug]
    assert found('"OR" NEAR(* the) -- and not') == []
    assert found("") == []


def test_changed_withdrawn_and_returned_answers_are_followed(exports: Entry) -> None:
    assert found("a spreadsheet with the history") == [exports.slug]
    answer("Exports", "I want a calendar of maintenance.", exports)
    assert found("a spreadsheet with the history") == []
    assert found("maintenance in my calendar") == [exports.slug]
    with db.transaction():
        entries.change(EntryKind.OUTCOME, exports.slug, withdrawn_at=exports.at)
        topics.store_raised([EntryKind.OUTCOME])
    assert found("maintenance in my calendar") == []


def test_thousands_of_answers_are_searched(store: Path, exports: Entry) -> None:
    with db.transaction():
        kept: Any = Row.select().where(Row.slug == exports.slug).dicts()
        [row] = kept
        rows = [
            {**row, "id": 10 + number, "slug": f"n-{number}", "title": f"Number {number}"}
            | {"details": {"said": f"Please have this {number % 97} time with us again."}}
            for number in range(2_000)
        ]
        for start in range(0, len(rows), 500):
            Row.insert_many(rows[start : start + 500]).execute()
        topics.store_raised([EntryKind.OUTCOME])
    assert found("please have the history in a spreadsheet this time") == [exports.slug]
