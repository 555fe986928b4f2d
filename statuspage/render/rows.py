"""Tables of plain texts as CSV (RFC 4180) in UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_BEGIN_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # wide ones too


def as_csv(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """A heading and the rows under it; an empty heading is left out."""
    text = io.StringIO()
    writer = csv.writer(text)
    if header:
        writer.writerow(header)
    writer.writerows(table)
    return text.getvalue().encode()


def as_safe_csv(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """The same for what people typed: no cell is taken for a formula by a spreadsheet.

    Source: OWASP, "CSV Injection": an apostrophe before what would begin one, also after blanks.
    """
    return as_csv(header, ([no_formula(cell) for cell in row] for row in table))


def no_formula(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    begins = cell.lstrip().startswith(_BEGIN_FORMULA) or cell.startswith(("\t", "\r", "\n"))
    return f"'{cell}" if begins else cell
