"""A published count of what people said or answered. Who they are is not published."""

from __future__ import annotations

from statuspage.domain.record.codec import Field, RecordKind
from statuspage.domain.vocabulary.tally import Tally
from statuspage.said import said

TALLY = RecordKind(
    "tally",
    said("Published count"),
    Tally,
    (Field("kind"), Field("about"), Field("counts")),
    names=("kind", "about"),
    topic="tally:{name}",
    is_set_up=True,  # a further count is sent to nobody
)
