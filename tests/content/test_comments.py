"""Comments in Markdown are notes among writers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.content.comments import without_comments
from statuspage.content.markdown import to_html


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("one <!-- for us --> two", "one  two"),
        ("<!-- for us -->one", "one"),
        ("one\n<!-- for us -->\ntwo", "one\ntwo"),
        ("- one\n<!-- for us\n\nof many lines -->\n- two", "- one\n- two"),
        ("one <!-- for us\n\n```\nof many -->blocks", "one blocks"),
        ("one <!-- a --> two <!-- b -->", "one  two "),
        ("one <!-- `a` --> two", "one  two"),
        ("a ` b <!-- c -->", "a ` b "),
        ("`a` <!-- c -->\n\n`b`", "`a` \n\n`b`"),
        ("<!-->one<!---->", "one"),
        ("<!-- all of it -->", ""),
    ],
)
def test_without_comments_leaves_them_out(text: str, left: str) -> None:
    assert without_comments(text) == left


@pytest.mark.parametrize(
    "text",
    [
        *("no comment", "a -> b --> c", "<!-- that never ends", r"\<!-- shown -->", "`<!-- x -->`"),
        *(
            "```\n<!-- x -->\n```",
            "~~~html\n\n<!-- x -->\n",
            "    <!-- x -->",
            "`` ` <!-- x --> ``",
        ),
        *("- item\n\n      <!-- x -->", "> ```\n> <!-- x -->\n> ```"),
    ],
)
def test_without_comments_keeps_code_and_what_is_no_comment(text: str) -> None:
    assert without_comments(text) == text


_SHOWN = st.sampled_from(["word", " ", "\n", "\n\n", "- word\n", "> word\n", "1. word\n"])
_HIDDEN = st.sampled_from(["<!--x-->", "<!-- x\n\n- x -->", "<!-- ` x -->", "<!-->"])


@given(st.lists(_SHOWN | _HIDDEN))
def test_without_comments_takes_them_and_no_word_beside(pieces: list[str]) -> None:
    text = "".join(pieces)
    left = without_comments(text)
    assert left.count("word") == text.count("word")
    assert "x" not in left


def test_to_html_publishes_no_comment() -> None:
    assert to_html("Fixed.<!-- it was Bob -->") == "<p>Fixed.</p>"
