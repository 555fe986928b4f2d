"""What an edit changes of published incidents. Whatever was said before is in the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from statuspage.domain.incidents.incident import Change
from statuspage.store.incidents import incidents
from statuspage.store.tables import incidents as tables

_I = tables.Incident
_U = tables.IncidentUpdate
_C = tables.ComponentChange


def change_update(key: str, values: dict[str, Any]) -> None:
    """Set columns of one update."""
    _U.update(**values).where(_U.key == key).execute()


def replace_changes(key: str, changes: Iterable[Change]) -> None:
    """Put what an update says of components."""
    number = _U.select(_U.id).where(_U.key == key).scalar()
    _C.delete().where(_C.post == number).execute()
    incidents.add_changes(number, changes)


def edited_keys() -> list[str]:
    """The keys of the incidents of which anything was edited, in no order."""
    rows: Any = _edited().tuples()
    return [key for (key,) in rows]


def edited_between(start: datetime, end: datetime) -> list[str]:
    """The same of those whose first word fell into [start, end)."""
    rows: Any = _edited().where((_I.started_at >= start) & (_I.started_at < end)).tuples()
    return [key for (key,) in rows]


def _edited() -> ModelSelect[Any]:
    words = _U.select(_U.id).where((_U.incident == _I.id) & (_U.updated_at > _U.entered_at))
    return _I.select(_I.key).where(_I.edited_at.is_null(False) | fn.EXISTS(words))
