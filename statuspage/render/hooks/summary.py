"""Several news as one item."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import Passage, item
from statuspage.render.words.locale import locale
from statuspage.said import counted


def summary_item(site: Site, items: Sequence[Item]) -> Item:
    """Several items as one, the newest first: their titles, of which each leads on."""
    title = counted("{count} update", "{count} updates", len(items))
    entry = Markup('<li><a href="{}">{}</a></li>')
    listed = Markup("").join(entry.format(one.url, one.title) for one in items)
    newest = max(one.updated for one in items)
    return item(
        site,
        name="summary",
        path="/history",
        title=locale(site.language).say(title),
        passages=[Passage(f"<ul>{listed}</ul>", "\n".join(one.title for one in items))],
        summary="",
        published=newest,
        updated=newest,
        tags=[],
        author="",
        subjects=[],
        details={"kind": "summary"},
    )
