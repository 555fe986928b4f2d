"""Where each key and value of a TOML text stands. tomllib reads TOML well but tells no lines.

The text must have passed tomllib before: here it is walked, not judged.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

from statuspage.config.faults import Path

Lines = dict[Path, int]

_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_BLANK = re.compile(r"(?:[\s,]|#[^\n]*)*")  # commas, too: they part the items of arrays and tables
_STRING = re.compile(
    r'"{3}(?:[^\\]|\\.)*?"{3,5}' r"|'{3}.*?'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")


def locate(text: str) -> Lines:
    """The line of every header, key and item of a valid TOML text, the first line being 1."""
    return _Walk(text).lines


def entries(text: str) -> dict[tuple[str, str], int]:
    """The line of each table of an array that has an id: ("components", "api") -> 12.

    Empty when the text is not TOML.
    """
    try:
        document = tomllib.loads(text)
    except ValueError:
        return {}
    lines = locate(text)
    return {
        (array, str(table["id"])): lines[array, place]
        for array, tables in document.items()
        if isinstance(tables, list)
        for place, table in enumerate(tables)
        if isinstance(table, dict) and "id" in table and (array, place) in lines
    }


def line_at(lines: Lines, path: Path) -> int:
    """The line of a path, else of what holds it; 0 when not even its first part is there."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)


class _Walk:
    """One pass over the text; `_place` is the next character to look at."""

    def __init__(self, text: str) -> None:
        self.lines: Lines = {}
        self._text = text
        self._place = 0
        self._line, self._counted = 1, 0
        self._arrays: dict[Path, int] = {}
        table: Path = ()
        while self._skip_blank():
            if self._text[self._place] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip_blank(self) -> bool:
        self._take(_BLANK)
        return self._place < len(self._text)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._place)
        if found is None:
            return ""
        self._place = found.end()
        return found[0]

    def _mark(self, path: Path) -> None:
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        self.lines.setdefault(path, self._line)

    def _header(self) -> Path:
        is_array = self._text.startswith("[[", self._place)
        self._place += 1 + is_array
        path = self._key(())
        if is_array:
            self._arrays[path] = self._arrays.get(path, -1) + 1
            path = (*path, self._arrays[path])
            self._mark(path)
        self._place = self._text.index("]", self._place) + 1 + is_array
        return path

    def _key(self, table: Path) -> Path:
        """Walk over a dotted key; tables of an array are entered by their newest."""
        path = table
        while True:
            self._take(_BLANK)
            if path in self._arrays and path != table:
                path = (*path, self._arrays[path])
            part = self._take(_PART)
            path = (*path, tomllib.loads(f"k = {part}")["k"] if part[0] in "\"'" else part)
            self._mark(path)
            self._take(_BLANK)
            if self._text[self._place] != ".":
                return path
            self._place += 1

    def _pair(self, table: Path) -> None:
        path = self._key(table)
        self._place += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._take(_BLANK)
        self._mark(path)
        opening = self._text[self._place]
        if opening == "{":
            self._place += 1
            self._inside("}", lambda _: self._pair(path))
        elif opening == "[":
            self._place += 1
            self._inside("]", lambda number: self._value((*path, number)))
        elif not self._take(_STRING):
            self._take(_PLAIN)

    def _inside(self, closing: str, walk_one: Callable[[int], None]) -> None:
        number = 0
        while self._take(_BLANK) is not None and self._text[self._place] != closing:
            walk_one(number)
            number += 1
        self._place += 1
