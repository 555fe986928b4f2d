"""The tables of written entries, and of the journal of all that was published."""

from __future__ import annotations

from peewee import (
    AutoField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.store.fields import (
    ChoiceField,
    InstantField,
    JsonField,
    MessageField,
    WordingsField,
)
from statuspage.store.tables.base import Table
from statuspage.store.tables.site import Component


class Entry(Table):
    id = AutoField()
    kind = ChoiceField(EntryKind)
    slug = TextField()
    title = TextField()
    at = InstantField()
    details = JsonField()
    body = TextField()
    html = TextField()
    file = TextField()
    digest = TextField()
    published_at = InstantField()
    updated_at = InstantField()
    withdrawn_at = InstantField(null=True)
    revision = IntegerField()
    erased = MessageField(null=True)
    wordings = WordingsField(default=NOT_TRANSLATED)

    class Meta:
        indexes = ((("kind", "slug"), True), (("kind", "at"), False))


class Tally(Table):
    """How many people said or answered something, as published last."""

    kind = TextField()
    about = TextField()
    counts = JsonField()
    at = InstantField()

    class Meta:
        primary_key = CompositeKey("kind", "about")


class EntryLink(Table):
    """A page that an entry leads to, by its path."""

    kind = ChoiceField(EntryKind)
    slug = TextField()
    target = TextField()

    class Meta:
        primary_key = CompositeKey("target", "kind", "slug")
        indexes = ((("kind", "slug"), False),)


class Publication(Table):
    """One row per incident, maintenance and entry: what feeds, archives and the sitemap list."""

    id = AutoField()
    kind = TextField()
    key = TextField()
    published_at = InstantField()
    updated_at = InstantField()

    class Meta:
        indexes = (
            (("kind", "key"), True),
            (("published_at", "id"), False),
            (("kind", "published_at", "id"), False),
        )


class PublicationComponent(Table):
    publication = ForeignKeyField(Publication)
    component = ForeignKeyField(Component, index=False)

    class Meta:
        primary_key = CompositeKey("component", "publication")
