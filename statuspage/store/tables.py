"""The tables as peewee models, for this folder's modules only. Their history is in migrations/."""

from __future__ import annotations

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)

from statuspage.store.fields import InstantField, JsonField

database = SqliteDatabase(None)


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False


class Topic(Table):
    """What a page can depend on; `version` is the store's generation when it last changed."""

    name = TextField(primary_key=True)
    version = IntegerField()


class Setting(Table):
    name = TextField(primary_key=True)
    value = TextField()


class ComponentGroup(Table):
    id = TextField(primary_key=True)
    name = TextField()
    position = IntegerField()


class Component(Table):
    id = TextField(primary_key=True)
    name = TextField()
    description = TextField()
    group = TextField(null=True)
    position = IntegerField()
    added_at = InstantField()
    withdrawn_at = InstantField(null=True)


class Incident(Table):
    id = AutoField()
    key = TextField(unique=True)
    kind = TextField()
    title = TextField()
    status = TextField()
    is_open = BooleanField(index=True)
    impact = TextField()
    impact_is_stated = BooleanField()
    owner = TextField()
    started_at = InstantField()
    entered_at = InstantField()
    updated_at = InstantField()
    resolved_at = InstantField(null=True)
    next_due = InstantField(null=True)
    impact_from = InstantField(null=True)
    impact_until = InstantField(null=True)
    scheduled_for = InstantField(null=True)
    scheduled_until = InstantField(null=True)
    edited_at = InstantField(null=True)
    origin = TextField()
    origin_id = TextField()

    class Meta:
        indexes = (
            (("kind", "started_at"), False),
            (("started_at",), False),
            (("origin",), False),
            (("origin_id",), False),
        )


class IncidentUpdate(Table):
    id = AutoField()
    key = TextField(unique=True)
    incident = ForeignKeyField(Incident, backref="updates")
    status = TextField()
    body = TextField()
    html = TextField()
    at = InstantField()
    first_at = InstantField(null=True)
    entered_at = InstantField()
    updated_at = InstantField()
    author = TextField()
    next_due = InstantField(null=True)
    withdrawn_at = InstantField(null=True)


class ComponentChange(Table):
    post = ForeignKeyField(IncidentUpdate, backref="changes", index=False)
    component = ForeignKeyField(Component, index=False)
    declared = TextField()
    old = TextField()
    new = TextField()

    class Meta:
        primary_key = CompositeKey("post", "component")


class ImpactRun(Table):
    """Derived from the updates at each write: what incidents declare of a component over time."""

    id = AutoField()
    incident = ForeignKeyField(Incident, backref="runs")
    component = ForeignKeyField(Component, index=False)
    state = TextField()
    start = InstantField()
    end = InstantField()

    class Meta:
        indexes = ((("component", "end"), False),)


class Entry(Table):
    id = AutoField()
    kind = TextField()
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

    class Meta:
        indexes = ((("kind", "slug"), True), (("kind", "at"), False))


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


class SlaVersion(Table):
    sla = TextField()
    version = IntegerField()
    at = InstantField()
    definition = JsonField()
    is_withdrawn = BooleanField()

    class Meta:
        primary_key = CompositeKey("sla", "version")


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


class Bucket(Table):
    """A token bucket: what is left of an allowance, and when that was true."""

    key = TextField(primary_key=True)
    tokens = FloatField()
    updated_at = FloatField()


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


class SyncProblem(Table):
    """The faults of the last sync, shown to staff."""

    id = AutoField()
    file = TextField()
    line = IntegerField()
    text = TextField()
    found_at = InstantField()


class Series(Table):
    """The results of one probe at one location, and where their fold stands."""

    id = AutoField()
    probe = TextField()
    location = TextField()
    component = TextField(index=True)
    fold = JsonField()

    class Meta:
        indexes = ((("probe", "location"), True),)


class ProbeSample(Table):
    """A raw result, kept for a while."""

    series = ForeignKeyField(Series, index=False)
    at = InstantField()
    state = IntegerField()
    latency_ms = IntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("series", "at")
        without_rowid = True


class ProbeRun(Table):
    """A stretch of one measured state, kept forever; time that no run holds is unknown."""

    series = ForeignKeyField(Series, index=False)
    start = InstantField()
    end = InstantField()
    state = IntegerField()
    is_confirmed = BooleanField()

    class Meta:
        primary_key = CompositeKey("series", "start")
        without_rowid = True
