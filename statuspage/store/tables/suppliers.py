"""The table of suppliers: what was read of each last."""

from __future__ import annotations

from peewee import TextField

from statuspage.store.fields import InstantField, JsonField, PassingMessageField
from statuspage.store.tables.base import Table


class SupplierAnswer(Table):
    id = TextField(primary_key=True)
    url = TextField()
    etag = TextField()
    tried_at = InstantField()
    read_at = InstantField(null=True)
    summary = JsonField(null=True)
    fault = PassingMessageField(null=True)
