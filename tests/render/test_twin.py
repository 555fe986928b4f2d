"""Words of a page stay words in its Markdown twin, whatever signs they hold."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import html
from markdown_it import MarkdownIt

from statuspage.domain.vocabulary.text import one_line
from statuspage.render.twin import page_of, path_of, twin

_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_PAGE = '<!doctype html><link rel="canonical" href="https://s.example/a"><main>{}</main>'


def made(main: str) -> str:
    """The twin of a page, without its foot."""
    return twin(_PAGE.format(main).encode()).decode().rpartition("\n\n---\n\n")[0]


def read(markdown: str) -> html.HtmlElement:
    """What a reader of Markdown makes of it."""
    return html.fragment_fromstring(_READER.render(markdown), create_parent=True)


@given(
    some.lists(
        some.text(some.sampled_from("ab_*[]()<>&#;`~|\\!-+=.1 \u00e4"), max_size=30), max_size=4
    )
)
def test_no_word_is_a_mark(texts: list[str]) -> None:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in texts)
    told = [one_line(one.text_content()) for one in read(made(paragraphs)).iter("p")]
    assert told == [one_line(text) for text in texts if one_line(text)]


@given(some.text(some.sampled_from("ab`\\<&| *"), max_size=20).map("w{}".format))
def test_tables_lists_and_code_hold_any_words(text: str) -> None:
    told = escape(text)
    tree = read(made(
        f"<table><thead><tr><th>H</th></tr></thead><tbody><tr><td>{told}</td></tr></tbody></table>"
        f"<ul><li>{told}<ul><li>{told}</li></ul></li></ul><pre>{told}</pre>"
    ))  # fmt: skip
    [cell] = tree.iter("td")
    assert one_line(cell.text_content()) == one_line(text)
    assert [one_line(one.text or "") for one in tree.iter("li")][:1] == [one_line(text)]
    assert [one.text_content().rstrip("\n") for one in tree.iter("pre")] == [text]


@pytest.mark.parametrize(
    ("main", "told"),
    [
        ('<p><a href="/b?x=(1)">B</a><span>c</span></p>', "[B](https://s.example/b?x=%281%29) c"),
        ("<h2>A<time>3</time></h2><p hidden>no</p>", "## A 3"),
        ("<p>a<svg aria-hidden='true'><text>no</text></svg> <svg aria-label='b'/></p>", "a b"),
        ("<dl><div><dt>Owner</dt><dd>Ada</dd></div></dl>", "- **Owner**: Ada"),
        ("<details><summary><h3>More</h3>2</summary><p>a</p></details>", "### More\n\n2\n\na"),
        ("<form><p>Fill me in</p><button>Go</button></form><p class='above'>Up</p>", ""),
        ("<p class='meta'><span>a</span><span>b</span></p>", "a · b"),
    ],
)  # fmt: skip
def test_each_thing_has_its_form(main: str, told: str) -> None:
    assert made(main) == told


def test_twin_stands_beside_its_page() -> None:
    for page in ("/", "/de/", "/sla", "/incidents/abc", "/sla/api/2026-07"):
        assert page_of(path_of(page)) == page
