"""What an import would do, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from statuspage.cli.language import words
from statuspage.domain.incidents.imported import Foreseen, Foretold, ImportedIncident
from statuspage.said import Said, said

_FATES = {
    Foretold.TAKEN: said("new"),
    Foretold.KNOWN: said("known"),
    Foretold.REFUSED: said("refused"),
}
_HEAD = (
    said("what becomes of it"),
    said("start (UTC)"),
    said("end"),
    said("updates"),
    said("impact"),
    said("components"),
    said("title"),
)
_WIDEST = 40


def table(rows: Sequence[Foreseen]) -> Iterator[str]:
    """A line for each entry below the names of the columns; none where there is no entry."""
    if not rows:
        return
    told = [[words(name) for name in _HEAD], *map(_cells, rows)]
    widths = [max(len(line[place]) for line in told) for place in range(len(_HEAD) - 1)]
    for line in told:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=False))
        yield "  ".join([*cells, line[-1]]).rstrip()


def _cells(row: Foreseen) -> list[str]:
    told = row.told
    end = None if told.is_open else told.posts[-1].at
    here, named = len(row.components), len(set(told.components))
    components = ", ".join(row.components) or (f"0/{named}" if named and not here else "-")
    return [
        words(_fate(row)),
        _time(told.window.start or told.started_at),
        _time(_over(told)) if end else "-",
        str(len(told.posts)),
        str(told.impact),
        components if len(components) <= _WIDEST else f"{components[: _WIDEST - 1]}\u2026",
        told.title,
    ]


def _fate(row: Foreseen) -> Said:
    if row.fate is Foretold.GAINS:
        return said("known, gains {count}", count=row.posts)
    return _FATES[row.fate]


def _over(told: ImportedIncident) -> datetime:
    return told.window.end or next(one.at for one in told.posts if not one.status.is_open)


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"
