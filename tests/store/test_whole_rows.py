"""Statements that ask for whole rows say what peewee would put together for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from peewee import JOIN, ModelSelect

from statuspage.store.tables import incidents, site
from statuspage.store.tables.base import Table, database

pytestmark = pytest.mark.usefixtures("store")


def _tables(of: type[Table] = Table) -> Iterator[type[Table]]:
    for one in of.__subclasses__():
        yield one
        yield from _tables(one)


def _by_peewee(table: Any) -> Any:
    return ModelSelect(table, table._meta.sorted_fields, is_default=True)


@pytest.mark.parametrize("table", sorted(_tables(), key=str), ids=lambda table: table.__name__)
def test_every_column_is_asked_for_in_its_place(table: Any) -> None:
    assert table.select().limit(1).sql() == _by_peewee(table).limit(1).sql()
    assert list(table.select().limit(1).tuples()) == list(_by_peewee(table).limit(1).tuples())


def test_joins_and_selects_within_selects_stay_as_they_are() -> None:
    update, incident = incidents.IncidentUpdate, incidents.Incident
    for one, other in (
        (update.select(), _by_peewee(update)),
        (
            update.select().join(incident, JOIN.LEFT_OUTER),
            _by_peewee(update).join(incident, JOIN.LEFT_OUTER),
        ),
    ):
        assert one.where(incident.key == "x").sql() == other.where(incident.key == "x").sql()
    within = [incident.id.in_(found) for found in (update.select(), _by_peewee(update))]
    assert incident.select().where(within[0]).sql() == _by_peewee(incident).where(within[1]).sql()


def test_some_columns_are_asked_for_alone() -> None:
    told = site.Component.select(site.Component.id).sql()[0]
    assert told == 'SELECT "t1"."id" FROM "component" AS "t1"'
    assert sorted(database.execute_sql(told).fetchall()) == [("api",), ("docs",), ("search",)]
