"""The tables of automatic incidents and of figures that are frozen. Like tables.py."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Incident, Table


class Alarm(Table):
    """A confirmed failure that was taken up by itself: a draft for staff, or an incident."""

    key = TextField(primary_key=True)
    component = TextField()
    probe = TextField()
    state = TextField()
    standing = TextField(index=True)
    failing_since = InstantField()
    recovered_at = InstantField(null=True)
    spoke_at = InstantField()
    title = TextField()
    body = TextField()
    next_update = IntegerField(null=True)
    incident = ForeignKeyField(Incident, null=True, index=False)

    class Meta:
        indexes = ((("component", "spoke_at"), False),)


class FrozenFigure(Table):
    """The figure of a closed period as it was published; a correction is a further revision."""

    sla = TextField()
    period = TextField()
    revision = IntegerField()
    at = InstantField()
    reason = TextField()
    figure = JsonField()

    class Meta:
        primary_key = CompositeKey("sla", "period", "revision")
        without_rowid = True
