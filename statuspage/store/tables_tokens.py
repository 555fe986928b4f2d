"""The table of API tokens."""

from __future__ import annotations

from peewee import TextField

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables import Table


class Token(Table):
    """A program's token; only its hash is kept. A revoked one stays, so that its name is known."""

    token_hash = TextField(primary_key=True)
    name = TextField(index=True)
    scopes = JsonField()
    created_at = InstantField()
    revoked_at = InstantField(null=True)
