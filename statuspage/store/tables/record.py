"""The tables of the public record: entries, their texts, the hashes of its tree, and events."""

from __future__ import annotations

from peewee import (
    BlobField,
    BooleanField,
    CompositeKey,
    IntegerField,
    TextField,
)

from statuspage.store.fields import InstantField
from statuspage.store.tables.base import Table


class RecordEntry(Table):
    """One entry; `leaf` is what is hashed. Never changed, never deleted (the store refuses it)."""

    number = IntegerField(primary_key=True)  # its index in the tree, from 0
    subject = TextField()
    revision = IntegerField()
    at = InstantField()
    leaf = BlobField()
    erases = BooleanField()

    class Meta:
        indexes = ((("subject", "revision"), True),)


class RecordWord(Table):
    """A text of an entry with its salt; erasing blanks both."""

    entry = IntegerField()
    name = TextField()
    salt = BlobField(null=True)
    text = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("entry", "name")
        without_rowid = True


class RecordHash(Table):
    """A hash at a tile level; level 0 holds the hash of each entry."""

    level = IntegerField()
    number = IntegerField()
    hash = BlobField()

    class Meta:
        primary_key = CompositeKey("level", "number")
        without_rowid = True


class Event(Table):
    """That an entry was made, for whoever tells people of it; written with the entry.

    It is passed on once: what sets `told_at` claims it.
    """

    entry = IntegerField(primary_key=True)
    subject = TextField()
    is_quiet = BooleanField()
    at = InstantField()
    told_at = InstantField(null=True)
    is_told_again = BooleanField(default=False)
