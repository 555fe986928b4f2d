"""Who publishes, where, and in which zone."""

from __future__ import annotations

from statuspage.domain.record.codec import Field, Kind, text
from statuspage.domain.vocabulary.site import Site

SITE = Kind(
    "site",
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
    ),
    title="name",
)
