"""Feeds as somebody narrows them: the newest of what the filter takes that mail and hooks share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.reports import news as reported
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.labels import followed
from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.entry import Entry, EntryKind, Published, missing
from statuspage.domain.vocabulary.states import Kind
from statuspage.errors import InvalidInput
from statuspage.said import Said, said
from statuspage.site.following.journals import TOUCHING, WORD, WRITTEN, Journal
from statuspage.site.following.news import groups_of, worst_impact
from statuspage.site.page import Context

_STEP = 200
_LOOKED_AT = 2000
"""Rows of the journal that are looked at for one feed; what is older has long been read."""

_HAPPENED = (Kind.INCIDENT, Kind.MAINTENANCE, WORD)
_TOUCHING = {*TOUCHING}
_KINDS: dict[str, NewsKind] = {
    Kind.INCIDENT: NewsKind.INCIDENTS,
    Kind.MAINTENANCE: NewsKind.MAINTENANCE,
    EntryKind.CHANGELOG: NewsKind.CHANGELOG,
    EntryKind.OUTCOME: NewsKind.OUTCOMES,
    EntryKind.NOTICE: NewsKind.NOTICES,
    reported.REPORT: NewsKind.REPORTS,
    EntryKind.STORY: NewsKind.STORIES,
}


def newest(context: Context, journal: Journal, wanted: Filter, most: int) -> list[Published]:
    """Rows of a journal that a filter takes, oldest first, and at most so many."""
    journal = _narrower(journal, wanted)
    end = count = journal.count(context)
    found: list[Published] = []
    while end and len(found) < most and count - end < _LOOKED_AT:
        start = max(0, end - _STEP)
        rows = journal.rows(context, start, end - start)
        news = as_news(context, rows)
        found = [*(row for row, one in zip(rows, news, strict=True) if wanted.takes(one)), *found]
        end = start
    return found[-most:]


def _narrower(journal: Journal, wanted: Filter) -> Journal:
    """The same journal without what the filter is sure to leave, where the store can tell that."""
    if not journal.kinds or journal.chosen is not None:
        return journal
    if wanted.is_of_outcomes:
        kinds = [kind for kind in journal.kinds if kind == EntryKind.OUTCOME]
        return replace(journal, kinds=tuple(kinds)) if kinds else journal
    if wanted.outcomes:
        return journal  # they come besides whatever else it leaves
    kinds = [kind for kind in journal.kinds if not wanted.kinds or _kind(kind) in wanted.kinds]
    journal = replace(journal, kinds=tuple(kinds))
    if len(wanted.components) != 1 or wanted.groups or journal.component is not None:
        return journal
    # The journal knows the components of these alone.
    return (
        replace(journal, component=min(wanted.components)) if set(kinds) <= _TOUCHING else journal
    )


def _kind(kind: str) -> NewsKind:
    return _KINDS.get(kind, NewsKind.PROMISES)


def as_news(context: Context, rows: Sequence[Published]) -> list[News]:
    """What rows of the journal are as news: each by all that it touched so far."""
    told = _Told(context, rows)
    return [told.news(row) for row in rows]


class _Told:
    """What some rows are about, asked for all of them at once."""

    def __init__(self, context: Context, rows: Sequence[Published]) -> None:
        self._context, library = context, context.library
        keys = {_incident_of(row) for row in rows if row.kind in _HAPPENED}
        self._incidents = library.incidents.by_keys(keys)
        library.record.histories([INCIDENT.subject(key) for key in keys])  # asked ahead
        self._entries = {
            kind: library.entries.by_slugs(kind, [row.key for row in rows if row.kind == kind])
            for kind in WRITTEN
        }
        slas = {row.key.partition("/")[0] for row in rows if _kind(row.kind) is NewsKind.PROMISES}
        self._promised = library.objectives.histories(slas) if slas else {}

    def news(self, row: Published) -> News:
        if row.kind in _HAPPENED:
            return self._of_incident(row)
        if row.kind in self._entries:
            entry = self._entries[EntryKind(row.kind)][row.key]
            touched = tuple(map(str, entry.details.get("components", ())))
            outcome = row.key if row.kind == EntryKind.OUTCOME else ""
            facts = {"is_breaking": entry.is_breaking, "outcome": outcome}
            return self._made(row, _kind(row.kind), touched, **facts)
        if row.kind == reported.REPORT:
            return self._made(row, NewsKind.REPORTS, ())
        newest = self._promised[row.key.partition("/")[0]][0]
        return self._made(row, NewsKind.PROMISES, tuple(newest.promised.components))

    def _of_incident(self, row: Published) -> News:
        incident = self._incidents[_incident_of(row)]
        return self._made(
            row,
            NewsKind.of(incident.kind),
            tuple(component for component, _ in incident.components),
            incident=incident.key,
            impact=worst_impact(self._context, incident),
        )

    def _made(self, row: Published, kind: NewsKind, touched: tuple[str, ...], **facts: Any) -> News:
        groups = groups_of(self._context, touched)
        subject = f"{row.kind}/{row.key}"
        return News(
            subject,
            1,
            row.published_at,
            kind,
            subject,
            components=touched,
            groups=groups,
            **facts,
        )


def _incident_of(row: Published) -> str:
    return row.key.partition("/")[0]


def in_words(context: Context) -> list[Said | str]:
    """What a feed was narrowed to; nothing of the whole."""
    wanted = context.wanted
    if wanted.is_everything:
        return []
    known = context.library.components.known() if wanted.components | wanted.groups else ()
    names = {one.group: one.group_name for one in known if one.group}
    names |= {one.id: one.name for one in known}
    incidents = context.library.incidents.by_keys(wanted.incidents) if wanted.incidents else {}
    names |= {key: one.title for key, one in incidents.items()}
    names |= {slug: one.title for slug, one in _outcomes(context, wanted).items()}
    return followed(wanted, names)


def _outcomes(context: Context, wanted: Filter) -> Mapping[str, Entry]:
    if not wanted.outcomes:
        return {}
    return context.library.entries.by_slugs(EntryKind.OUTCOME, wanted.outcomes)


def require_known(context: Context, wanted: Filter) -> None:
    """Refuse what this site does not have. Raises InvalidInput."""
    known = context.library.components.known()
    faults: dict[str, Said] = {}
    if strange := wanted.components - {one.id for one in known}:
        faults["component"] = said("There is no component '{component}'.", component=min(strange))
    if strange := wanted.groups - {one.group for one in known if one.group}:
        faults["group"] = said("There is no group '{group}'.", group=min(strange))
    if strange := wanted.incidents - {*context.library.incidents.by_keys(wanted.incidents)}:
        faults["incident"] = said("There is no incident '{key}'.", key=min(strange))
    if strange := wanted.outcomes - {*_outcomes(context, wanted)}:
        faults["outcome"] = missing(EntryKind.OUTCOME, min(strange))
    if faults:
        raise InvalidInput(faults)
