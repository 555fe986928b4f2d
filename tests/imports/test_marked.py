"""HTML of other systems as Markdown: what our renderer makes of it reads as the source meant."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.content.markdown import plain_text, to_html
from statuspage.domain.vocabulary.text import one_line
from statuspage.imports.marked import markdown, plain

SIGNS = "*_`#>+-=|~[](){}<>&;:!.\\1 2\n\taäß/\"'"
WORDS = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(codec="utf-8")), max_size=60)


def shown(fragment: str) -> str:
    """What readers read of some HTML, on one line."""
    return plain_text(to_html(markdown(fragment)))


def rendered(fragment: str) -> str:
    return to_html(markdown(fragment)).replace("\n", "")


def text_of(words: str) -> str:
    """Some words as HTML shows them: a browser drops no sign but collapses white space."""
    return one_line(words)


@given(WORDS)
def test_any_text_reads_the_same_afterwards(words: str) -> None:
    assert shown(f"<p>{html.escape(words)}</p>") == text_of(words)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_lines_stay_lines_and_read_the_same(lines: list[str]) -> None:
    told = shown("<br>".join(map(html.escape, lines)))
    assert told == text_of(" ".join(lines))


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["ul", "ol"]))
def test_items_of_a_list_read_the_same(items: list[str], tag: str) -> None:
    inner = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    made = rendered(f"<{tag}>{inner}</{tag}>")
    assert plain_text(made) == text_of(" ".join(items))
    assert made.count("<li>") == sum(bool(one_line(item)) for item in items)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=3))
def test_cells_of_a_table_read_the_same(rows: list[list[str]]) -> None:
    inner = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    made = rendered(f"<table>{inner}</table>")
    assert plain_text(made) == text_of(" ".join(cell for row in rows for cell in row))
    assert made.count("<td>") == 2 * len(rows)


@given(WORDS, WORDS)
def test_words_with_marks_read_the_same(first: str, second: str) -> None:
    fragment = f"{html.escape(first)}<b>{html.escape(second)}</b><i>{html.escape(first)}</i>"
    assert shown(fragment) == text_of(first + second + first)


@given(WORDS)
def test_code_reads_the_same(words: str) -> None:
    assert shown(f"a <code>{html.escape(words)}</code> b") == text_of(f"a {words} b")


@pytest.mark.parametrize(
    ("fragment", "made"),
    [
        ("one<br>two<br/>three", "<p>one<br>two<br>three</p>"),
        ("one<br><br>two", "<p>one</p><p>two</p>"),
        ("2*3*4 and __init__", "<p>2*3*4 and __init__</p>"),
        ("#4711 is closed", "<p>#4711 is closed</p>"),
        ("1986. was a year<br>- 5 degrees", "<p>1986. was a year<br>- 5 degrees</p>"),
        ("&gt; 500 ms", "<p>&gt; 500 ms</p>"),
        ("2. Mai", "<p>2. Mai</p>"),
        ("1) one", "<p>1) one</p>"),
        ("a | b", "<p>a | b</p>"),
        ("x &amp;lt; y &amp; z", "<p>x &amp;lt; y &amp; z</p>"),
        ("<ol><li>first</li><li>second</li></ol>", "<ol><li>first</li><li>second</li></ol>"),
        ("<ol start=4><li>x</li></ol>", '<ol start="4"><li>x</li></ol>'),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>"),
        ("<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul>", None),
        ("<pre>a\n  b</pre>", "<pre><code>a  b</code></pre>"),
        ("<pre><code>a</code></pre>", "<pre><code>a</code></pre>"),
        ("<code>rm *.log</code>", "<p><code>rm *.log</code></p>"),
        ("<h2>Part #1</h2>x", "<h4>Part #1</h4><p>x</p>"),
        ("<blockquote>one<p>two</p></blockquote>", "<blockquote><p>one</p><p>two</p></blockquote>"),
        ("a<hr>b", "<p>a</p><hr><p>b</p>"),
        ("a <strong>b c</strong> d", "<p>a <strong>b c</strong> d</p>"),
        ("a<script>alert(1)</script><!-- no -->b", "<p>ab</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<b><p>a</p></b>", "<p>a</p>"),
        ("<b>a</b><b>b</b>c", "<p><strong>ab</strong>c</p>"),
        ("<i>a</i><i>b</i>", "<p><em>ab</em></p>"),
        ("<b>a</b><i>b</i>", "<p><strong>a</strong>b</p>"),
        ("*<i>a</i><b>b</b>", "<p>*<em>a</em>b</p>"),
        ("<blockquote>one<br>two</blockquote>", "<blockquote><p>one<br>two</p></blockquote>"),
        ("10<sup>3</sup>, 1<sup>st</sup>, s<sup>-1</sup>", "<p>10^3, 1st, s^-1</p>"),
        ("<q>no</q>", "<p>\u201cno\u201d</p>"),
        ('<a name="x">place</a>', "<p>place</p>"),
        (
            "<ul><p>x</p><li>a</li>tail</ul>",
            "<ul><li><p>a</p></li><li><p>x</p><p>tail</p></li></ul>",
        ),
    ],
)
def test_form_keeps_its_sense(fragment: str, made: str | None) -> None:
    if made is None:
        assert rendered(fragment).count("<li>") == 3
        assert "<li>c</li>" in rendered(fragment)
    else:
        assert rendered(fragment) == made


@pytest.mark.parametrize(
    ("fragment", "body"),
    [
        ('see <a href="https://e.example/x">the note</a>.', "see [the note](https://e.example/x)."),
        ('see <a href="https://e.example/">https://e.example/</a>', "see https://e.example/"),
        ('<a href="/x">here</a>', "[here](https://s.example/x)"),
        ('<a href="https://e.example/a (b)">c</a>', "[c](https://e.example/a%20%28b%29)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<a href="http://[">here</a>', "here"),
        ("<img src='https://e.example/a.png' alt='error graph'>", None),
        ("<img src='data:image/png;base64,AA' alt='error graph'>", "error graph"),
        ("<img src='https://e.example/a.png'>", "https://e.example/a.png"),
        ("https://e.example/a_b__c", "<https://e.example/a_b__c>"),
    ],
)
def test_links_and_pictures_stay(fragment: str, body: str | None) -> None:
    wanted = "[error graph](https://e.example/a.png)" if body is None else body
    assert markdown(fragment, "https://s.example/incidents/1") == wanted


def test_cells_of_a_table_stay_apart() -> None:
    fragment = "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d<br>e</td></tr></table>"
    assert markdown(fragment) == "| a | b |\n| --- | --- |\n| c | d / e |"


def test_title_in_html_is_its_words() -> None:
    assert plain("R&amp;D <b>search</b><br>x") == "R&D search x"
