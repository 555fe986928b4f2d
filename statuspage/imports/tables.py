"""CSV as spreadsheets write it in any country: its separator is found, its cells become values."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import chain
from typing import Any

from statuspage.actions.measurements.rows import Unfit
from statuspage.errors import SourceError, message
from statuspage.imports.lines import Lines
from statuspage.said import Said, said

_SEPARATORS = (",", ";", "\t", "|")
_TOLD = re.compile(r"sep=(.)\s*", re.IGNORECASE)  # Excel's own first line
_WHOLE = re.compile(r"\+?(\d{1,18})(?:[.,]0{1,2})?", re.ASCII)
_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


def rows(
    first: str, read: Iterator[str], lines: Lines, columns: Collection[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row with the line in which it begins, by the names of the header; empty ones are none.

    `first` is the line that was read last. Raises SourceError for what is no such table.
    """
    if not first:
        return
    told = _TOLD.fullmatch(first)
    first = next(read, "") if told else first
    separator = told[1] if told else _separator(first)
    start = lines.number
    reader = csv.reader(
        chain([first], read), delimiter=separator, skipinitialspace=True, strict=True
    )
    names: list[str] | None = None
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise _fault(lines.name, start, _not_csv(error)) from error
        if names is None:
            names = _header(cells, columns, lines.name, start)
        elif any(cells):
            yield start, _row(names, cells)
        start = lines.number + 1


def _separator(header: str) -> str:
    """The sign that parts most names; the comma where none does."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_SEPARATORS, key=lambda sign: (bare.count(sign), -_SEPARATORS.index(sign)))


def _header(cells: list[str], columns: Collection[str], name: str, line: int) -> list[str]:
    names = [cell.lower() for cell in cells]
    if not set(names) & set(columns):
        raise _fault(
            name,
            line,
            said("The first line must name the columns, such as {columns}.", columns=[*columns]),
        )
    twice = [one for one, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise _fault(name, line, said('"{column}" is there twice; keep one.', column=twice[0]))
    return names


def _row(names: list[str], cells: list[str]) -> dict[str, Any]:
    """A row by the names of the header; an empty cell says nothing."""
    row: dict[str, Any] = {
        name or f"column {place}": cell
        for place, (name, cell) in enumerate(zip(names, cells, strict=False), 1)
        if cell
    }
    for place, cell in enumerate(cells[len(names) :], len(names) + 1):
        if cell:
            row[f"column {place}"] = cell
    for name in row.keys() & _VALUES.keys():
        row[name] = _VALUES[name](row[name])
    return row


def _whole(cell: str) -> int | Unfit:
    """A whole number; "5,0" and "5.00" are whole in every country, "1.234" is not."""
    found = _WHOLE.fullmatch(cell)
    if found:
        return int(found[1])
    return Unfit.of(
        cell, said("'{text}' is not a whole number; write it in digits alone.", text=cell)
    )


def _boolean(cell: str) -> bool | Unfit:
    found = _BOOLEANS.get(cell.lower())
    if found is None:
        return Unfit.of(cell, said("'{text}' is neither true nor false.", text=cell))
    return found


def _stretches(cell: str) -> list[list[str | None]]:
    return [_stretch(part) for part in cell.split(";") if part.strip()]


def _stretch(text: str) -> list[str | None]:
    """`from/to`; nothing behind the slash where it still goes on."""
    start, _, end = text.strip().partition("/")
    return [start.strip(), end.strip() or None]


_VALUES: dict[str, Callable[[str], Any]] = {
    "latency_ms": _whole,
    "score": _whole,
    "agent_replies": _whole,
    "reopened": _boolean,
    "waiting": _stretches,
}


def _not_csv(error: csv.Error) -> Said:
    return said("This is not CSV ({error}).", error=message(error))


def _fault(name: str, line: int, what: Said) -> SourceError:
    return SourceError(said("{name}, line {number}: {what}", name=name, number=line, what=what))
