"""Files of checks, cases and ratings: CSV with a header, or JSON lines, read as a stream of chunks.

CSV cells become what JSON would hold; whether a row is right is judged where it is taken.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import IO, Any
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.times import parse_instant
from statuspage.errors import SourceError, message
from statuspage.said import said

Numbered = tuple[int, Any]
"""A row with its line. One that is no JSON stays text, which nothing takes for an object."""

_CHUNK = 5000
_TIMES = ("at", "opened_at", "first_response_at", "resolved_at")
_NUMBERS = ("latency_ms", "score", "agent_replies")
_BOOLEANS = {"true": True, "false": False}


def chunks(
    file: IO[bytes], name: str, zone: ZoneInfo, progress: Callable[[int], None]
) -> Iterator[list[Numbered]]:
    """The rows of a file. A time without a zone is in `zone`; `progress` is told bytes read.

    Raises SourceError for what is neither CSV nor JSON lines.
    """
    read = _Lines(file, name)
    first = next((line for line in read if line.strip()), "")
    is_json = first.lstrip().startswith("{")
    rows = _json_rows(first, read) if is_json else _csv_rows(first, read)
    while chunk := list(islice(rows, _CHUNK)):
        for _, row in chunk:
            if isinstance(row, dict):
                _with_zones(row, zone)
        progress(read.take_bytes())
        yield chunk


class _Lines:
    """The lines of a file as text, counted."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self._bytes = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            raise StopIteration
        self.number += 1
        self._bytes += len(line)
        try:
            return line.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise SourceError(
                said(
                    "{name}, line {number}: This is not UTF-8; save the file as UTF-8.",
                    name=self._name,
                    number=self.number,
                )
            ) from None

    def fault(self, error: Exception) -> SourceError:
        return SourceError(
            said(
                "{name}, line {number}: This is not CSV ({error}).",
                name=self._name,
                number=self.number,
                error=message(error),
            )
        )

    def take_bytes(self) -> int:
        """How many bytes were read since this was asked last."""
        found, self._bytes = self._bytes, 0
        return found


def _json_rows(first: str, lines: _Lines) -> Iterator[Numbered]:
    for line in chain([first], lines):
        if line.strip():
            yield lines.number, _parsed(line)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line


def _csv_rows(first: str, lines: _Lines) -> Iterator[Numbered]:
    try:
        names = next(csv.reader([first]), [])
        for cells in csv.reader(lines, strict=True):
            if cells:
                yield lines.number, _row(names, cells)
    except csv.Error as error:
        raise lines.fault(error) from error


def _row(names: list[str], cells: list[str]) -> dict[str, Any]:
    """A row by the names of the header; an empty cell says nothing."""
    row: dict[str, Any] = {name: cell for name, cell in zip(names, cells) if cell}  # noqa: B905
    for place in range(len(names), len(cells)):
        row[f"column {place + 1}"] = cells[place]
    for name in _NUMBERS:
        if name in row and row[name].isascii() and row[name].isdigit():
            row[name] = int(row[name])
    if "reopened" in row:
        row["reopened"] = _BOOLEANS.get(row["reopened"].lower(), row["reopened"])
    if "waiting" in row:
        row["waiting"] = [_stretch(part) for part in row["waiting"].split(";") if part.strip()]
    return row


def _stretch(text: str) -> list[str | None]:
    """`from/to`; nothing behind the slash where it still goes on."""
    start, _, end = text.strip().partition("/")
    return [start, end or None]


def _with_zones(row: dict[str, Any], zone: ZoneInfo) -> None:
    """Give the times of a row that name no zone that of the site."""
    for name in _TIMES:
        if name in row:
            row[name] = _with_zone(row[name], zone)
    if isinstance(row.get("waiting"), list):
        row["waiting"] = [
            [_with_zone(edge, zone) for edge in part] if isinstance(part, list) else part
            for part in row["waiting"]
        ]


def _with_zone(value: Any, zone: ZoneInfo) -> Any:
    if not isinstance(value, str) or value.endswith("Z"):
        return value
    try:
        return parse_instant(value, zone).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return value
