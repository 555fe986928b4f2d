"""The table of reports as they were published, one row for each revision."""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from statuspage.store.fields import InstantField, JsonField, MessageField
from statuspage.store.tables.base import Table


class Report(Table):
    period = TextField()
    revision = IntegerField()
    at = InstantField()
    start = InstantField()
    end = InstantField()
    zone = TextField()
    size = IntegerField()
    method = IntegerField()
    version = TextField()
    head = JsonField()
    facts = TextField()
    names = JsonField()
    letter = TextField()
    letter_html = TextField()
    author = TextField()
    reason = TextField()
    erased = MessageField(null=True)

    class Meta:
        primary_key = CompositeKey("period", "revision")
