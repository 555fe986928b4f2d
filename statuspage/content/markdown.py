"""Markdown to clean HTML, safe and quick whatever the text holds.

Raw HTML is shown as text, so no word is lost; its comments are for writers and are left out;
images become links, so a page asks nobody else for anything.
"""

from __future__ import annotations

import html as entities
import re
from threading import local
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from statuspage.content.comments import without_comments
from statuspage.content.commonmark import CommonMark
from statuspage.domain.vocabulary.text import clean_text, one_line

RENDERING = 3  # raise it when texts come out otherwise: the store keeps their HTML
_MAX_DEPTH = 12  # quotes and lists one within another, begun on one line
_MAX_COLUMNS = 30
_DEEPEST_INDENT = " " * 4 * _MAX_DEPTH

_MARKER = r"(?:>|[-+*][ ]|\d{1,9}[.)][ ])[ ]*"
_DEEP = re.compile(rf"^([ ]*(?:{_MARKER}){{{_MAX_DEPTH}}})(?:{_MARKER})+")
_INDENTED_MARKER = re.compile(rf"^{_DEEPEST_INDENT} +(?={_MARKER})")
_RULER = re.compile(r"^[-:| ]+$")  # the line under the head of a table
_HEADING = re.compile(r"^h[1-6]$")
_BLOCK_EDGE = re.compile(r"</?(?:p|h\d|li|ul|ol|blockquote|pre|br|hr|tr|td|th|table)\b")

_TAGS = {
    *("p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br"),
    *("a", "em", "strong", "del", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_CELL_CLASSES = {"align-left", "align-center", "align-right"}

_converters = local()


def to_html(text: str) -> str:
    """Clean HTML of a Markdown text, without scripts, styles, images, ids or comments.

    The text is read as CommonMark with tables, ~~struck~~ words and bare links. Links go to http,
    https, mailto or within the site; what is no such link stays as written. Headings begin at h3,
    since a page has an h1 and h2 of its own. Cells of a table carry the classes align-left,
    align-center, align-right.
    """
    return nh3.clean(
        _converter().reset().convert(clean_text(text)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={"td": _CELL_CLASSES, "th": _CELL_CLASSES},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def plain_text(html: str) -> str:
    """The words of some HTML on one line, for the summaries of feeds and for previews."""
    # Markup would escape what a pattern puts into it.
    spaced = _BLOCK_EDGE.sub(r" \g<0>", str(html))
    return one_line(entities.unescape(nh3.clean(spaced, tags=set())))


def _converter() -> Markdown:
    """This thread's converter: making one costs more than using it, and it is not safe to share."""
    found: Markdown | None = getattr(_converters, "markdown", None)
    if found is None:
        found = _converters.markdown = CommonMark()
        found.preprocessors.register(_Private(found), "private", 30)
        found.preprocessors.register(_Tamer(found), "tamer", 20)
        found.treeprocessors.register(_Outline(found), "outline", 15)
    return found


class _Private(Preprocessor):
    """Leaves comments out; code shows them."""

    def run(self, lines: list[str]) -> list[str]:
        return without_comments("\n".join(lines)).split("\n")


class _Tamer(Preprocessor):
    """Cuts what would make the parser recurse deeply or fill wide tables."""

    def run(self, lines: list[str]) -> list[str]:
        return [_tame(line) for line in lines]


def _tame(line: str) -> str:
    line = _INDENTED_MARKER.sub(_DEEPEST_INDENT, _DEEP.sub(r"\1", line))
    if _RULER.match(line):
        # every row is filled up to the width of the head
        line = "|".join(line.split("|")[:_MAX_COLUMNS])
    return line


class _Outline(Treeprocessor):
    """Headings two steps down, images as links."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if _HEADING.match(element.tag):
                element.tag = f"h{min(6, int(element.tag[1]) + 2)}"
            elif element.tag == "img":
                element.tag = "a"
                element.text = element.attrib.pop("alt")
                element.set("href", element.attrib.pop("src"))
