"""The table of probe definitions, as a peewee model for this folder's modules only."""

from __future__ import annotations

from peewee import CompositeKey, TextField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Table


class ProbeVersion(Table):
    """How a probe counted from an instant on, so that its past keeps what it was measured with."""

    probe = TextField()
    at = InstantField()
    definition = JsonField()

    class Meta:
        primary_key = CompositeKey("probe", "at")
        without_rowid = True
