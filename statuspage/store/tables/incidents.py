"""The tables of incidents and planned work: words, states, steps, postmortems, pledges, alarms."""

from __future__ import annotations

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from statuspage.domain.incidents.automatic import Standing
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.promises.pledge import PledgeKind
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.store.fields import (
    ChoiceField,
    DueTimesField,
    InstantField,
    JsonField,
    LengthField,
    MessageField,
    SectionsField,
    StatesField,
    WordingsField,
)
from statuspage.store.tables.base import Table
from statuspage.store.tables.site import Component


class Incident(Table):
    id = AutoField()
    key = TextField(unique=True)
    kind = ChoiceField(Kind)
    title = TextField()
    status = ChoiceField(Status)
    is_open = BooleanField(index=True)
    impact = ChoiceField(Impact)
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
    noticed_by = ChoiceField(NoticedBy, null=True)
    first_report_at = InstantField(null=True)
    origin = TextField()
    origin_id = TextField()
    origin_source = TextField(default="")
    wordings = WordingsField(default=NOT_TRANSLATED)

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
    status = ChoiceField(Status)
    body = TextField()
    html = TextField()
    at = InstantField()
    first_at = InstantField(null=True)
    entered_at = InstantField()
    updated_at = InstantField()
    author = TextField()
    is_imported = BooleanField(default=False)
    is_page_only = BooleanField(default=False)
    next_due = InstantField(null=True)
    withdrawn_at = InstantField(null=True)
    said = MessageField(null=True)
    erased = MessageField(null=True)
    dues = DueTimesField(default=())
    first_due = InstantField(null=True)
    sections = SectionsField(null=True)
    wordings = WordingsField(default=NOT_TRANSLATED)


class ComponentChange(Table):
    post = ForeignKeyField(IncidentUpdate, backref="changes", index=False)
    component = ForeignKeyField(Component, index=False)
    declared = ChoiceField(ComponentState)
    old = ChoiceField(ComponentState)
    new = ChoiceField(ComponentState)

    class Meta:
        primary_key = CompositeKey("post", "component")


class ImpactRun(Table):
    """Derived from the updates at each write: what incidents declare of a component over time."""

    id = AutoField()
    incident = ForeignKeyField(Incident, backref="runs")
    component = ForeignKeyField(Component, index=False)
    state = ChoiceField(ComponentState)
    start = InstantField()
    end = InstantField()

    class Meta:
        indexes = ((("component", "end"), False),)


class MaintenanceSeries(Table):
    """Work that repeats; `last` is the wall time of its newest occurrence that was announced."""

    key = TextField(primary_key=True)
    title = TextField()
    body = TextField()
    owner = TextField()
    components = JsonField()
    steps = JsonField()
    rule = TextField()
    zone = TextField()
    seconds = IntegerField()
    last = TextField()
    ended_at = InstantField(null=True, index=True)
    wordings = WordingsField(default=NOT_TRANSLATED)


class MaintenancePlan(Table):
    """What belongs to a maintenance beside the columns it shares with incidents."""

    incident = ForeignKeyField(Incident, primary_key=True)
    notice_asked = LengthField()
    steps = JsonField()
    reminded_at = InstantField(null=True)
    series = ForeignKeyField(MaintenanceSeries, null=True)
    repeats = TextField(null=True)  # the rule, as readers were told; absent once it ends


class MaintenanceExtension(Table):
    id = AutoField()
    incident = ForeignKeyField(Incident)
    at = InstantField()
    former = InstantField()
    until = InstantField()


class MaintenanceMove(Table):
    id = AutoField()
    incident = ForeignKeyField(Incident)
    at = InstantField()
    former_start = InstantField()
    former_end = InstantField()
    start = InstantField()
    end = InstantField()


class Postmortem(Table):
    """What is kept of a postmortem beside its words, which are an update of the incident."""

    incident = ForeignKeyField(Incident, primary_key=True)
    cause = ChoiceField(Cause)
    at = InstantField()


class Pledge(Table):
    """A promise after an incident or a spent budget; `dues` holds seconds since 1970, in order."""

    key = TextField(primary_key=True)
    incident = ForeignKeyField(Incident, null=True)
    kind = ChoiceField(PledgeKind)
    text = TextField()
    owner = TextField()
    made_at = InstantField()
    first_due = InstantField(index=True)
    dues = JsonField()
    changed_at = InstantField()
    evidence_at = InstantField(null=True)
    evidence = TextField()
    withdrawn_at = InstantField(null=True)
    erased = MessageField(null=True)
    sla = TextField(default="")
    period = TextField(default="")
    spent = TextField(default="")


class Alarm(Table):
    """A confirmed failure that was taken up by itself: a draft for staff, or an incident."""

    key = TextField(primary_key=True)
    subject = TextField()
    source = TextField()
    standing = ChoiceField(Standing, index=True)
    failing_since = InstantField()
    recovered_at = InstantField(null=True)
    spoke_at = InstantField()
    title = TextField()
    body = TextField()
    next_update = LengthField(null=True)
    incident = ForeignKeyField(Incident, null=True, index=False)
    wordings = WordingsField(default=NOT_TRANSLATED)
    states = StatesField()
    impact = ChoiceField(Impact, null=True)

    class Meta:
        indexes = ((("subject", "spoke_at"), False),)


class Alert(Table):
    """What another system says of a failure: one row for each fingerprint and start."""

    sender = TextField()
    fingerprint = TextField()
    started_at = InstantField()
    ended_at = InstantField(null=True, index=True)
    heard_at = InstantField()
    title = TextField()
    labels = JsonField()
    annotations = JsonField()
    url = TextField()
    left_out = IntegerField()

    class Meta:
        primary_key = CompositeKey("sender", "fingerprint", "started_at")
