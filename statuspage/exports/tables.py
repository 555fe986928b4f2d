"""The rows of each public table: as JSON lines, to be read back, and as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from statuspage.domain.moving.manifest import DATA
from statuspage.exports.folder import ExportFolder, Out
from statuspage.progress import Progress, Stage
from statuspage.render.rows import no_formula
from statuspage.said import said
from statuspage.store.exported import reading
from statuspage.store.exported.tables import TABLES, ExportedTable

_TELL_EVERY = 2_000


def put_tables(folder: ExportFolder, progress: Progress) -> None:
    """Write all of them; asked inside a snapshot."""
    totals = {table.file: reading.count(table) for table in TABLES}
    done, total = 0, sum(totals.values())
    for table in TABLES:
        for _ in _put(folder, table):
            done += 1
            if done % _TELL_EVERY == 0:
                progress(Stage(said("Writing"), done, total))
    progress(Stage(said("Writing"), total, total))


def _put(folder: ExportFolder, table: ExportedTable) -> Iterable[None]:
    """Write a table row by row."""
    with folder.writing(f"{DATA}/{table.file}.jsonl") as lines:
        lines.rows = 0
        if not table.is_table:
            for row in reading.rows(table):
                _line(lines, row)
                yield
            return
        with folder.writing(f"csv/{table.file}.csv") as cells:
            cells.write(csv_line([one.name for one in table.columns]))
            for row in reading.rows(table):
                _line(lines, row)
                cells.write(csv_line([cell(value) for value in row.values()]))
                yield


def _line(out: Out, row: Mapping[str, Any]) -> None:
    out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    out.rows = (out.rows or 0) + 1


def cell(value: Any) -> str:
    """A value in a spreadsheet; lists and tables as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return no_formula(value)
    return json.dumps(value, ensure_ascii=False)


def csv_line(cells: Iterable[str]) -> bytes:
    """A row of CSV (RFC 4180) in UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
