"""Texts are read as the examples of the CommonMark specification say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nh3
import pytest

from statuspage.content.commonmark import is_sound
from statuspage.content.markdown import to_html

EXAMPLES = Path(__file__).parents[1] / "data" / "commonmark" / "examples.json"
OURS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
RAW_HTML = "tags are shown as words, for a page holds no HTML of its writers"
COMMENT = "a comment is left out without parting the list"
PICTURE = "a picture within a link is named by its words, for links hold no links"
NO_LINK = "an address that no browser takes stays as written"
WORDS = "words behind a fence, or a definition that no link refers to, stay readable"
DIFFERENT = {
    **dict.fromkeys((21, 346, 477, 478, 479, 493, 496, 526, 538, 645, 646), RAW_HTML),
    **dict.fromkeys((310, 311), COMMENT),
    **dict.fromkeys((519, 533), PICTURE),
    348: NO_LINK,
    **dict.fromkeys((146, 319, 547), WORDS),
}


def _examples() -> list[Any]:
    found = json.loads(EXAMPLES.read_text("utf-8"))
    return [pytest.param(one, id=f"{one['section']} {one['example']}") for one in found]


@pytest.mark.parametrize("example", _examples())
def test_to_html_reads_as_commonmark_does(example: Any) -> None:
    is_same = _compared(to_html(example["markdown"])) == _expected(example["html"])
    assert is_same is (example["example"] not in DIFFERENT)


def _expected(html: str) -> str:
    """What the specification shows, by our rules: headings lower down, pictures as links."""
    html = re.sub(r"(?<=<)(/?)(h[1-6])(?=>)", lambda found: found[1] + OURS[found[2]], html)
    picture = r'<img src="([^"]*)" alt="([^"]*)"(?: (title="[^"]*"))? />'
    html = re.sub(picture, r'<a href="\1" \3>\2</a>', html)
    return _compared(
        nh3.clean(
            html,
            attributes={"a": {"href", "title"}, "ol": {"start"}},
            link_rel="noopener noreferrer nofollow",
        )
    )


def _compared(html: str) -> str:
    """Without white space that no reader sees."""
    block = r"\s*(</?(?:p|h\d|li|ul|ol|blockquote|pre|br|hr)\b[^>]*>)\s*"
    return re.sub(block, r"\1", html)


@pytest.mark.parametrize(
    "link",
    [
        *("https://x.example", "HTTP://X.example:8080/a?b#c", "mailto:me@x.example", "/sla", "a/b"),
        *("#top", "?page=2", "//x.example/a", "https://[2001:db8::1]/", "http://127.0.0.1:8000/"),
        *("https://xn--bcher-kva.example/%C3%BC", "2026-11-19-faster", "https://me:pw@x.example/"),
    ],
)
def test_is_sound_takes_what_a_browser_opens(link: str) -> None:
    assert is_sound(link)


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "file:///etc"),
        *("ftp://x.example", 'http://a"onmouseover=x', "http://", "https:///x", "http://a b/"),
        *(
            "http://[::1",
            "http://x.example:99999/",
            "java\tscript:x",
            "http://a%22b/",
            "https://-/",
        ),
    ],
)
def test_is_sound_refuses_what_is_no_link_of_a_page(link: str) -> None:
    assert not is_sound(link)
