"""Tables of plain texts as CSV (RFC 4180) in UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def as_csv(header: Sequence[str], table: Iterable[Sequence[str]]) -> bytes:
    """A heading and the rows under it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(table)
    return text.getvalue().encode()
