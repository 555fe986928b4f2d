"""The table of hour rows, as a peewee model for this folder's modules only."""

from __future__ import annotations

from peewee import BlobField, CompositeKey, ForeignKeyField, IntegerField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Series, Table


class ProbeHour(Table):
    """What one series answered in one hour, kept forever: counts, latency buckets, limits."""

    series = ForeignKeyField(Series, index=False)
    start = InstantField()
    up = IntegerField()
    degraded = IntegerField()
    down = IntegerField()
    unknown = IntegerField()
    answers = IntegerField()
    sketch = BlobField()
    within = JsonField()

    class Meta:
        primary_key = CompositeKey("series", "start")
        without_rowid = True
