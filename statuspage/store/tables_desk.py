"""The tables of what only staff see: drafts and private notes."""

from __future__ import annotations

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Incident, Table


class Draft(Table):
    """A form of the desk as it was saved; publishing or discarding it deletes the row."""

    key = TextField(primary_key=True)
    path = TextField()
    label = TextField()
    fields = JsonField()
    writers = JsonField()
    version = IntegerField()
    saved_at = InstantField()
    waits_since = InstantField(null=True)


class PrivateNote(Table):
    """A note of staff on an incident or a maintenance."""

    id = AutoField()
    incident = ForeignKeyField(Incident)
    author = TextField()
    at = InstantField()
    text = TextField()
