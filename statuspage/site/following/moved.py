"""A site that has moved says so in the last entry of each of its feeds."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.domain.record.kinds.site import SITE
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import item, line, link
from statuspage.said import said
from statuspage.site.page import Context


def last_entry(context: Context, base: str) -> Iterator[Item]:
    """The entry that leads to where the feed at an address goes on; none while it has not moved."""
    site = context.site
    if not site.moved_to:
        return
    history = context.library.record.histories([SITE.subject()]).get(SITE.subject(), ())
    told = [one.at for one in history if one.text("moved_to") == site.moved_to]
    if not told:
        return  # the record does not have it yet
    address = f"{site.moved_to}{site.prefix}{base}"
    moved = said("It goes on at {address}. This is its last entry here.", address=link(address))
    yield item(
        site,
        name=f"moved{site.prefix}{base}",
        path=f"{base}.atom",
        title=context.locale.say("This feed has moved"),
        passages=[line(site, moved)],
        summary=context.locale.say(moved),
        published=told[0],
        updated=told[0],
        tags=["moved"],
        author="",
        subjects=[],
        details={"kind": "moved", "address": address},
    )
