"""Dumps of SQL as mysqldump, pg_dump and sqlite3 write them: the rows that they insert."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_INSERT = re.compile(
    r"INSERT\s+(?:IGNORE\s+)?INTO\s+(?P<table>[`\"\[\]\w.]+)\s*(?P<columns>\([^()]*\))?\s*VALUES\s*",
    re.IGNORECASE,
)
_CREATE = re.compile(
    r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<table>[`\"\[\]\w.]+)\s*\((?P<body>.*?)\n?\)[^()]*;",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN = re.compile(r"^\s*[`\"\[]?(\w+)[`\"\]]?\s+\w", re.MULTILINE)
_NO_COLUMN = frozenset({"primary", "unique", "key", "constraint", "foreign", "index", "check"})
_COPY = re.compile(r"^COPY\s+(?P<table>[\w.\"]+)\s*\((?P<columns>[^()]*)\)\s+FROM\s+stdin;\n", re.M)
_VALUE = re.compile(
    r"\s*(?:[EN]?'(?P<text>(?:[^'\\]|''|\\.)*)'|(?P<bare>[^\s,()']+))\s*(?P<end>[,)])", re.DOTALL
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}


def is_dump(text: str) -> bool:
    """Whether a text is a dump of SQL."""
    return text.lstrip()[:1] not in "{[" and bool(_INSERT.search(text) or _COPY.search(text))


def rows(text: str) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Each row with the name of its table, its values by column, and its line."""
    columns = {
        _bare(one["table"]): [
            name for name in _COLUMN.findall(one["body"]) if name.lower() not in _NO_COLUMN
        ]
        for one in _CREATE.finditer(text)
    }
    line, counted, place = 1, 0, 0
    while found := _INSERT.search(text, place):
        table = _bare(found["table"])
        names = _names(found["columns"]) or columns.get(table, [])
        place = found.end()
        while text.startswith("(", place):
            line, counted = line + text.count("\n", counted, place), place
            values, place = _values(text, place + 1)
            yield table, dict(zip(names, values, strict=False)), line
            place = _behind_comma(text, place)
    yield from _copied(text)


def _names(given: str | None) -> list[str]:
    return [one.strip(' `"[]') for one in (given or "").strip("()").split(",") if one.strip()]


def _bare(table: str) -> str:
    return table.rpartition(".")[2].strip('`"[]')


def _values(text: str, place: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while one := _VALUE.match(text, place):
        place = one.end()
        found.append(_unescaped(one["text"]) if one["text"] is not None else _plain(one["bare"]))
        if one["end"] == ")":
            break
    return found, place


def _behind_comma(text: str, place: int) -> int:
    """Where the next row of the same statement may begin."""
    found = re.compile(r"\s*,\s*(?=\()").match(text, place)
    return found.end() if found else place


def _plain(text: str) -> Any:
    low = text.lower()
    if low == "null":
        return None
    if low in ("true", "false"):
        return low == "true"
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else text


def _unescaped(text: str) -> str:
    text = text.replace("''", "'")
    return re.sub(r"\\(.)", lambda one: _ESCAPES.get(one[1], one[1]), text, flags=re.DOTALL)


def _copied(text: str) -> Iterator[tuple[str, dict[str, Any], int]]:
    """The rows of COPY, as pg_dump writes them: parted by tabs, \\N is none."""
    for found in _COPY.finditer(text):
        names = _names(found["columns"])
        first = text.count("\n", 0, found.end()) + 1
        body = text[found.end() : text.find("\n\\.", found.end() - 1)]
        for number, row in enumerate(body.split("\n") if body else []):
            cells = [None if one == "\\N" else _unescaped(one) for one in row.split("\t")]
            yield _bare(found["table"]), dict(zip(names, cells, strict=False)), first + number
