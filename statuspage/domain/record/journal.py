"""The journal of all that was published, as the record tells it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from statuspage.domain.promises import news
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.record.kinds.sla import SLA
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.recorded import Recorded, parse_stamp
from statuspage.domain.record.replay import Replay
from statuspage.domain.reports import news as reported
from statuspage.domain.vocabulary.entry import Published
from statuspage.domain.vocabulary.states import Kind

_HAPPENED = (Kind.INCIDENT, Kind.MAINTENANCE)


class Room:
    """Answers from what the record told."""

    def __init__(self, facts: Replay) -> None:
        self._facts = facts


class Publications(Room):
    """All that is listed, from incidents to reports, by the time it stands under."""

    @cached_property
    def _rows(self) -> list[tuple[Published, set[str]]]:
        """Each with the components it ever touched, the oldest first."""
        found: list[tuple[datetime, int, Published, set[str]]] = []
        histories = self._facts.histories
        for one in self._facts.incidents.values():
            first = histories[INCIDENT.subject(one.key)][0]
            at = parse_stamp(first.leaf.facts["started_at"])
            touched = {name for up in one.updates for name in _changed(histories, up.key)}
            row = Published(one.kind, one.key, at, one.updated_at)
            found.append((at, first.index, row, touched))
        for (kind, slug), entry in self._facts.entries.items():
            told = histories[ENTRIES[kind].subject(slug)]
            at = parse_stamp(told[0].leaf.facts["updated_at"])
            row = Published(kind, slug, at, entry.updated_at)
            found.append((at, told[0].index, row, _named(told)))
        for index, row in self._of_promises():
            found.append((row.published_at, index, row, set()))
        for index, row in self._of_reports():
            found.append((row.published_at, index, row, set()))
        return [(row, touched) for *_, row, touched in sorted(found, key=lambda one: one[:2])]

    def _of_promises(self) -> Iterator[tuple[int, Published]]:
        """Each version of a promise and each figure, with the index of its entry."""
        histories = self._facts.histories
        for sla, versions in self._facts.slas.items():
            for entry, one in zip(histories[SLA.subject(sla)], reversed(versions), strict=True):
                kind, key = news.version_kind(one), news.version_key(one)
                yield entry.index, Published(kind, key, one.at, one.at)
        for named, revisions in self._facts.figures.items():
            for entry, told in zip(histories[FIGURE.subject(*named)], revisions, strict=True):
                at = news.stands_under(told)
                yield entry.index, Published(news.FIGURE, news.figure_key(told), at, told.at)

    def _of_reports(self) -> Iterator[tuple[int, Published]]:
        for revisions in self._facts.reports.values():
            for one in revisions:
                key = reported.report_key(one)
                [first, *_] = self._facts.histories[REPORT.subject(key)]
                yield (
                    first.index,
                    Published(reported.REPORT, key, reported.stands_under(one), one.at),
                )

    def _chosen(self, kinds: Collection[str], component: str | None) -> list[Published]:
        return [
            row
            for row, touched in self._rows
            if row.kind in kinds and (component is None or component in touched)
        ]

    def count(self, kinds: Collection[str], component: str | None = None) -> int:
        return len(self._chosen(kinds, component))

    def counts(self, kinds: Collection[str], components: Collection[str]) -> Mapping[str, int]:
        found = {component: self.count(kinds, component) for component in components}
        return {component: count for component, count in found.items() if count}

    def last_changes(self, components: Collection[str]) -> Mapping[str, datetime]:
        found: dict[str, datetime] = {}
        for row, touched in self._rows:
            if row.kind in _HAPPENED:
                for one in touched.intersection(components):
                    found[one] = max(row.updated_at, found.get(one, row.updated_at))
        return found

    def reaches(self, kinds: Collection[str], number: int, component: str | None = None) -> bool:
        return self.count(kinds, component) >= number

    def page(
        self, kinds: Collection[str], offset: int, limit: int, component: str | None = None
    ) -> Sequence[Published]:
        return self._chosen(kinds, component)[offset : offset + limit]


def _changed(histories: Mapping[str, Sequence[Recorded]], update: str) -> Iterable[str]:
    """The components that any revision of an update spoke of."""
    for one in histories[UPDATE.subject(update)]:
        for change in json.loads(one.text("changes") or "[]"):
            yield change["component"]


def _named(told: Iterable[Recorded]) -> set[str]:
    """The components that any revision of an entry named."""
    details = (json.loads(one.text("details") or "{}") for one in told)
    return {name for found in details for name in found.get("components", ())}
