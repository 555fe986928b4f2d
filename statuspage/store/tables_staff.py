"""The tables of second factors and of the audit log. Accounts and sessions are in tables.py."""

from __future__ import annotations

from peewee import AutoField, BlobField, ForeignKeyField, IntegerField, TextField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Staff, Table


class Totp(Table):
    """The secret that an app and we share, sealed; without `confirmed_at` it counts for nothing."""

    staff = ForeignKeyField(Staff, primary_key=True)
    secret = TextField()
    last_step = IntegerField()  # of the newest code used; none up to it is taken again
    confirmed_at = InstantField(null=True)


class RecoveryCode(Table):
    """A code that works once and is deleted by it; only its hash is kept."""

    code_hash = TextField(primary_key=True)
    staff = ForeignKeyField(Staff)


class Passkey(Table):
    """The public half of a passkey."""

    id = TextField(primary_key=True)
    staff = ForeignKeyField(Staff)
    name = TextField()
    public_key = BlobField()
    sign_count = IntegerField()
    created_at = InstantField()
    used_at = InstantField(null=True)


class Audit(Table):
    """What staff did. Triggers of the schema refuse every change and deletion."""

    id = AutoField()
    at = InstantField()
    who = TextField()
    via = TextField()
    verb = TextField()
    subject = TextField()
    before = JsonField(null=True)
    after = JsonField(null=True)
