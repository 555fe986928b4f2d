"""Markdown as readers see it, and hostile texts."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from statuspage.content.markdown import plain_text, to_html

REL = 'rel="noopener noreferrer nofollow"'


def test_to_html_demotes_headings() -> None:
    html = to_html("# One\n\n## Two\n\n##### Five")
    assert html == "<h3>One</h3>\n<h4>Two</h4>\n<h6>Five</h6>"


def test_to_html_takes_underlined_headings_one_after_another() -> None:
    assert to_html("One\n===\nTwo\n---\ntext") == "<h3>One</h3>\n<h4>Two</h4>\n<p>text</p>"


def test_to_html_renders_tables_with_alignment_classes() -> None:
    html = to_html("| # | b |\n|:--|--:|\n| 1 | 2 |")
    assert '<th class="align-left">#</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert "style" not in html


def test_to_html_takes_a_table_whose_head_begins_with_a_hash() -> None:
    assert "<th># of errors</th>" in to_html("# of errors | region\n--- | ---\n12 | eu-1")


def test_to_html_keeps_fenced_code_as_it_is() -> None:
    html = to_html("```python\n# not a heading\n---\nx = '<b>'\n```")
    assert html == "<pre><code># not a heading\n---\nx = '&lt;b&gt;'\n</code></pre>"


def test_to_html_renders_lists_quotes_and_struck_words() -> None:
    html = to_html("- one\n    - two\n\n> said ~~not~~\n\n3. third")
    assert re.sub(r"\s", "", html) == (
        "<ul><li>one<ul><li>two</li></ul></li></ul>"
        '<blockquote><p>said<del>not</del></p></blockquote><olstart="3"><li>third</li></ol>'
    )


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("see https://x.example/a_b?c=1", f'<a href="https://x.example/a_b?c=1" {REL}>'),
        ("[mail](mailto:me@x.example)", f'<a href="mailto:me@x.example" {REL}>mail</a>'),
        ("[change](/changelog/faster)", f'<a href="/changelog/faster" {REL}>change</a>'),
        ("[x][1]\n\n[1]: https://x.example", f'<a href="https://x.example" {REL}>x</a>'),
        ("![chart](https://x.example/c.png)", f'<a href="https://x.example/c.png" {REL}>chart</a>'),
    ],
)
def test_to_html_links(text: str, link: str) -> None:
    assert link in to_html(text)


@pytest.mark.parametrize("scheme", ["javascript", "data", "vbscript", "file", "ftp"])
def test_to_html_leaves_links_of_other_schemes_as_written(scheme: str) -> None:
    text = f"[x]({scheme}:alert(1)) ![y]({scheme}:z)"
    assert to_html(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b style='x'>b</b> <![CDATA[ <?php ?> <!-- c",
        '<iframe src="/x"></iframe>',
    ],
)
def test_to_html_shows_raw_html_as_words(text: str) -> None:
    html = to_html(text)
    assert re.findall(r"<\w+", html) == ["<p"]
    assert plain_text(html) == text
    assert plain_text(Markup(html)) == text


def test_to_html_is_not_fooled_by_the_converters_own_marks() -> None:
    html = to_html("`a` \x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03 \x00")
    assert html == "<p><code>a</code> klzzwxh:0000 wzxhzdk:0</p>"


def test_to_html_forgets_what_former_texts_defined() -> None:
    to_html("[a]: https://x.example")
    assert to_html("[a]") == "<p>[a]</p>"


def test_to_html_works_in_several_threads_at_once() -> None:
    texts = [f"**{number}** `{number}` https://x.example/{number}" for number in range(40)]
    alone = [to_html(text) for text in texts]
    together: dict[int, list[str]] = {}
    threads = [
        Thread(target=lambda n=number: together.update({n: [to_html(text) for text in texts]}))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[number] for number in range(4)] == [alone] * 4


HOSTILE = [
    *("a" * 10_000 + " ", ">", "> - ", "- ", "1. ", "[", "![", "[a](", "[a][", "[]", "a](b)"),
    *("*a ", "**", "*_", "`a ", "x ```\n", "```a\n", "~~~a\n```b\n", "~~a ", "&#", "<", "<!--"),
    *("http://", "www.", "a@b.", "|", "|x", "`|", "\\*", "# a\n", "a\n=\n", "* * *\n", "> a\n"),
    *("- a\n", "|a|b|\n|-|-|\n", "    x\n", "\t", "\n", " ", "\U0001f600", "\u202e", "[a]: b\n"),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_to_html_is_quick_for_hostile_text(unit: str) -> None:
    text = (unit * (30_000 // len(unit) + 1))[:30_000]
    begun = time.process_time()
    html = to_html(text)
    plain_text(html)
    assert time.process_time() - begun < 3  # about 0.3 s; a square law takes minutes
    assert len(html) < 20 * len(text)


def test_to_html_of_more_brackets_than_anybody_writes_keeps_them_as_words() -> None:
    html = to_html("[a](/b) " * 3_000)
    assert "<a" not in html
    assert html.count("[a](/b)") == 3_000


def test_to_html_shows_what_looks_like_an_entity_as_written() -> None:
    assert to_html(r"\&ouml; `&lt;` &amp;lt; AT&T") == (
        "<p>&amp;ouml; <code>&amp;lt;</code> &amp;lt; AT&amp;T</p>"
    )


def test_to_html_reads_lists_and_numbers_as_people_write_them() -> None:
    html = to_html("We see errors:\n- api\n  - eu\n- web\n\n#4711 is with our vendor\n\n1) one")
    assert re.sub(r"\s*(<[^>]+>)\s*", r"\1", html) == (
        "<p>We see errors:</p><ul><li>api<ul><li>eu</li></ul></li><li>web</li></ul>"
        "<p>#4711 is with our vendor</p><ol><li>one</li></ol>"
    )


def test_to_html_is_quick_for_a_wide_table() -> None:
    text = "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|c|\n" * 2_500
    assert len(to_html(text)) < 20 * len(text)


def test_to_html_limits_nesting_but_keeps_the_words() -> None:
    html = to_html(">" * 5_000 + " deep\n\n" + "\n".join(" " * n + "- w" for n in range(200)))
    assert html.count("<blockquote>") == 12
    assert "deep" in html
    assert html.count("w") == 200
    assert html.count("<ul>") < 30


class _Balance(HTMLParser):
    """Checks that every element closes, and knows which there were."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


_PIECES = st.sampled_from(
    [*HOSTILE[1:], "a", " ", "\n\n", "](http://x)", "<b onclick=x>", "---|---"]
)


@given(st.lists(_PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_to_html_is_always_whole_and_clean(text: str) -> None:
    balance = _Balance()
    balance.feed(to_html(text))
    assert balance.open == []
    assert balance.attributes <= {"href", "title", "rel", "start", "class"}


def test_plain_text_parts_blocks_and_not_words() -> None:
    assert plain_text(to_html("# Title\nsome**what**\n- a\n- b\n\n- c & <d>")) == (
        "Title somewhat a b c & <d>"
    )
