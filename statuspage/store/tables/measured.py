"""The tables of what is measured: series, samples, runs, hours, definitions, frozen figures."""

from __future__ import annotations

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from statuspage.store.fields import InstantField, JsonField
from statuspage.store.tables.base import Table


class SlaVersion(Table):
    sla = TextField()
    version = IntegerField()
    at = InstantField()
    definition = JsonField()
    is_withdrawn = BooleanField()

    class Meta:
        primary_key = CompositeKey("sla", "version")


class BroughtResults(Table):
    """Results of a probe that another system measured."""

    probe = TextField()
    system = TextField()
    component = TextField()
    since = InstantField()
    until = InstantField()
    entered_at = InstantField()

    class Meta:
        table_name = "brought"
        primary_key = CompositeKey("probe", "system")
        without_rowid = True


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


class ProbeDay(Table):
    """All results of one UTC day that are kept no longer raw, packed; see domain/measured."""

    series = ForeignKeyField(Series, index=False)
    start = InstantField()
    checks = BlobField()

    class Meta:
        primary_key = CompositeKey("series", "start")
        without_rowid = True


class ProbeFormer(Table):
    """A run that version 0.1.0 left of results that it did not keep; nothing changes it."""

    series = ForeignKeyField(Series, index=False)
    start = InstantField()
    end = InstantField()
    state = IntegerField()
    is_confirmed = BooleanField()

    class Meta:
        primary_key = CompositeKey("series", "start")
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


class CheckReason(Table):
    """Why checks failed, one row for each change; one that says "up" ends what is before it."""

    probe = TextField()
    location = TextField()
    at = InstantField()
    state = IntegerField()
    kind = TextField()
    facts = JsonField()
    detail = TextField()

    class Meta:
        primary_key = CompositeKey("probe", "location", "at")
        without_rowid = True


class HeartbeatStart(Table):
    """When a job last said that it begins."""

    probe = TextField(primary_key=True)
    at = InstantField()

    class Meta:
        without_rowid = True


class Listening(Table):
    """The one row says since when calls of jobs could reach us, and when that was noted."""

    id = IntegerField(primary_key=True)
    since = InstantField()
    heard_at = InstantField()


class ProbeHour(Table):
    """What one series answered in one hour, kept forever: counts, latency buckets, limits."""

    series = ForeignKeyField(Series, index=False)
    start = InstantField()
    up = IntegerField()
    degraded = IntegerField()
    down = IntegerField()
    unknown = IntegerField()
    answers = IntegerField()
    sketch = BlobField()
    within = JsonField()

    class Meta:
        primary_key = CompositeKey("series", "start")
        without_rowid = True


class ProbeVersion(Table):
    """How a probe counted from an instant on, so that its past keeps what it was measured with."""

    probe = TextField()
    at = InstantField()
    definition = JsonField()

    class Meta:
        primary_key = CompositeKey("probe", "at")
        without_rowid = True


class FrozenFigure(Table):
    """The figure of a closed period as it was published; a correction is a further revision.

    `start` and `end` are the time that it is of, `late` the data that made it a revision.
    """

    sla = TextField()
    period = TextField()
    revision = IntegerField()
    at = InstantField()
    reason = TextField()
    figure = JsonField()
    start = InstantField()
    end = InstantField(index=True)
    late = JsonField()

    class Meta:
        primary_key = CompositeKey("sla", "period", "revision")
        without_rowid = True


class FrozenList(Table):
    """What a frozen figure was counted from, as JSON, compressed."""

    id = AutoField()
    sla = TextField()
    period = TextField()
    revision = IntegerField()
    list = BlobField()

    class Meta:
        indexes = ((("sla", "period", "revision"), True),)


class LateData(Table):
    """What was written since into the time of a frozen figure, until that was reviewed.

    `day` is that of writing, `subject` the key of an incident, `start` and `end` what it is about.
    """

    sla = TextField()
    period = TextField()
    kind = TextField()
    day = TextField()
    subject = TextField()
    count = IntegerField()
    start = InstantField()
    end = InstantField()

    class Meta:
        primary_key = CompositeKey("sla", "period", "kind", "day", "subject")
        without_rowid = True
