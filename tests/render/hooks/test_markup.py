"""Clean HTML in the marks of a chat, and how it is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from statuspage.content.markdown import to_html
from statuspage.render.hooks.markdown import MARKDOWN, escaped
from statuspage.render.hooks.markup import Block, fitted, marked

_TEXT = """Some *calls* to [the API](https://a.example/x) fail & `a_b` **too**.

- one
- two
  1. deep

> quoted
> words

```
a  b
```

| a | b |
|---|---|
| 1 | 2 |
"""


def _written(html: str, limit: int = 10_000) -> str:
    return fitted(marked(html, MARKDOWN), limit)[0]


def test_words_lists_quotes_code_and_tables_stay_what_they_are() -> None:
    assert _written(to_html(_TEXT)) == (
        "Some *calls* to [the API](https://a.example/x) fail & a_b **too**.\n\n"
        "- one\n- two\n  1. deep\n\n"
        "> quoted words\n\n"
        "a  b\n\n"
        "a | b\n1 | 2"
    )


def test_what_is_cut_ends_between_words_and_never_within_a_link() -> None:
    html = to_html(_TEXT)
    assert _written(html, 20) == "Some *calls* to…"
    assert _written(html, 50).startswith("Some *calls* to [the API](https://a.example/x)")


def test_word_that_is_longer_than_all_there_is_room_for_is_cut() -> None:
    found, is_whole = fitted([Block(("x" * 500,))], 100)
    assert (is_whole, len(found) <= 100, found[:9], found[-1]) == (False, True, "x" * 9, "…")


@given(st.text(max_size=300), st.integers(1, 400))
def test_no_text_is_longer_than_its_limit(text: str, limit: int) -> None:
    found, is_whole = fitted(marked(to_html(text), MARKDOWN), limit)
    assert len(found) <= limit or limit < 2
    assert is_whole or found.endswith("…")


def test_signs_of_markdown_in_words_mark_nothing() -> None:
    assert escaped("*a* _b_ snake_case `c` <@42> [d](e)") == (
        r"\*a\* \_b\_ snake_case \`c\` \<@42> \[d\](e)"
    )
    assert (escaped("# a"), escaped("- a"), escaped("1. a")) == (r"\# a", r"\- a", r"1\. a")
