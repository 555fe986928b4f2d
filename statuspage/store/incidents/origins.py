"""Where imported incidents came from: what is asked before an entry of a history is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from statuspage.domain.incidents.identity import Origin
from statuspage.store.tables import incidents as tables

_I = tables.Incident
_U = tables.IncidentUpdate
_COLUMNS = (_I.key, _I.title, _I.started_at, _I.origin, _I.origin_source, _I.origin_id)


def of(keys: Iterable[str]) -> dict[str, Origin]:
    """The origins of some incidents by their keys; of one that began here it is empty."""
    rows: Any = _I.select(*_COLUMNS).where(_I.key.in_(list(keys))).tuples()
    return {row[0]: Origin(*row) for row in rows}


def like(addresses: Sequence[str], identifier: str) -> list[Origin]:
    """All that came from one of some addresses or have an id of some source, oldest entry first."""
    asked = _I.origin.in_(addresses) if addresses else None
    if identifier:
        same_id = _I.origin_id == identifier
        asked = same_id if asked is None else asked | same_id
    if asked is None:
        return []
    rows: Any = _I.select(*_COLUMNS).where(asked).order_by(_I.id).tuples()
    return [Origin(*row) for row in rows]


def beginning(title: str, started_at: datetime, first_body: str) -> str | None:
    """The key of one with this title, start and first word."""
    query = _I.select(_I.key, _I.id).join(_U)
    same = (_I.title == title) & (_I.started_at == started_at) & (_U.body == first_body)
    key = query.where(same & (_U.at == started_at)).scalar()
    return None if key is None else str(key)


def untold(author: str) -> list[str]:
    """The keys of incidents with words by an author that are not told as imported."""
    chosen = (_U.author == author) & ~_U.is_imported
    query = _I.select(_I.key, _I.id).join(_U).where(chosen)
    rows: Any = query.distinct().order_by(_I.id).tuples()
    return [key for key, _ in rows]


def tell_imported(key: str, author: str) -> None:
    """Tell the words of an author on one incident as imported."""
    number = _I.select(_I.id).where(_I.key == key)
    _U.update(is_imported=True).where((_U.author == author) & (_U.incident == number)).execute()
