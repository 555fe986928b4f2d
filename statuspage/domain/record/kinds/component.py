"""A component as the page names it. Its place among all, from 0, is handed in beside it."""

from __future__ import annotations

from statuspage.domain.record.codec import DATE, Field, RecordKind, instant, text
from statuspage.domain.vocabulary.site import Component
from statuspage.said import said

COMPONENT = RecordKind(
    "component",
    said("Component"),
    Component,
    (
        Field("place", is_beside=True),
        Field("group"),
        instant("added_at"),
        instant("withdrawn_at"),
        Field("incidents_since", DATE, absent=None),
        text("name"),
        text("description"),
        text("group_name", absent=""),
    ),
    names=("id",),
    path="/components/{name}",
    title="name",
    topic="components",
    is_set_up=True,
)
