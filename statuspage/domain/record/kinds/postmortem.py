"""What an incident came from; the words of the postmortem are an update."""

from __future__ import annotations

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.record.codec import Field, RecordKind, choice, instant
from statuspage.said import said

POSTMORTEM = RecordKind(
    "postmortem",
    said("Cause of an incident"),
    Postmortem,
    (Field("incident"), Field("cause", choice(Cause)), instant("at")),
    names=("incident",),
    path="/incidents/{incident}#postmortem-{name}",
    topic="postmortems",
)
