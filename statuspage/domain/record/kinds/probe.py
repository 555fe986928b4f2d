"""How a probe counts."""

from __future__ import annotations

from statuspage.domain.measured.locations import Panel
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.record.codec import NAMES, SECONDS, Field, RecordKind, instant, text
from statuspage.said import said

PROBE = RecordKind(
    "probe",
    said("How a probe counts"),
    ProbeVersion,
    (
        instant("at"),
        Field("interval", SECONDS, place="cadence.interval"),
        Field("fail_after", place="cadence.fail_after"),
        Field("locations", place="panel.locations"),
        Field("quorum", place="panel.quorum"),
        Field("vote", place="panel.vote"),
        Field("names", NAMES, place="panel.names", absent=()),
        Field("source", absent=""),
        text("query", shown=None, absent=""),
    ),
    names=("probe",),
    parts={"cadence": Cadence, "panel": Panel},
    topic="probes",
    is_set_up=True,
)
