"""Series that nobody sees: those an import still fills, and those that it has replaced.

They bear the name of no probe, so no page or figure finds them; one small write gives them one.
"""

from __future__ import annotations

from statuspage.store import measurements
from statuspage.store.db import run
from statuspage.store.tables import measured as tables
from statuspage.store.tables.base import Table
from statuspage.store.tables.measured import ProbeHour, ProbeRun, ProbeSample

KEYS: dict[type[Table], str] = {ProbeRun: "start", ProbeHour: "start", ProbeSample: "at"}
"""What belongs to a series, with the column that orders it."""

_STEP = 5000  # rows that one transaction copies or drops: some milliseconds of work
_S = tables.Series
_NOBODY = ""


def make(probe: str, location: str) -> int:
    """A new series that will be that of a probe and a location; returns its number."""
    return measurements.series(_NOBODY, f"{probe} {location}", _NOBODY).number


def show(number: int, probe: str, location: str, component: str) -> None:
    """Let an unseen series be that of a probe and a location; the one before is seen no more."""
    _S.update(probe=_NOBODY, component=_NOBODY, location=f"before {number}").where(
        (_S.probe == probe) & (_S.location == location)
    ).execute()
    _S.update(probe=probe, component=component, location=location).where(_S.id == number).execute()


def drop_some() -> bool:
    """Take away one step of the unseen series; returns whether there was any."""
    row = _S.get_or_none(_S.probe == _NOBODY)
    if row is None:
        return False
    for model, key in KEYS.items():
        name = model._meta.table_name
        if (edge := edge_of_step(name, key, row.id)) is not None:
            run(f"DELETE FROM {name} WHERE series_id = ? AND {key} <= ?", row.id, edge)  # noqa: S608
            return True
    row.delete_instance()
    return True


def edge_of_step(table: str, key: str, series: int, after: int = -1) -> int | None:
    """The key at which the next step of a series in a table ends; None when no rows are left."""
    rows = f"SELECT {key} FROM {table} WHERE series_id = ? AND {key} > ? ORDER BY {key}"  # noqa: S608
    (edge,) = run(f"SELECT max({key}) FROM ({rows} LIMIT {_STEP})", series, after).fetchone()  # noqa: S608
    return None if edge is None else int(edge)
