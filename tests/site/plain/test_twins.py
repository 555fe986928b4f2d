"""Every page has a Markdown twin that says the same, word for word, in each language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from statuspage import clock
from statuspage.publish.verify.reading import Folder
from statuspage.publish.verify.twins import twin_faults
from statuspage.render.twin import path_of
from statuspage.site import catalogue
from statuspage.site.page import HTML
from statuspage.site.plain.twins import has_twin
from statuspage.store import db
from tests.helpers.busy import NOW, make_busy
from tests.helpers.copies import publish
from tests.helpers.pages import rendered
from tests.helpers.sites import URL, change_config, write_site

_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_UNREAD = [
    "script",
    "style",
    "template",
    "dialog",
    "form",
    "button",
    "input",
    "select",
    "textarea",
]  # what no twin tells


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of a busy site in two languages; its store is open, at NOW."""
    folder = write_site(tmp_path_factory.mktemp("twins") / "site")
    make_busy(folder)
    with clock.standing_at(NOW):
        change_config(folder, "[site]", '[site]\nlanguages = ["en", "de"]')
        publish(folder.parent / "copy")
        yield folder.parent / "copy"
    db.close_store()


def letters(element: html.HtmlElement) -> str:
    """All that is read in an element, without what only holds words apart."""
    return "".join(char for char in element.text_content() if char not in " \n\t·:\u00a0")


def read_of(page: bytes) -> str:
    """What a reader of a page's main part reads, drawings by what is read aloud of them."""
    [main] = html.document_fromstring(page).iter("main")
    for element in main.xpath(".//*[@hidden or @aria-hidden='true'] | .//p[@class='above']"):
        element.drop_tree()
    for element in list(main.iter(*_UNREAD)):
        element.drop_tree()
    for drawing in list(main.iter("svg")):
        drawing.text, drawing[:] = drawing.get("aria-label"), []
    return letters(main)


def test_every_fact_of_a_page_is_in_its_twin(copy: Path) -> None:
    count = 0
    for found in catalogue.all_pages():
        if not has_twin(found.page):
            continue
        count += 1
        twin = (copy / path_of(found.path).lstrip("/")).read_text("utf-8")
        main = twin.rpartition("\n\n---\n\n")[0]
        told = html.fragment_fromstring(_READER.render(main), create_parent=True)
        assert letters(told) == read_of(catalogue.render(found).body), found.path
    assert count > 100


def test_each_page_names_its_twin_and_no_other_page_names_one(copy: Path) -> None:
    for found in catalogue.all_pages():
        if found.page.content_type != HTML:
            continue
        tree = etree.fromstring(catalogue.render(found).body, etree.HTMLParser(encoding="utf-8"))
        named = tree.xpath("//link[@rel='alternate'][@type='text/markdown']/@href")
        assert named == ([path_of(found.path)] if has_twin(found.page) else []), found.path
        twin = catalogue.find(path_of(found.path))
        assert (twin is not None and twin.page.content_type.startswith("text/markdown")) is bool(
            named
        )


def test_altered_twin_is_found_out(copy: Path) -> None:
    page = (copy / "sla" / "index.html").read_bytes()
    assert list(twin_faults(Folder(copy), "/sla", page)) == []
    place = copy / "sla.md"
    before = place.read_bytes()
    place.write_bytes(before.replace(b"99.95%", b"99.99%", 1))
    [fault] = twin_faults(Folder(copy), "/sla", page)
    place.write_bytes(before)
    assert fault.place == "/sla.md"
    assert "99.99%" in str(fault.text)


@pytest.mark.usefixtures("copy")
def test_llms_txt_lists_texts_that_are_there() -> None:
    text = rendered("/llms.txt").body.decode()
    lines = text.splitlines()
    assert lines[0] == "# Acme Cloud"
    assert lines[2].startswith("> ")
    links = [line.partition("](")[2].partition(")")[0] for line in lines if line.startswith("- [")]
    assert f"{URL}/index.md" in links
    assert f"{URL}/sla/api-availability.md" in links
    for link in links:
        if link.endswith(".md"):
            assert rendered(link.removeprefix(URL)).body
    assert "/de/index.md" in rendered("/de/llms.txt").body.decode()
