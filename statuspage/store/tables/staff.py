"""The tables of staff: accounts, factors, sessions, forms, drafts, tokens and the audit log."""

from __future__ import annotations

from peewee import (
    AutoField,
    BlobField,
    CompositeKey,
    FloatField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from statuspage.store.fields import InstantField, JsonField, PassingMessageField
from statuspage.store.tables.base import Table
from statuspage.store.tables.incidents import Incident


class Staff(Table):
    name = TextField(primary_key=True)
    password_hash = TextField()
    role = TextField()
    created_at = InstantField()
    disabled_at = InstantField(null=True)


class Session(Table):
    """A signed-in browser; only the hash of its token is kept."""

    token_hash = TextField(primary_key=True)
    staff = ForeignKeyField(Staff)
    created_at = InstantField()
    expires_at = InstantField()
    agent = TextField()
    seen_at = InstantField()
    address = TextField()  # not exactly (domain/desk/browsers.py)
    proven_at = InstantField(null=True)


class RateBucket(Table):
    """What is left to somebody by one rate limit, when that was true, and when it is full again."""

    kind = TextField()
    whose = TextField()  # "": all for whom there is no row
    tokens = FloatField()
    updated_at = FloatField()
    full_at = FloatField(index=True)

    class Meta:
        primary_key = CompositeKey("kind", "whose")


class SignInPlace(Table):
    """An address, or the network of one, from which somebody signed in of late."""

    place = TextField(primary_key=True)
    at = InstantField(index=True)


class Submission(Table):
    """A form or request already carried out, so that sending it twice gives the first answer."""

    id = TextField(primary_key=True)
    answer = TextField()
    at = InstantField(index=True)


class KeptForm(Table):
    """Words that could not be published yet (a lost session), until their writer comes back."""

    id = TextField(primary_key=True)
    path = TextField()
    fields = JsonField()
    at = InstantField(index=True)


class Draft(Table):
    """A form of the desk as it was saved; publishing or discarding it deletes the row."""

    key = TextField(primary_key=True)
    path = TextField()
    label = TextField()
    fields = JsonField()
    writers = JsonField()
    version = IntegerField()
    saved_at = InstantField()
    waits_since = InstantField(null=True)
    source = TextField(default="")
    publish_at = InstantField(null=True)
    approver = TextField(default="")
    fault = PassingMessageField(null=True)


class ImportedChange(Table):
    """What each change of other changelogs is known by, and the draft that it became."""

    identity = TextField(primary_key=True)
    draft = TextField()


class PrivateNote(Table):
    """A note of staff on an incident or a maintenance."""

    id = AutoField()
    incident = ForeignKeyField(Incident)
    author = TextField()
    at = InstantField()
    text = TextField()
    corrects = ForeignKeyField("self", null=True)


class Totp(Table):
    """The secret that an app and we share, sealed; without `confirmed_at` it counts for nothing."""

    staff = ForeignKeyField(Staff, primary_key=True)
    secret = TextField()
    last_step = IntegerField()  # of the newest code used; none up to it is taken again
    confirmed_at = InstantField(null=True)
    next_secret = TextField(null=True)  # of the app that is to take its place


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
    """What staff did. Triggers of the schema refuse every deletion, and every change but one: a
    line of failed tries counts up."""

    id = AutoField()
    at = InstantField()
    who = TextField()
    via = TextField()
    verb = TextField()
    subject = TextField()
    before = JsonField(null=True)
    after = JsonField(null=True)
    address = TextField(default="")

    class Meta:
        indexes = ((("who", "id"), False), (("verb", "id"), False), (("verb", "at"), False))


class Token(Table):
    """A program's token; only its hash is kept. A revoked one stays, so that its name is known."""

    token_hash = TextField(primary_key=True)
    name = TextField(index=True)
    scopes = JsonField()
    created_at = InstantField()
    revoked_at = InstantField(null=True)
    expires_at = InstantField(null=True)
    used_at = InstantField(null=True)
