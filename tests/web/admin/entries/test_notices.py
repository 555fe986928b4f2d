"""Notices written in the desk."""

from __future__ import annotations

import pytest

from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.store.published import entries
from tests.web.conftest import Browser

NOTICE = {
    "title": "Version 1 goes",
    "date": "2026-06-30",
    "kind": "deprecation",
    "effective": "2026-09-01",
    "removed": "2027-03-31",
    "notice_period": "60d",
    "reason": "Two versions cost twice.",
    "audience": "Whoever calls version 1",
    "follows": "pages/about",
    "operations": "GET /v1/things\nGET /v1/stuff",
    "body": "Version 2 does *all* of it.",
    "component:api": "on",
}


def the_only() -> Entry:
    [entry] = entries.all_of(EntryKind.NOTICE)
    return entry


def test_form_publishes_a_notice_and_shows_it_again(ada: Browser) -> None:
    preview = ada.send("/admin/notices/new", **NOTICE, do="preview")
    assert "Announced 63 days ahead; we promise 60 days." in preview.words()
    assert not entries.all_of(EntryKind.NOTICE)
    page = ada.follow(ada.send("/admin/notices/new", **NOTICE))
    entry = the_only()
    assert page.tree.xpath("//p[@data-done]/a/@href") == [entry.path]
    assert entry.details["operations"] == ["GET /v1/things", "GET /v1/stuff"]
    assert entry.details["components"] == ["api"]
    shown = {name: text.strip() for name, text in ada.get(f"/admin{entry.path}").fields().items()}
    assert {name: shown[name].replace("\r", "") for name in NOTICE} == NOTICE | {
        "follows": "/pages/about"
    }
    assert entry.title in ada.get("/admin/notices").words()
    assert "Two versions cost twice." in ada.get(entry.path).words()


def test_form_cancels_with_a_reason(ada: Browser) -> None:
    ada.send("/admin/notices/new", **NOTICE)
    ada.send(f"/admin{the_only().path}", cancelled="300 of you asked.", why="You asked")
    assert "Cancelled 300 of you asked." in ada.get(the_only().path).words()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"effective": ""}, "effective"),
        ({"reason": ""}, "reason"),
        ({"removed": "2026-08-31"}, "removed"),
        ({"kind": "price"}, "removed"),
        ({"notice_period": "60"}, "notice_period"),
        ({"notice_period": "36h"}, "notice_period"),
        ({"follows": "nowhere"}, "follows"),
    ],
)
def test_form_gives_faulty_words_back(ada: Browser, given: dict[str, str], field: str) -> None:
    answer = ada.send("/admin/notices/new", **NOTICE | given)
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert not entries.all_of(EntryKind.NOTICE)
