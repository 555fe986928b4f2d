"""A promise made after an incident, and what became of it."""

from __future__ import annotations

from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.promises.promise import Promise
from statuspage.domain.record.codec import (
    INSTANTS,
    MESSAGE,
    Field,
    RecordKind,
    Shown,
    choice,
    instant,
    text,
)
from statuspage.said import said

PLEDGE = RecordKind(
    "promise",
    said("Promise after an incident"),
    Pledge,
    (
        text("text", place="promise.text"),
        text("owner", place="promise.owner"),
        text("evidence", place="promise.evidence"),
        text("erased", MESSAGE, Shown.MESSAGE, "promise.erased", absent=None),
        Field("incident"),
        Field("kind", choice(PledgeKind)),
        instant("made_at", place="promise.made_at"),
        Field("dues", INSTANTS, place="promise.dues"),
        instant("evidence_at", place="promise.evidence_at"),
        instant("withdrawn_at", place="promise.withdrawn_at"),
    ),
    names=("promise.key",),
    parts={"promise": Promise},
    path="/incidents/{incident}#promise-{name}",
    title="text",
    topic="promises",
)
