"""A component as the page names it. Its place among all, from 0, is handed in beside it."""

from __future__ import annotations

from statuspage.domain.record.codec import Field, Kind, instant, text
from statuspage.domain.vocabulary.site import Component

COMPONENT = Kind(
    "component",
    Component,
    (
        Field("place", is_beside=True),
        Field("group"),
        instant("added_at"),
        instant("withdrawn_at"),
        text("name"),
        text("description"),
    ),
    names=("id",),
    path="/components/{name}",
    title="name",
)
