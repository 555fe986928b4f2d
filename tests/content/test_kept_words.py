"""No word is lost to a rule of Markdown that the writer did not mean."""

from __future__ import annotations

import pytest

from statuspage.content.markdown import plain_text, to_html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[10:32]: Investigating\n[10:40]: Resolved", "[10:32]: Investigating [10:40]: Resolved"),
        ("[api]: down\n\n[API]: up", "[api]: down [API]: up"),
        ("- [eu-1]: slow\n- [eu-1]: well", "[eu-1]: slow [eu-1]: well"),
        ("> [api]: down", "[api]: down"),
        ("Gone[^1]\n\n[^1]: mended", "Gone[^1] [^1]: mended"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 | four |", "a b 1 2 | 3 | four"),
        ("a | b\n--|--\n1 | 2\n`x|y` | z\n", "a b 1 2 `x y` | z"),
        ("```error: refused by peer\nat 10:32\n```", "error: refused by peer at 10:32"),
    ],
)
def test_to_html_keeps_words_that_look_like_markup(text: str, words: str) -> None:
    assert plain_text(to_html(text)).split() == words.split()


@pytest.mark.parametrize(
    "text",
    [
        "See [Our  Notes].\n\n[our notes]: https://x.example/n",
        "See [Our Notes][].\n\n> [our notes]: https://x.example/n",
        "See [Our Notes][n].\n\n[n]: https://x.example/n",
    ],
)
def test_to_html_takes_definitions_that_are_used(text: str) -> None:
    html = to_html(text)
    assert 'href="https://x.example/n"' in html
    assert plain_text(html) in ("See Our Notes.", "See Our  Notes.")


def test_to_html_hides_notes_written_as_definitions() -> None:
    assert to_html("[//]: # (among us)\n\nWords") == "<p>Words</p>"


def test_to_html_leaves_the_language_of_code_out() -> None:
    assert to_html("```python\nx\n```") == "<pre><code>x\n</code></pre>"


def test_to_html_is_quick_for_many_definitions() -> None:
    html = to_html("".join(f"[{number}]: x\n" for number in range(10_000)))
    assert html.count("]: x") == 10_000
