"""A site that moves from a file to a server: all of it is copied, and compared before it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from statuspage import clock
from statuspage.config.database import DatabaseServer
from statuspage.domain.promises import frozen
from statuspage.errors import StoreError
from statuspage.figures import periods
from statuspage.figures.measure import compute, in_force
from statuspage.progress import Progress, each
from statuspage.said import said
from statuspage.store import db, moving
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.published import record
from statuspage.store.settings import current_settings

_PERIODS = 3  # the newest of each promise are counted on both sides


@dataclass(frozen=True)
class Compared:
    """What two stores of one site must agree in."""

    entries: int  # of the record
    root: str  # over all of them
    figures: Mapping[tuple[str, str], Any]  # by promise and period, in JSON types


@dataclass(frozen=True)
class Moved:
    """What was copied: rows by table, and what both sides say."""

    rows: Mapping[str, int]
    agreed: Compared


def copy_store(source: Path, target: DatabaseServer, progress: Progress) -> Moved:
    """Copy a store into an empty database, and compare; the open store is another one after it.

    Refused while others have the source open, before and after: what they write in between would
    be lost. Raises StoreError.
    """
    now = clock.now()
    moving.require_unused(source)
    moving.prepare(target)
    db.open_store(source, or_read_only=True)
    db.require_current_schema()
    with db.snapshot():
        here = _facts(now, progress)
        rows = moving.pour(target, progress)
    db.open_store(target)
    moving.require_unused(source)
    with db.snapshot():
        there = _facts(now, progress)
    if here != there:
        raise StoreError(
            said(
                "The copy differs from the store in: {what}. Do not use it; the store itself is "
                "unchanged.",
                what=sorted(_differences(here, there)),
            )
        )
    return Moved(rows, here)


def _facts(now: datetime, progress: Progress) -> Compared:
    settings, size = current_settings(), record.size()
    current = [version for version in slas.current() if not version.is_withdrawn]
    figures: dict[tuple[str, str], Any] = {}
    for version in each(current, said("Comparing"), progress):
        versions = slas.versions(version.sla)
        for period in periods.recent(versions, settings.site.timezone, now, _PERIODS):
            judged = in_force(versions, period)
            counted = compute(LIBRARY, versions, judged, period, settings, now)
            figures[version.sla, period.name] = frozen.kept(counted)
    return Compared(size, record.root(size).hex(), figures)


def _differences(here: Compared, there: Compared) -> set[str]:
    found = set()
    if (here.entries, here.root) != (there.entries, there.root):
        found.add("record")
    for sla, period in here.figures.keys() | there.figures.keys():
        if here.figures.get((sla, period)) != there.figures.get((sla, period)):
            found.add(f"{sla} {period}")
    return found
