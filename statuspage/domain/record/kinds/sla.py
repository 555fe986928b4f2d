"""A definition of a promise (SLA)."""

from __future__ import annotations

from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record.codec import TABLE, Field, RecordKind, Shown, instant, text
from statuspage.said import said

SLA = RecordKind(
    "sla",
    said("Definition of a promise"),
    SlaVersion,
    (
        Field("version", place="number"),
        instant("at", Shown.TIME),
        Field("is_withdrawn"),
        text("definition", TABLE, Shown.TABLE),
    ),
    names=("sla",),
    path="/sla/{name}",
    topic="slas",
)
