"""The figure and verdict of a closed period. Its number is that of the entry, as all revisions'."""

from __future__ import annotations

import json

from statuspage.domain.promises.frozen import FrozenRevision, given_back, kept
from statuspage.domain.record.codec import Form, Kind, text
from statuspage.domain.record.recorded import canonical

FIGURE = Kind(
    "figure",
    FrozenRevision,
    (
        text(
            "figure",
            Form(
                lambda figure: canonical(kept(figure)).decode(),
                lambda told: given_back(json.loads(told), 1),
            ),
            None,
        ),
    ),
    names=("figure.id", "figure.period.name"),
    path="/sla/{name}",
)
