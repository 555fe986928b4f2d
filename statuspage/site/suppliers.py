"""Those on whom we rely, as their own pages tell of them; shown beside ours and never counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statuspage.domain.suppliers.supplier import SupplierSummary
from statuspage.site.page import Context


@dataclass(frozen=True)
class SupplierView:
    """One of them; `summary` is None while nobody can know how it is."""

    name: str
    url: str
    read_at: datetime | None
    summary: SupplierSummary | None


def relied_on(context: Context, component: str | None = None) -> Mapping[str, Any]:
    """All of them, or those that a component relies on; none where the record is all there is."""
    return context.known(lambda: {"suppliers": _views(context, component)}, "suppliers")


def _views(context: Context, component: str | None) -> Sequence[SupplierView]:
    found = []
    named = context.settings.suppliers
    chosen = [one for one in named if component is None or component in one.components]
    told_of = context.library.suppliers.standings() if chosen else ()
    known = {(one.id, one.url): one for one in told_of}
    for one in chosen:
        told = known.get((one.id, one.url))
        if told is None or not told.holds_at(context.now, one.holds_for):
            found.append(SupplierView(one.name, one.url, told.read_at if told else None, None))
            continue
        if told.read_at is not None:
            context.library.holds_until(told.read_at + one.holds_for)
        found.append(SupplierView(one.name, one.url, told.read_at, told.summary))
    return found
