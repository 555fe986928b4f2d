"""Components and their groups, in the order of config.toml."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from statuspage.domain.vocabulary.site import Component, Group
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.tables import site as tables
from statuspage.store.tables.incidents import ImpactRun


def _fact(row: tables.Component) -> Component:
    return Component(
        row.id,
        row.name,
        row.description,
        row.group,
        row.added_at,
        row.withdrawn_at,
        row.incidents_since,
        row.group_name,
    )


def listed() -> list[Component]:
    """The components the page lists now, in order."""
    return [component for component in known() if component.withdrawn_at is None]


def known() -> list[Component]:
    """All components there ever were, in order."""
    return [_fact(row) for row in tables.Component.select().order_by(tables.Component.position)]


def groups() -> list[Group]:
    """The groups, in order."""
    rows = tables.ComponentGroup.select().order_by(tables.ComponentGroup.position)
    return [Group(row.id, row.name) for row in rows]


def by_id(component: str) -> Component:
    """Raises NotFound."""
    row = tables.Component.get_or_none(tables.Component.id == component)
    if row is None:
        raise NotFound(said("There is no component '{component}'.", component=component))
    return _fact(row)


def replace(groups: list[Group], components: list[Component]) -> None:
    """Make the store list these; what is no longer named must be given with its `withdrawn_at`."""
    tables.ComponentGroup.delete().execute()
    for position, group in enumerate(groups):
        tables.ComponentGroup.create(id=group.id, name=group.name, position=position)
    for position, component in enumerate(components):
        # not REPLACE: that would delete the row that incidents refer to
        values = {
            "name": component.name,
            "description": component.description,
            "group": component.group,
            "position": position,
            "withdrawn_at": component.withdrawn_at,
            "incidents_since": component.incidents_since,
            "group_name": component.group_name,
        }
        tables.Component.insert(id=component.id, added_at=component.added_at, **values).on_conflict(
            conflict_target=[tables.Component.id], update=values
        ).execute()


def first_told(components: Collection[str]) -> dict[str, datetime]:
    """When the first incident that touched each of some components began; absent without any."""
    runs, listed = ImpactRun, tables.Component
    first = runs.select(runs.start).where(runs.component == listed.id)
    first = first.order_by(runs.end, runs.start).limit(1)
    chosen = listed.select(listed.id, first).where(listed.id.in_(list(components)))
    rows: Any = chosen.tuples()
    found = ((name, runs.start.python_value(start)) for name, start in rows)
    return {name: start for name, start in found if start is not None}
