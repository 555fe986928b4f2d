"""The tables of the hub: feeds as they were sent last, and the programs that are sent them."""

from __future__ import annotations

from peewee import AutoField, IntegerField, TextField

from statuspage.store.fields import InstantField, LengthField
from statuspage.store.tables.base import Table


class FeedTopic(Table):
    """A feed, and the hash of what it said when it last changed."""

    path = TextField(primary_key=True)
    digest = TextField()


class FeedListener(Table):
    """A program that is sent a feed; what it asked and did not confirm yet stands beside."""

    id = AutoField()
    path = TextField()
    callback = TextField()
    secret = TextField()  # sealed
    lease_until = InstantField(null=True)
    digest = TextField()
    asked = TextField()
    asked_lease = LengthField()
    asked_secret = TextField()  # sealed
    tries = IntegerField()
    due_at = InstantField(index=True)

    class Meta:
        indexes = ((("path", "callback"), True),)
