"""Components and gaps in the forms of the desk: told apart, and filled where they stand."""

from __future__ import annotations

from pathlib import Path

from statuspage.actions.sync import sync
from statuspage.store.incidents import incidents
from statuspage.web.admin.writing.gaps import sentences
from tests.helpers.sites import a_table, add_to_config
from tests.web.conftest import Browser

NEW = "/admin/incidents/new"


def test_components_of_the_same_name_are_told_apart(ada: Browser, store: Path) -> None:
    add_to_config(
        store,
        a_table("groups", id="eu", name="Europe"),
        a_table("components", id="api-eu", name="API", group="eu"),
    )
    ada.send(NEW, body="You wait.", **{"component:api-eu": "major_outage"})
    assert incidents.newest(1)[0].title == "API (Europe) does not work"
    [card] = ada.get("/admin").tree.find_class("case")
    assert "API (Europe)" in card.text_content()


def test_title_is_asked_for_when_too_much_is_affected_to_name(ada: Browser, store: Path) -> None:
    add_to_config(store, a_table("components", id="four", name="Four"))
    states = {f"component:{one}": "major_outage" for one in ("api", "search", "docs", "four")}
    answer = ada.send(NEW, body="You wait.", **states)
    assert answer.code == 422
    assert "#field-title" in answer.tree.xpath("//*[@id='faults']//a/@href")


def test_gaps_are_asked_within_their_sentence() -> None:
    body = "Nothing here.\n{{component}} is slow for {{who}}.\nTell {{who}} about {{what}}."
    assert sentences({"body": body}, ["who", "what"]) == [
        [("[component]", ""), (" is slow for ", "who"), (".", "")],
        [("Tell [who]", ""), (" about ", "what"), (".", "")],
    ]


def test_prepared_text_brings_its_gaps_into_sight(ada: Browser, store: Path) -> None:
    folder = store / "content" / "templates"
    folder.mkdir()
    text = "---\ntitle: Slow\nkind: incident\n---\n{{component}} is slow for {{who}}.\n"
    (folder / "slow.md").write_text(text, "utf-8")
    sync(store / "config.toml", {})
    [chip] = ada.get(NEW).tree.find_class("chip")
    assert chip.get("formaction") == f"{NEW}#gaps"
    page = ada.send(NEW, do="template:slow", **{"component:api": "major_outage"})
    gaps = page.tree.get_element_by_id("gaps")
    assert "API is slow for" in gaps.text_content()
    assert [field.get("name") for field in gaps.iter("input")] == ["gap:who"]
