"""Every kind of fact that the record holds, one file each; one more is a file and a line here.

Whatever a reader may hold us to is in a statement; what follows from others (the standing of an
incident, the state of a component) is not, it is derived from them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statuspage.domain.record.codec import RecordKind
from statuspage.domain.record.kinds.component import COMPONENT
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.key import KEY
from statuspage.domain.record.kinds.pledge import CONSEQUENCE, PLEDGE
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.record.kinds.probe import PROBE
from statuspage.domain.record.kinds.reminder import REMINDER
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.record.kinds.site import SITE
from statuspage.domain.record.kinds.sla import SLA
from statuspage.domain.record.kinds.tally import TALLY
from statuspage.domain.record.kinds.update import UPDATE

_ALL: list[RecordKind[Any]] = [
    INCIDENT,
    UPDATE,
    *ENTRIES.values(),
    REMINDER,
    SLA,
    FIGURE,
    PROBE,
    COMPONENT,
    SITE,
    POSTMORTEM,
    PLEDGE,
    CONSEQUENCE,
    KEY,
    TALLY,
    REPORT,
]

KINDS: Mapping[str, RecordKind[Any]] = {kind.name: kind for kind in _ALL}
"""By the first part of the subjects of their entries."""
