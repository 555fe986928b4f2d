"""The tables of planned work: its steps, its extensions, and what repeats. Like tables.py."""

from __future__ import annotations

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Incident, Table


class MaintenanceSeries(Table):
    """Work that repeats; `last` is the wall time of its newest occurrence that was announced."""

    key = TextField(primary_key=True)
    title = TextField()
    body = TextField()
    owner = TextField()
    components = JsonField()
    steps = JsonField()
    rule = TextField()
    zone = TextField()
    seconds = IntegerField()
    last = TextField()
    ended_at = InstantField(null=True, index=True)


class MaintenancePlan(Table):
    """What belongs to a maintenance beside the columns it shares with incidents."""

    incident = ForeignKeyField(Incident, primary_key=True)
    notice_asked = IntegerField()  # seconds
    steps = JsonField()
    reminded_at = InstantField(null=True)
    series = ForeignKeyField(MaintenanceSeries, null=True)


class MaintenanceExtension(Table):
    id = AutoField()
    incident = ForeignKeyField(Incident)
    at = InstantField()
    former = InstantField()
    until = InstantField()
