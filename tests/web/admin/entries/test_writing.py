"""Changelog entries and outcomes written in the desk, and those that come from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.store.published import entries
from tests.web.conftest import Browser

CHANGE = {
    "title": "Faster search",
    "type": "changed",
    "date": "2026-06-30",
    "body": "Searches take **half** the time.",
    "component:search": "on",
}
OUTCOME = {
    "title": "Answers at weekends",
    "said": "Nobody answers on Sunday.",
    "state": "done",
    "heard": "12",
    "did": "Two people are on call.",
    "done": "2026-06-01",
    "evidence": "changelog/2026-06-30-faster-search\n\nhttps://example.com/proof",
    "body": "Since June somebody answers every day.",
}


def the_only(kind: EntryKind) -> Entry:
    [entry] = entries.all_of(kind)
    return entry


def test_changelog_form_publishes_an_entry(ada: Browser) -> None:
    page = ada.follow(ada.send("/admin/changelog/new", **CHANGE))
    entry = the_only(EntryKind.CHANGELOG)
    assert entry.title == "Faster search"
    assert entry.details["type"] == "changed"
    assert entry.details["components"] == ["search"]
    assert page.tree.xpath("//p[@data-done]/a/@href") == [entry.path]
    assert "half the time" in ada.get(entry.path).words()


def test_outcome_form_publishes_an_answer(ada: Browser) -> None:
    ada.send("/admin/outcomes/new", **OUTCOME)
    entry = the_only(EntryKind.OUTCOME)
    assert entry.details["heard"] == 12
    assert entry.details["evidence"] == [
        *("/changelog/2026-06-30-faster-search", "https://example.com/proof"),
    ]
    assert "Nobody answers on Sunday." in ada.get(entry.path).words()


@pytest.mark.parametrize(
    ("address", "words", "field"),
    [
        ("/admin/changelog/new", CHANGE | {"title": ""}, "title"),
        ("/admin/changelog/new", CHANGE | {"date": "soon"}, "date"),
        ("/admin/changelog/new", CHANGE | {"body": "About {{what}}."}, "gap:what"),
        ("/admin/outcomes/new", OUTCOME | {"heard": "often"}, "heard"),
        ("/admin/outcomes/new", OUTCOME | {"state": "declined"}, "reason"),
    ],
)
def test_entry_forms_give_faulty_words_back(
    ada: Browser, address: str, words: dict[str, str], field: str
) -> None:
    answer = ada.send(address, **words)
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert answer.fields()["body"].strip() == words["body"]
    assert entries.all_of(EntryKind.CHANGELOG) == entries.all_of(EntryKind.OUTCOME) == []


def test_entry_form_refuses_a_day_to_come(ada: Browser) -> None:
    page = ada.send("/admin/changelog/new", **CHANGE | {"date": "2999-01-01"})
    assert page.code == 422
    assert "is in the future" in page.words()


def test_entry_form_shows_what_is_there_and_makes_a_revision(ada: Browser) -> None:
    address = ada.send("/admin/outcomes/new", **OUTCOME).headers["Location"].partition("?")[0]
    shown = {name: text.strip() for name, text in ada.get(address).fields().items()}
    assert shown["evidence"].splitlines() == the_only(EntryKind.OUTCOME).details["evidence"]
    for name in OUTCOME.keys() - {"evidence"}:
        assert shown[name] == OUTCOME[name]
    ada.send(address, did="Three people are on call.", why="A third joined")
    changed = the_only(EntryKind.OUTCOME)
    assert changed.details["did"] == "Three people are on call."
    assert changed.details["heard"] == 12
    assert changed.revision == 2


def test_entry_sent_twice_is_published_once(ada: Browser) -> None:
    fields = ada.get("/admin/changelog/new").fields() | CHANGE
    first, second = (ada.post("/admin/changelog/new", fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert the_only(EntryKind.CHANGELOG).revision == 1


def test_entry_changed_after_sending_gives_its_words_back(ada: Browser) -> None:
    fields = ada.get("/admin/outcomes/new").fields() | OUTCOME
    ada.post("/admin/outcomes/new", fields)
    page = ada.follow(ada.post("/admin/outcomes/new", fields | {"did": "Something else."}))
    assert the_only(EntryKind.OUTCOME).details["did"] == OUTCOME["did"]
    assert page.fields()["did"].strip() == "Something else."
    assert "not published yet" in page.words()


def test_entry_preview_publishes_nothing(ada: Browser) -> None:
    page = ada.send("/admin/changelog/new", **CHANGE, do="preview")
    assert page.tree.xpath("//*[@id='preview']//strong/text()") == ["half"]
    assert entries.all_of(EntryKind.CHANGELOG) == []


def test_entry_from_a_file_is_shown_with_its_file_and_cannot_be_changed(
    ada: Browser, store: Path
) -> None:
    file = store / "content" / "changelog" / "2026-06-30-quick.md"
    file.parent.mkdir()
    file.write_text("---\ntitle: Quick\ndate: 2026-06-30\ntype: added\n---\nIt is.\n", "utf-8")
    sync(store / "config.toml", {})
    assert "content/changelog/2026-06-30-quick.md" in ada.get("/admin/changelog").words()
    address = "/admin/changelog/2026-06-30-quick"
    page = ada.get(address)
    assert "Change it there." in page.words()
    assert page.tree.xpath("//textarea") == []
    answer = ada.post(address, page.fields(0) | CHANGE)
    assert answer.code == 409
    assert the_only(EntryKind.CHANGELOG).title == "Quick"


def test_lists_say_what_will_appear_there(ada: Browser) -> None:
    assert "content/changelog/" in ada.get("/admin/changelog").words()
    assert "content/outcomes/" in ada.get("/admin/outcomes").words()
