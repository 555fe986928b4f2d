"""Who publishes, where, and in which zone."""

from __future__ import annotations

from statuspage.domain.record.codec import NAMES, Field, RecordKind, text
from statuspage.domain.vocabulary.site import Site
from statuspage.said import said

SITE = RecordKind(
    "site",
    said("The site itself"),
    Site,
    (
        Field("url"),
        Field("timezone"),
        Field("language"),
        Field("is_demo"),
        Field("tag_host"),
        text("name"),
        text("contact"),
        text("description"),
        Field("languages", NAMES, absent=()),
        text("home", absent=""),
        text("hub", absent=""),
        text("moved_to", absent=""),
    ),
    title="name",
    topic="settings",
    is_set_up=True,
)
