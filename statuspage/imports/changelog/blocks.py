"""A changelog in its blocks: headings, items of lists with all below them, text, references.

No more of Markdown than that, and leniently: as people write it, reStructuredText too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class BlockKind(Enum):
    HEADING = auto()
    ITEM = auto()
    TEXT = auto()
    REFERENCE = auto()


@dataclass(frozen=True)
class ChangelogBlock:
    """Some lines from number `first` on, without what marks their kind."""

    kind: BlockKind
    first: int
    lines: tuple[str, ...]
    level: int = 0  # of a heading: 1 to 6

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def paragraph(self) -> str:
        """Its first paragraph, without what is nested in it."""
        found: list[str] = []
        for line in self.lines:
            if found and (not line.strip() or _BULLET.match(line) or _FENCE.match(line)):
                break
            found.append(line)
        return "\n".join(found)


_HEADING = re.compile(r"( {0,3})(#{1,6})(?:[ \t]+|(?=[\[v\d]))(\S.*?)[ \t]*#*[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(={2,}|-{2,}|~{3,}|\^{3,}|\*{4,})[ \t]*")
_LEVELS = {"=": 1, "-": 2, "~": 3, "^": 4, "*": 2}
_BULLET = re.compile(r"( *)([-*+\u2022]|\d{1,3}[.)])(?:( +)(?=\S)|(?=\[)|[ ]*$)")
_REFERENCE = re.compile(r"( {0,3})\[[^\[\]]+\]:[ \t]*\S+")
_FENCE = re.compile(r"( *)(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}([-*_=~^])(?:[ \t]*\1){2,}[ \t]*")


def blocks(text: str) -> list[ChangelogBlock]:
    """The blocks of a text. Lines without a letter or a digit between them belong to none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return list(_Reader([_tabless(line) for line in lines]).blocks())


def _tabless(line: str) -> str:
    """A line whose indentation is of spaces; what follows stays as it is."""
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].expandtabs(4) + rest


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Reader:
    """Walks over the lines once."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._base = 0  # the indentation of the list that was last begun

    def blocks(self) -> Iterator[ChangelogBlock]:
        at = 0
        in_list = False
        while at < len(self._lines):
            line = self._lines[at]
            if not line.strip():
                at += 1
            elif heading := self._heading(at):
                block, at = heading
                in_list = False
                yield block
            elif _RULE.fullmatch(line):
                at += 1
            elif found := _BULLET.match(line):
                self._base = min(self._base, len(found[1])) if in_list else len(found[1])
                in_list = True
                block, at = self._item(at, found)
                yield block
            elif _REFERENCE.match(line):
                yield ChangelogBlock(BlockKind.REFERENCE, at + 1, (line.strip(),))
                at += 1
            else:
                in_list = False
                block, at = self._text(at)
                yield block

    def _heading(self, at: int) -> tuple[ChangelogBlock, int] | None:
        """The heading that begins at a line, and the line after it."""
        line = self._lines[at]
        if found := _HEADING.fullmatch(line):
            return ChangelogBlock(BlockKind.HEADING, at + 1, (found[3],), len(found[2])), at + 1
        following = self._lines[at + 1] if at + 1 < len(self._lines) else ""
        under = _UNDERLINE.fullmatch(following)
        is_words = _indent(line) < 4 and not _BULLET.match(line) and not _RULE.fullmatch(line)
        if under and is_words and any(letter.isalnum() for letter in line):
            level = _LEVELS[under[1][0]]
            return ChangelogBlock(BlockKind.HEADING, at + 1, (line.strip(),), level), at + 2
        return None

    def _item(self, at: int, bullet: re.Match[str]) -> tuple[ChangelogBlock, int]:
        """An item with all that is nested in it, and the line after it."""
        base = self._base
        offset = bullet.end() if len(bullet[3] or " ") <= 4 else bullet.end(2) + 1
        first, taken = at, [self._lines[at][bullet.end() :]]
        at, blank = at + 1, False
        fence = _opened(taken[0])
        while at < len(self._lines):
            line = self._lines[at]
            if fence:
                fence = "" if line.strip().startswith(fence) else fence
            elif not line.strip():
                blank = True
            elif self._ends_item(at, base, is_after_blank=blank):
                break
            else:
                blank = False
                fence = _opened(line)
            taken.append(line[min(offset, _indent(line)) :])
            at += 1
        while len(taken) > 1 and not taken[-1].strip():
            taken.pop()
        return ChangelogBlock(BlockKind.ITEM, first + 1, tuple(taken)), at

    def _ends_item(self, at: int, base: int, *, is_after_blank: bool) -> bool:
        line = self._lines[at]
        indent = _indent(line)
        if indent >= base + 2:
            return False
        if _BULLET.match(line) or _REFERENCE.match(line) or self._heading(at) is not None:
            return True
        return is_after_blank and indent <= base

    def _text(self, at: int) -> tuple[ChangelogBlock, int]:
        """Lines up to the next empty one, list or heading; what is fenced stays together."""
        first, taken = at, [self._lines[at]]
        fence = _opened(self._lines[at])
        at += 1
        while at < len(self._lines):
            line = self._lines[at]
            if fence:
                fence = "" if line.strip().startswith(fence) else fence
            elif not line.strip() or _BULLET.match(line) or self._heading(at) is not None:
                break
            else:
                fence = _opened(line)
            taken.append(line)
            at += 1
        return ChangelogBlock(BlockKind.TEXT, first + 1, tuple(taken)), at


def _opened(line: str) -> str:
    """The fence that a line opens; "" of most lines."""
    found = _FENCE.match(line)
    return found[2] if found and "`" not in line[found.end() :] else ""
