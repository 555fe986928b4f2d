"""Markdown to clean HTML, safe and quick whatever the text holds.

Raw HTML is shown as text, so no word is lost; images become links, so a page asks nobody else
for anything.
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
from markdown.util import AtomicString

from statuspage.domain.vocabulary.text import clean_text, one_line

_MAX_DEPTH = 12  # quotes and lists one within another
_MAX_TICKS = 200  # back quotes on one line
_MAX_COLUMNS = 30
_MAX_FENCES = 200
_INLINE_STEPS = 4_000_000  # characters looked at for the ends of links and code: half a second
_DEEPEST_INDENT = " " * 4 * _MAX_DEPTH

_MARKER = r"(?:>|[-+*][ ]|\d{1,9}\.[ ])[ ]*"
_DEEP = re.compile(rf"^([ ]*(?:{_MARKER}){{{_MAX_DEPTH}}})(?:{_MARKER})+")
_RULER = re.compile(r"^[-:| ]+$")  # the line under the head of a table
_FENCE = re.compile(r"^[ ]*(?:```|~~~)")
_BREAK = re.compile(
    r"^(?:#[^|]*$|=+[ ]*$|-+[ ]*$|[ ]{0,3}(?:[-*_][ ]*){3,}$)"
)  # a heading or a rule
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
    """Clean HTML of a Markdown text, without scripts, styles, images or ids.

    Links go to http, https, mailto or within the site. Headings begin at h3, since a page has an
    h1 and h2 of its own. Cells of a table carry the classes align-left, align-center, align-right.
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
        found = _converters.markdown = _new_converter()
    return found


def _new_converter() -> Markdown:
    converter = Markdown(
        extensions=[
            *("tables", "fenced_code", "sane_lists"),
            *("pymdownx.magiclink", "pymdownx.tilde"),
        ],
        extension_configs={
            "tables": {"use_align_attribute": True},
            "pymdownx.tilde": {"subscript": False},
        },
    )
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.preprocessors.register(_FewFences(converter), "few_fences", 28)  # fenced_code is 25
    converter.preprocessors.register(_Tamer(converter), "tamer", 20)
    converter.treeprocessors.register(_Thrift(converter), "thrift", 25)  # inline is 20
    converter.treeprocessors.register(_Outline(converter), "outline", 15)
    return converter


class _FewFences(Preprocessor):
    """Takes the marks off the fence lines after many: each makes the whole rest be searched."""

    def run(self, lines: list[str]) -> list[str]:
        seen = 0
        kept: list[str] = []
        for line in lines:
            is_fence = _FENCE.match(line) is not None
            seen += is_fence
            kept.append(line.strip(" `~") if is_fence and seen > _MAX_FENCES else line)
        return kept


class _Tamer(Preprocessor):
    """Cuts what would make the converter recurse deeply or take the square of the text's length."""

    def run(self, lines: list[str]) -> list[str]:
        tamed: list[str] = []
        for line in lines:
            tamed.append(_tame(line))
            if _BREAK.match(line):
                tamed.append("")  # within one block each would cost a pass over all of it
        return tamed


def _tame(line: str) -> str:
    line = _DEEP.sub(r"\1", line)
    if line.startswith(_DEEPEST_INDENT):
        line = _DEEPEST_INDENT + line.lstrip(" ")
    if _RULER.match(line):
        # every row is filled up to the width of the head
        line = "|".join(line.split("|")[:_MAX_COLUMNS])
    return line.replace("`", "'") if line.count("`") > _MAX_TICKS else line


class _Thrift(Treeprocessor):
    """Leaves a passage as it is where looking for the ends of links or code takes too long."""

    def run(self, root: Element) -> None:
        left = _INLINE_STEPS
        for element in root.iter():
            text = element.text or ""
            cost = len(text) * (text.count("[") + text.count("`"))
            if cost > left:
                element.text = AtomicString(text)
            else:
                left -= cost


class _Outline(Treeprocessor):
    """Headings two steps down, images as links, cell alignment as classes."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if _HEADING.match(element.tag):
                element.tag = f"h{min(6, int(element.tag[1]) + 2)}"
            elif element.tag == "img":
                element.tag = "a"
                element.text = element.get("alt") or element.get("src")
                element.set("href", element.get("src", ""))
            elif align := element.attrib.pop("align", None):
                element.set("class", f"align-{align}")
