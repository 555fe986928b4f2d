"""The tables of the public record: entries, texts, hashes of its tree, events, and witnesses."""

from __future__ import annotations

from peewee import (
    BlobField,
    BooleanField,
    CompositeKey,
    DateField,
    IntegerField,
    TextField,
)

from statuspage.domain.record.witnesses import Obstacle
from statuspage.store.fields import ChoiceField, InstantField, PassingMessageField
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


class TimeStamp(Table):
    """The time stamp of a day's head, by an authority of others; `checkpoint` is what it stamps."""

    day = DateField(primary_key=True)
    at = InstantField()
    size = IntegerField()
    checkpoint = BlobField()
    token = BlobField()


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


class WitnessedHead(Table):
    """That a witness cosigned a head of so many entries; what holds no more is not told."""

    size = IntegerField()
    key = TextField()  # of the witness, name+id+key
    at = IntegerField()  # seconds since 1970, as it is signed
    signature = BlobField()

    class Meta:
        primary_key = CompositeKey("size", "key")
        without_rowid = True


class WitnessContact(Table):
    """How it went when a witness was asked last."""

    key = TextField(primary_key=True)  # name+id+key
    url = TextField()  # where it was asked
    size = IntegerField()
    asked_at = InstantField(null=True)
    due_at = InstantField()
    failures = IntegerField()
    obstacle = ChoiceField(Obstacle, null=True)
    detail = PassingMessageField(null=True)
    since = InstantField(null=True)
