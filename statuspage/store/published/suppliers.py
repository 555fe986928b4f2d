"""What was read of suppliers last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from statuspage.domain.suppliers.supplier import (
    SupplierIncident,
    SupplierStanding,
    SupplierSummary,
)
from statuspage.domain.vocabulary.states import Impact
from statuspage.store.tables.suppliers import SupplierAnswer as Row


def standings() -> Sequence[SupplierStanding]:
    """Each that was ever tried, by its id."""
    return [_fact(row) for row in Row.select().order_by(Row.id)]


def keep(found: SupplierStanding) -> None:
    """Keep what came of a try, in place of the former."""
    summary = None if found.summary is None else asdict(found.summary)
    Row.put({**vars(found), "summary": summary})


def keep_only(named: Collection[str]) -> None:
    """Forget those that are named no more."""
    Row.delete().where(Row.id.not_in(list(named))).execute()


def _fact(row: Row) -> SupplierStanding:
    return SupplierStanding(
        id=row.id,
        url=row.url,
        tried_at=row.tried_at,
        read_at=row.read_at,
        summary=_summary(row.summary),
        fault=row.fault,
        etag=row.etag,
    )


def _summary(kept: dict[str, Any] | None) -> SupplierSummary | None:
    if kept is None:
        return None
    incidents = tuple(SupplierIncident(**one) for one in kept["incidents"])
    indicator = Impact(kept["indicator"])
    return SupplierSummary(indicator, kept["description"], incidents, kept["more"])
