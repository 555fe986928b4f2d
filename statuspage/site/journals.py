"""What feeds list: entries, or single updates, counted from the oldest, read from the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from statuspage.content.markdown import plain_text
from statuspage.domain.record.note import Checkpoint
from statuspage.domain.record.recorded import Mark
from statuspage.domain.vocabulary.entry import EntryKind, Published
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import Kind
from statuspage.render.feed_content import entry_item, incident_item, update_item
from statuspage.render.feeds import Item
from statuspage.site import signing
from statuspage.store import components, entries, incidents, publications, record

_HAPPENED = (Kind.INCIDENT, Kind.MAINTENANCE)
_WRITTEN = (EntryKind.CHANGELOG, EntryKind.OUTCOME)
EVERYTHING = (*_HAPPENED, *_WRITTEN)

Standing = Callable[[Site, Collection[str]], tuple[Mapping[str, Mark], Checkpoint]]
"""(site, subjects) -> where their newest entries stand, and the head of the record with these."""


def standing(site: Site, subjects: Collection[str]) -> tuple[Mapping[str, Mark], Checkpoint]:
    """The same from the store."""
    marks = record.marks(subjects)
    return marks, signing.head(site, reach(marks))


def reach(marks: Mapping[str, Mark]) -> int:
    """How many entries the record held with the last of these."""
    return max((mark.index + 1 for mark in marks.values()), default=0)


@dataclass(frozen=True)
class Journal:
    """What a feed lists: how many items there are, and some of them, oldest first."""

    count: Callable[[], int]
    items: Callable[[Site, int, int], list[Item]]  # (site, offset from the oldest, limit)
    kinds: Sequence[str] = ()  # of what is listed; none: single updates
    component: str | None = None  # only what touches this one
    standing: Standing = standing


def entries_of(kinds: Sequence[str], component: str | None = None) -> Journal:
    """One item for each incident, maintenance and written entry of these kinds."""

    def items(site: Site, offset: int, limit: int) -> list[Item]:
        return _entry_items(site, publications.page(kinds, offset, limit, component))

    return Journal(lambda: publications.count(kinds, component), items, kinds, component)


def _entry_items(site: Site, rows: Sequence[Published]) -> list[Item]:
    names = {component.id: component.name for component in components.known()}
    found: dict[tuple[str, str], Item] = {}
    times = {(row.kind, row.key): row.published_at for row in rows}
    keys = [row.key for row in rows if row.kind in _HAPPENED]
    for key, incident in incidents.by_keys(keys).items():
        row = (incident.kind.value, key)
        found[row] = incident_item(site, incident, times[row], plain_text(incident.updates[0].html))
    for kind in _WRITTEN:
        slugs = [row.key for row in rows if row.kind == kind]
        for slug, entry in entries.by_slugs(kind, slugs).items():
            row = (kind.value, slug)
            found[row] = entry_item(site, entry, times[row], names, plain_text(entry.html))
    return [found[row] for row in times]


def _update_items(site: Site, offset: int, limit: int) -> list[Item]:
    rows = incidents.updates_page(offset, limit)
    found = incidents.by_keys({incident for incident, _ in rows})
    updates = {update.key: update for incident in found.values() for update in incident.updates}
    return [
        update_item(site, found[incident], updates[key], plain_text(updates[key].html))
        for incident, key in rows
    ]


UPDATES = Journal(incidents.count_updates, _update_items)
"""Every public word by itself."""
