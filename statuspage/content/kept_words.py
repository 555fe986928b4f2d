"""Rules of blocks that keep the words which CommonMark and its tables would leave out."""

from __future__ import annotations

import re
from collections import Counter

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_block.table import escapedSplit, getLine, table

_LABEL = re.compile(r"\[([^\[\]]+)\]")
_DEFINITION = re.compile(r"^[ \t>*+\-\d.)]*\[([^\[\]]+)\]:", re.MULTILINE)
_NOTES = ("//", "comment", "#")  # [//]: # (a note among writers), as many converters have it
_LABELS_USED = "labels used"  # kept for the time of one text


def keep_words(reader: MarkdownIt) -> None:
    """Have the reader show each row of a table whole, and only take for the definition of a link
    what a link refers to: "[10:32]: Investigating" are words."""
    reader.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    reader.block.ruler.at("reference", _used_reference)


def _used_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    label = _DEFINITION.match(getLine(state, start))
    if label and not _is_used(state, label[1]):
        return False
    return reference(state, start, end, silent)


def _is_used(state: StateBlock, label: str) -> bool:
    """Whether a link has this label, or it hides a note; footnotes ("^1") are no links."""
    name = _same(label)
    if name.startswith("^"):
        return False
    if _LABELS_USED not in state.env:
        used = Counter(_same(found) for found in _LABEL.findall(state.src))
        used.subtract(_same(found) for found in _DEFINITION.findall(state.src))
        state.env[_LABELS_USED] = used
    return name in _NOTES or state.env[_LABELS_USED][name] > 0


def _same(label: str) -> str:
    """Labels are compared without case, and any white space is one blank."""
    return " ".join(label.split()).casefold()


def _whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A row with more cells than the head has the rest in its last cell, as it was written."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    columns = sum(token.type == "th_open" for token in state.tokens[first:])
    row = None
    for token in state.tokens[first:]:
        if token.type == "tr_open" and token.map:
            row, cells = token.map[0], 0
        elif token.type == "inline" and row is not None:
            cells += 1
            if cells == columns:
                rest = _cells(getLine(state, row))[columns:]
                token.content = " | ".join([token.content, *rest])
    return True


def _cells(line: str) -> list[str]:
    """What stands between the bars of a row."""
    found = escapedSplit(line.strip())
    if found and not found[0]:
        found.pop(0)
    if found and not found[-1]:
        found.pop()
    return [cell.strip() for cell in found]
