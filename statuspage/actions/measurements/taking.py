"""Rows of any kind are taken one way: whole batches and whole files, or nothing of them.

A kind of rows says how some are read (what is wrong is added to a list) and how they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from statuspage.errors import InvalidRows, RowFault
from statuspage.store.measured.staging import Rows
from statuspage.store.staging import staging

_SHOWN = 100
_Read = TypeVar("_Read")

Chunk = Iterable[tuple[int, Any]]
"""Some rows, each with its line: in a JSON array, its place."""

Reading = Callable[[Chunk, list[RowFault]], Sequence[_Read]]


@dataclass
class Taken:
    """What came of an import: where there is any fault, nothing was taken."""

    rows: int = 0
    fault_count: int = 0
    faults: list[RowFault] = field(default_factory=list)  # the first of them


def record(raw: Chunk, read: Reading[_Read], keep: Callable[[Sequence[_Read]], object]) -> int:
    """Take a batch; returns how many rows it had. Raises InvalidRows with every fault."""
    faults: list[RowFault] = []
    found = read(raw, faults)
    if faults:
        raise InvalidRows(faults)
    keep(found)
    return len(found)


def gather(
    chunks: Iterable[Chunk], read: Reading[_Read], put: Callable[[Sequence[_Read]], object]
) -> Taken:
    """Read any number of rows in chunks and put them aside, to be kept if there is no fault."""
    taken = Taken()
    for chunk in chunks:
        faults: list[RowFault] = []
        found = read(chunk, faults)
        put(found)
        taken.rows += len(found)
        taken.fault_count += len(faults)
        taken.faults += sorted(faults)[: max(0, _SHOWN - len(taken.faults))]
    return taken


def import_rows(
    table: str,
    chunks: Iterable[Chunk],
    read: Reading[Sequence[object]],
    keep: Callable[[Rows], object],
) -> Taken:
    """Take any number of rows, read in the columns of a table, all at once. Raises StoreError."""
    with staging(table) as staged:
        taken = gather(chunks, read, staged.put)
        if taken.rows and not taken.fault_count:
            with staged.attached():
                keep(staged)
    return taken
