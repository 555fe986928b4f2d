"""Whether the Markdown twin of a page says what the page does: it is made from that again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from lxml import etree

from statuspage.errors import SourceError, message
from statuspage.publish.verify.pieces import page_tree, parted
from statuspage.publish.verify.reading import Source
from statuspage.publish.verify.report import Finding
from statuspage.render.twin import path_of, twin
from statuspage.render.unrecorded import UNRECORDED
from statuspage.said import said

_TRIES = 3
"""Of a live site: a minute may pass between a page and its twin."""

_GAP = "\ue000"
_SIGN = re.compile(r"[-|>]+|[0-9]+\.")


def twin_faults(source: Source, path: str, page: bytes) -> Iterator[Finding]:
    """The first line in which a twin differs from its page, as that is read now.

    What no entry holds turns with the minute, and both may be made at another one: where a page
    has such words, its twin may have any.
    """
    place = path_of(path)
    try:
        for _ in range(_TRIES):
            told, wanted = source.read(place), twin(page)
            if told == wanted:
                return
            page = source.read(path)
    except SourceError as error:
        yield Finding(place, said("cannot be read: {error}", error=message(error)))
        return
    if _fits(_words(told), _words(twin(_with_gaps(page)))):
        return
    lines = zip_longest(told.decode("utf-8", "replace").split("\n"), wanted.decode().split("\n"))
    here, there = next((pair for pair in lines if pair[0] != pair[1]), ("", ""))
    one, other = parted(here or "", there or "")
    yield Finding(place, said('says "{here}", its page says "{there}"', here=one, there=other))


def _with_gaps(page: bytes) -> bytes:
    """The page with a mark in place of each part that no entry holds."""
    tree = page_tree(page)
    if tree is None:
        return page
    outermost = f"//*[@{UNRECORDED} and not(ancestor::*[@{UNRECORDED}])]"
    for element in tree.xpath(f"{outermost}[not(ancestor::*[@data-record])]"):
        parent, tail = element.getparent(), element.tail
        is_fact = parent is not None and parent.tag == "dl"
        element.clear()
        element.tail = tail
        if is_fact:
            etree.SubElement(element, "dt").text = _GAP
            etree.SubElement(element, "dd").text = _GAP
        else:
            element.text = _GAP
    gapped: bytes = etree.tostring(tree, method="html", encoding="utf-8")
    return gapped


def _words(text: bytes) -> list[str]:
    """The words of Markdown without the signs of lists and tables."""
    return [one for one in text.decode("utf-8", "replace").split() if not _SIGN.fullmatch(one)]


def _fits(told: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether words are those wanted, where a gap stands for any number of them."""
    runs: list[list[str]] = [[]]
    for word in wanted:
        if _GAP in word:
            runs.append([])
        else:
            runs[-1].append(word)
    first, *rest = runs
    if not rest:
        return list(told) == first
    last = rest.pop()
    start, end = len(first), len(told) - len(last)
    if start > end or list(told[:start]) != first or list(told[end:]) != last:
        return False
    for run in rest:
        found = (n for n in range(start, end - len(run) + 1) if list(told[n : n + len(run)]) == run)
        place = next(found, None)
        if place is None:
            return False
        start = place + len(run)
    return True
