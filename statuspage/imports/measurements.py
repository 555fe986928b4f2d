"""Files of checks, cases and ratings: CSV with a header, or JSON lines, read as a stream of chunks.

CSV cells become what JSON would hold; whether a row is right is judged where it is taken.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import chain, islice
from typing import IO, Any
from zoneinfo import ZoneInfo

from statuspage.actions.measurements.rows import Unfit
from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import message
from statuspage.imports import tables
from statuspage.imports.lines import Lines, readable
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import said

Numbered = tuple[int, Any]
"""A row with its line. One that is no JSON stays text, which nothing takes for an object."""

_CHUNK = 5000
_TIMES = ("at", "opened_at", "first_response_at", "resolved_at")


def chunks(
    file: IO[bytes],
    name: str,
    columns: Collection[str],
    zone: ZoneInfo,
    size: int | None = None,
    progress: Progress = quietly,
) -> Iterator[list[Numbered]]:
    """The rows of a file of so many bytes. A time without a zone is in `zone`.

    `columns` are those that rows may have. Raises SourceError for what is neither CSV nor JSON
    lines.
    """
    lines = Lines(file, name)
    read = readable(lines)
    first = next((line for line in read if line.strip()), "")
    is_json = first.lstrip().startswith("{")
    told = _json_rows(first, read, lines) if is_json else tables.rows(first, read, lines, columns)
    while chunk := list(islice(told, _CHUNK)):
        for _, row in chunk:
            if isinstance(row, dict):
                _with_zones(row, zone)
        progress(Stage(said("Reading"), lines.bytes_read, size, is_bytes=True))
        yield chunk


def _json_rows(first: str, read: Iterator[str], lines: Lines) -> Iterator[Numbered]:
    for line in chain([first], read):
        if line.strip():
            yield lines.number, _parsed(line)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line


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
    """A time in UTC; an hour that clocks leave out or show twice is no time, and says why."""
    if not isinstance(value, str) or (len(value) == 20 and value[-1] == "Z"):
        return value
    if value.strip().isdecimal() or not any(sign in value for sign in "Tt "):
        return Unfit.of(
            value, said("'{text}' is not a time; write it like 2026-07-01 15:00.", text=value)
        )
    try:
        return certain_instant(value, zone).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError as error:
        return Unfit.of(value, message(error))
