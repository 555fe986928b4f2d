"""Which results another system measured."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from statuspage.domain.measured.brought import Brought
from statuspage.store.tables.measured import BroughtResults

_T = BroughtResults


def put(found: Brought) -> None:
    """Keep what came of a system; what came of it before stands from the first to the last."""
    before = _T.get_or_none((_T.probe == found.probe) & (_T.system == found.system))
    row = asdict(found)
    if before is not None:
        row["since"] = min(before.since, found.since)
        row["until"] = max(before.until, found.until)
    _T.put(row)


def brought_to(components: Collection[str]) -> dict[str, list[Brought]]:
    """What others measured of each of some components, in order of time."""
    kept: dict[str, list[Brought]] = {component: [] for component in components}
    rows = _T.select().where(_T.component.in_(list(components)))
    for row in rows.order_by(_T.since, _T.probe, _T.system):
        fact = Brought(row.probe, row.system, row.component, row.since, row.until, row.entered_at)
        kept[row.component].append(fact)
    return kept
