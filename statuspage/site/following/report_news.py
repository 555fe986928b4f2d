"""Reports, read for feeds: each revision is an entry of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from statuspage.domain.reports.news import REPORT
from statuspage.domain.vocabulary.entry import Published
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.reports import report_item
from statuspage.site.page import Context


def report_items(context: Context, rows: Iterable[Published]) -> Iterator[tuple[Published, Item]]:
    """The items of such rows of the journal."""
    told = [row for row in rows if row.kind == REPORT]
    if not told:
        return
    named = [row.key.partition("/") for row in told]
    found = context.library.reports.revisions({period for period, *_ in named})
    for row, (period, _, number) in zip(told, named, strict=True):
        place = int(number) - 1
        revisions = found[period][: place + 2]
        before = revisions[place - 1] if place else None
        after = revisions[place + 1] if len(revisions) > place + 1 else None
        yield row, report_item(context.site, revisions[place], before, after)
