"""The tables of support cases, ratings and pushed ratios. No column is about a person."""

from __future__ import annotations

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables.base import Table


class CalendarSet(Table):
    """All business calendars as they were at a time; each case keeps those it came under."""

    number = AutoField()
    at = InstantField()
    calendars = JsonField()


class SupportCase(Table):
    """`paused_until` is the latest end of its waiting, far away while that goes on."""

    id = TextField(primary_key=True)
    opened_at = InstantField(index=True)
    first_response_at = InstantField(null=True)
    resolved_at = InstantField(null=True, index=True)
    waiting = JsonField()
    paused_until = InstantField(null=True, index=True)
    priority = TextField()
    agent_replies = IntegerField()
    reopened = BooleanField()
    topic = TextField()
    follow_up_of = TextField(null=True, index=True)
    calendars = ForeignKeyField(CalendarSet, index=False)

    class Meta:
        without_rowid = True


class Rating(Table):
    id = TextField(primary_key=True)
    at = InstantField()
    kind = TextField()
    score = IntegerField()
    incident = TextField(null=True)

    class Meta:
        indexes = ((("kind", "at", "score"), False),)
        without_rowid = True


class Ratio(Table):
    """Good and total events of a stretch of time, pushed for one SLA."""

    sla = TextField()
    start = InstantField()
    end = InstantField()
    good = IntegerField()
    total = IntegerField()

    class Meta:
        primary_key = CompositeKey("sla", "start")
        without_rowid = True
