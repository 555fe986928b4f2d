"""The tables of the site itself: settings, components, topics, the faults of the last sync."""

from __future__ import annotations

from peewee import (
    AutoField,
    DateField,
    IntegerField,
    TextField,
)

from statuspage.store.fields import InstantField
from statuspage.store.tables.base import Table


class Topic(Table):
    """What a page can depend on; `version` is the store's generation when it last changed."""

    name = TextField(primary_key=True)
    version = IntegerField()


class Setting(Table):
    name = TextField(primary_key=True)
    value = TextField()


class ComponentGroup(Table):
    id = TextField(primary_key=True)
    name = TextField()
    position = IntegerField()


class Component(Table):
    id = TextField(primary_key=True)
    name = TextField()
    description = TextField()
    group = TextField(null=True)
    position = IntegerField()
    added_at = InstantField()
    withdrawn_at = InstantField(null=True)
    incidents_since = DateField(null=True)
    group_name = TextField(default="")
    touched_at = InstantField(null=True)


class SyncProblem(Table):
    """The faults of the last sync, shown to staff."""

    id = AutoField()
    file = TextField()
    line = IntegerField()
    text = TextField()
    found_at = InstantField()
