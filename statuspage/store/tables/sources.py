"""The tables of what is pulled from sources."""

from __future__ import annotations

from peewee import BlobField, CompositeKey, IntegerField, TextField

from statuspage.store.fields import InstantField
from statuspage.store.tables.base import Table


class SourcePull(Table):
    """A pull: what was asked for which time and when, and the hash of what came."""

    series = TextField()
    start = InstantField()
    end = InstantField()
    asked_at = InstantField()
    query = TextField()
    points = IntegerField()
    digest = BlobField()

    class Meta:
        primary_key = CompositeKey("series", "start", "end")
        without_rowid = True


class SourceSeries(Table):
    """How far the pulls of a series have come, and what hinders them."""

    series = TextField(primary_key=True)
    since = InstantField()
    settled = InstantField()
    reached = InstantField()
    heard_at = InstantField(null=True)
    newest = InstantField(null=True)
    fault = TextField(null=True)
    failing_since = InstantField(null=True)

    class Meta:
        without_rowid = True
