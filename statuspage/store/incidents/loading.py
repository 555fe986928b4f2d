"""Rows of incidents as facts, with every word of each."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from peewee import ModelSelect

from statuspage.domain.incidents import derived
from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.store.fields import shared
from statuspage.store.incidents import plans, pledges
from statuspage.store.tables import incidents as tables
from statuspage.store.tables.site import Component

_I = tables.Incident
_U = tables.IncidentUpdate
_C = tables.ComponentChange
_HEAD = shared(Incident, _I)
_SAID = shared(Update, _U)


def load(query: ModelSelect[Any]) -> list[Incident]:
    """Rows to facts with a few queries, however many rows."""
    rows = list(query)
    numbers = [row.id for row in rows]
    updates: dict[int, list[Any]] = defaultdict(list)
    for start in range(0, len(numbers), 500):
        chosen = _U.select().where(_U.incident.in_(numbers[start : start + 500]))
        newest_first: Any = chosen.order_by(_U.at.desc(), _U.id.desc())
        for update in newest_first:
            updates[update.incident_id].append(update)
    changes = _changes([update.id for found in updates.values() for update in found])
    found = [_fact(row, updates[row.id], changes) for row in rows]
    if any(one.status is Status.POSTMORTEM for one in found):
        found = pledges.completed(found)
    return plans.completed(found) if any(one.kind is Kind.MAINTENANCE for one in found) else found


def _changes(update_ids: list[int]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = defaultdict(list)
    names = Component
    for start in range(0, len(update_ids), 500):
        query = (
            _C.select(_C.post, _C.component, names.name, _C.declared, _C.old, _C.new)
            .join(names)
            .where(_C.post.in_(update_ids[start : start + 500]))
            .order_by(names.position)
        )
        rows: Any = query.tuples()
        for post, component, name, *states in rows:
            found[post].append(Change(component, name, *states))
    return found


def _fact(row: Any, updates: list[Any], changes: dict[int, list[Change]]) -> Incident:
    words = derived.in_their_row(
        [
            Update(
                **{name: getattr(update, name) for name in _SAID},
                keeps_status=False,
                changes=tuple(changes.get(update.id, ())),
            )
            for update in updates
        ]
    )
    components, declared = derived.spoken_of(words)
    return Incident(
        **{name: getattr(row, name) for name in _HEAD},
        number=row.id,
        updates=words,
        components=components,
        declared=declared,
    )
