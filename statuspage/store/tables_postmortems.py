"""The tables of postmortems and of what was promised after incidents. Like tables.py."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Incident, Table


class Postmortem(Table):
    """What is kept of a postmortem beside its words, which are an update of the incident."""

    incident = ForeignKeyField(Incident, primary_key=True)
    cause = TextField()
    at = InstantField()


class Pledge(Table):
    """A promise made after an incident; `dues` holds seconds since 1970, the first due first."""

    key = TextField(primary_key=True)
    incident = ForeignKeyField(Incident)
    kind = TextField()
    text = TextField()
    owner = TextField()
    made_at = InstantField()
    first_due = InstantField(index=True)
    dues = JsonField()
    changed_at = InstantField()
    evidence_at = InstantField(null=True)
    evidence = TextField()
    withdrawn_at = InstantField(null=True)
