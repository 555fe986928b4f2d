"""What feeds list: entries, or single updates, counted from the oldest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from statuspage.content.markdown import plain_text
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises import news
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.reports import news as reported
from statuspage.domain.vocabulary.entry import Entry, EntryKind, Published
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import Kind
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.entries import entry_item
from statuspage.render.feeds.incidents import incident_item, update_item
from statuspage.render.feeds.passages import Edits
from statuspage.render.words.locale import locale
from statuspage.render.words.updates import html_of
from statuspage.site.following import promise_news, report_news
from statuspage.site.page import Context
from statuspage.site.promises.noticed import noticed

_HAPPENED = (Kind.INCIDENT, Kind.MAINTENANCE)
WRITTEN = (EntryKind.CHANGELOG, EntryKind.OUTCOME, EntryKind.NOTICE, EntryKind.STORY)
TOUCHING = (*_HAPPENED, *WRITTEN)
"""What may touch a component."""

WHOLE = (*TOUCHING, news.CHANGED, news.FIGURE, reported.REPORT)
WORD = "update"
"""The kind of a row that is one word of an incident; its key is that of both: INCIDENT/UPDATE."""


def count_ahead(context: Context, components: Collection[str]) -> None:
    """Ask at once how long the journals of some components are."""
    context.library.publications.counts(TOUCHING, components)


@dataclass(frozen=True)
class Journal:
    """What a feed lists: entries of some kinds, or without any every public word by itself."""

    kinds: tuple[str, ...] = ()
    component: str | None = None  # only what touches this one
    chosen: Callable[[Entry], bool] | None = None  # of what is written, only these

    def count(self, context: Context) -> int:
        """How many items there are."""
        if not self.kinds:
            return context.library.incidents.count_updates()
        if self.chosen is not None:
            return len(self._changes(context))
        publications, component = context.library.publications, self.component
        if component is None:
            return publications.count(self.kinds)
        return publications.counts(self.kinds, [component]).get(component, 0)

    def reaches(self, context: Context, number: int) -> bool:
        """Whether there are so many items: asked of what is full, for it will stay so."""
        if not self.kinds:
            return context.library.incidents.has_updates(number)
        if self.chosen is not None:
            return self.count(context) >= number
        return context.library.publications.reaches(self.kinds, number, self.component)

    def items(self, context: Context, offset: int, limit: int) -> list[Item]:
        """Some of them, counted from the oldest, oldest first."""
        return items_of(context, self.rows(context, offset, limit))

    def rows(self, context: Context, offset: int, limit: int) -> Sequence[Published]:
        """The same as rows of the journal; a word of an incident is one of the kind WORD."""
        if not self.kinds:
            words = context.library.incidents.updates_page(offset, limit)
            return [Published(WORD, f"{one}/{key}", at, at) for one, key, at in words]
        if self.chosen is not None:
            return self._changes(context)[offset : offset + limit]
        return context.library.publications.page(self.kinds, offset, limit, self.component)

    def _changes(self, context: Context) -> Sequence[Published]:
        """Rows of what is written, those that are chosen: there are never very many."""
        publications, entries = context.library.publications, context.library.entries
        rows = publications.page(self.kinds, 0, publications.count(self.kinds) + 1)
        known = {
            (kind, slug): entry
            for kind in WRITTEN
            if kind in self.kinds
            for slug, entry in entries.by_slugs(
                kind, [row.key for row in rows if row.kind == kind]
            ).items()
        }
        chosen = self.chosen
        return [
            row for row in rows if chosen is None or chosen(known[EntryKind(row.kind), row.key])
        ]


def items_of(context: Context, rows: Sequence[Published]) -> list[Item]:
    """What feeds say of some rows of the journal."""
    words = [row for row in rows if row.kind == WORD]
    if words:
        return updates_of(context, [_word(row) for row in words])
    library, site = context.library, context.site
    names = {component.id: component.name for component in library.components.known()}
    spoken = locale(site.language)
    found: dict[tuple[str, str], Item] = {}
    times = {(row.kind, row.key): row.published_at for row in rows}
    happened = {row.key: row.published_at for row in rows if row.kind in _HAPPENED}
    incidents = library.incidents.by_keys([*happened])
    for incident, item in incident_items(context, incidents.values(), happened):
        found[incident.kind.value, incident.key] = item
    for kind in WRITTEN:
        slugs = [row.key for row in rows if row.kind == kind]
        entries = library.entries.by_slugs(kind, slugs)
        changed = [slug for slug, one in entries.items() if one.updated_at > one.published_at]
        edits = _last_edits(context, [ENTRIES[kind].subject(slug) for slug in changed])
        told_of = noticed(context, entries.values()) if kind is EntryKind.NOTICE else ()
        notices = {one.entry.slug: one for one in told_of}
        for slug, entry in entries.items():
            row = (kind.value, slug)
            summary = plain_text(html_of(entry, spoken))
            found[row] = entry_item(
                *(site, entry, times[row], names, summary, edits), notice=notices.get(slug)
            )
    for told, item in promise_news.promise_items(context, rows):
        found[told.kind, told.key] = item
    for told, item in report_news.report_items(context, rows):
        found[told.kind, told.key] = item
    return [found[row] for row in times]


def incident_items(
    context: Context, incidents: Collection[Incident], stand_under: Mapping[str, datetime]
) -> Iterator[tuple[Incident, Item]]:
    """Each with its item; `stand_under` has the time of each in the journal by its key."""
    site, edits = context.site, _edits(context, incidents)
    for one in incidents:
        at = stand_under[one.key]
        named = ("incident_item", site.prefix, site.language, one.key, at)
        make = partial(_incident_item, site, one, at, edits)
        yield one, context.library.once(named, make)


def _incident_item(site: Site, incident: Incident, published: datetime, edits: Edits) -> Item:
    summary = plain_text(html_of(incident.updates[0], locale(site.language)))
    return incident_item(site, incident, published, summary, edits)


def _word(row: Published) -> tuple[str, str]:
    incident, _, update = row.key.partition("/")
    return incident, update


def updates_of(context: Context, words: Sequence[tuple[str, str]]) -> list[Item]:
    """What feeds say of single words, each named by the keys of its incident and of its own."""
    found = context.library.incidents.by_keys({incident for incident, _ in words})
    updates = {update.key: update for incident in found.values() for update in incident.updates}
    spoken = locale(context.site.language)
    summaries = {key: plain_text(html_of(updates[key], spoken)) for _, key in words}
    edits = _edits(context, found.values())
    return [
        update_item(context.site, found[incident], updates[key], summaries[key], edits)
        for incident, key in words
    ]


def _edits(context: Context, incidents: Iterable[Incident]) -> Edits:
    """What was edited of some incidents; what is withdrawn, or moved, tells of itself."""
    subjects = []
    for incident in incidents:
        if incident.edited_at and incident.edited_at not in {move.at for move in incident.moves}:
            subjects.append(INCIDENT.subject(incident.key))
        subjects += [
            UPDATE.subject(update.key)
            for update in incident.updates
            if update.edited_at and update.withdrawn_at is None
        ]
    return _last_edits(context, subjects)


def _last_edits(context: Context, subjects: Collection[str]) -> Edits:
    """The newest revision of each that says why it was made."""
    histories = context.library.record.histories(subjects) if subjects else {}
    return {
        subject: revision
        for subject, history in histories.items()
        for revision in history[1:]
        if revision.reason
    }
