"""The public record as a Library: what was published, from its entries alone.

Whatever was measured, counted or set up beside them it does not hold: those rooms answer NotKnown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NoReturn

from statuspage.config import Settings
from statuspage.domain.incidents import impact
from statuspage.domain.library.library import Library
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record import happened, tree
from statuspage.domain.record.journal import Publications, Room
from statuspage.domain.record.recorded import Mark, Recorded
from statuspage.domain.record.replay import Replay
from statuspage.domain.reports.report import PeriodReport, ReportHead
from statuspage.domain.vocabulary.entry import Entry, EntryKind, missing
from statuspage.domain.vocabulary.site import Component, Group, Site
from statuspage.domain.vocabulary.tally import Tally
from statuspage.errors import NotFound, NotKnown
from statuspage.said import said


def library(facts: Replay, entries: Sequence[Recorded], hashes: tree.Hashes) -> Library:
    """What some entries tell, with the entries themselves and the hashes of their tree."""
    unknown: Any = _Unknown()
    publications = Publications(facts)
    return Library(
        settings=_Settings(facts),
        components=_Components(facts),
        incidents=happened.Incidents(facts, publications),
        edits=happened.Edits(facts),
        pledges=happened.Pledges(facts),
        postmortems=happened.Postmortems(facts),
        entries=_Entries(facts),
        tallies=_Tallies(facts),
        reports=_Reports(facts),
        publications=publications,
        record=_Record(facts, entries, hashes),
        witnesses=unknown,
        stamps=unknown,
        objectives=_Objectives(facts),
        figures=_Figures(facts),
        probes=_Probes(facts),
        measurements=unknown,
        brought=unknown,
        reasons=unknown,
        hours=unknown,
        cases=unknown,
        ratings=unknown,
        ratios=unknown,
        pulls=unknown,
        sums=unknown,
        staff=unknown,
        suppliers=unknown,
    )


class _Unknown:
    """A room of which the record holds nothing."""

    def __getattr__(self, name: str) -> NoReturn:
        raise NotKnown(said("The record does not hold {name}.", name=name))


class _Settings(Room):
    def current_settings(self) -> Settings:
        raise NotKnown(said("The record does not hold the settings."))

    def site(self) -> Site:
        if self._facts.site is None:
            raise NotKnown(said("The record does not name a site."))
        return self._facts.site


class _Components(Room):
    def known(self) -> Sequence[Component]:
        return self._facts.components

    def listed(self) -> Sequence[Component]:
        return [one for one in self._facts.components if one.withdrawn_at is None]

    def groups(self) -> Sequence[Group]:
        raise NotKnown(said("The record does not hold the names of groups."))

    def by_id(self, component: str) -> Component:
        for one in self.known():
            if one.id == component:
                return one
        raise NotFound(said("There is no component '{component}'.", component=component))

    def first_told(self, components: Collection[str]) -> Mapping[str, datetime]:
        found: dict[str, datetime] = {}
        for run in (run for one in self._facts.incidents.values() for run in impact.runs(one)):
            if run.component in components:
                found[run.component] = min(run.start, found.get(run.component, run.start))
        return found


class _Entries(Room):
    def by_slug(self, kind: EntryKind, slug: str) -> Entry:
        if (kind, slug) not in self._facts.entries:
            raise NotFound(missing(kind, slug))
        return self._facts.entries[kind, slug]

    def by_slugs(self, kind: EntryKind, slugs: Collection[str]) -> Mapping[str, Entry]:
        return {one.slug: one for one in self._facts.all_of(kind) if one.slug in slugs}

    def newest(self, kind: EntryKind, limit: int | None = None) -> Sequence[Entry]:
        found = [one for one in self._facts.all_of(kind) if one.withdrawn_at is None]
        return found[:limit]

    def between(self, kind: EntryKind, start: datetime, end: datetime) -> Sequence[Entry]:
        return [one for one in self._facts.all_of(kind) if start <= one.at < end]

    def times(self, kind: EntryKind) -> Sequence[datetime]:
        return [one.at for one in self._facts.all_of(kind)]

    def all_of(self, kind: EntryKind) -> Sequence[Entry]:
        return self._facts.all_of(kind)

    def leading_to(self, paths: Collection[str]) -> Mapping[str, Sequence[Entry]]:
        return {path: self._leading[path] for path in paths if path in self._leading}

    @cached_property
    def _leading(self) -> Mapping[str, Sequence[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for kind in (EntryKind.CHANGELOG, EntryKind.OUTCOME):
            for one in self.newest(kind):
                for path in one.leads_to:
                    found[path].append(one)
        return found


class _Tallies(Room):
    def of(self, kind: str, abouts: Collection[str]) -> Mapping[str, Tally]:
        known = self._facts.tallies
        return {about: known[kind, about] for about in abouts if (kind, about) in known}

    def all_of(self, kind: str) -> Mapping[str, Tally]:
        found = sorted(self._facts.tallies.items())
        return {about: tally for (named, about), tally in found if named == kind}


class _Reports(Room):
    def heads(self) -> Sequence[ReportHead]:
        told = sorted(self._facts.reports.items())
        return [one.head for _, revisions in told for one in revisions]

    def revisions(self, periods: Collection[str]) -> Mapping[str, Sequence[PeriodReport]]:
        known = self._facts.reports
        return {period: known[period] for period in periods if period in known}


class _Record(Room):
    def __init__(self, facts: Replay, entries: Sequence[Recorded], hashes: tree.Hashes) -> None:
        super().__init__(facts)
        self._entries = entries
        self.hashes = hashes

    def size(self) -> int:
        return len(self._entries)

    def root(self, first: int) -> bytes:
        return tree.root(first, self.hashes)

    def leaves(self, first: int, count: int) -> Sequence[bytes]:
        return [entry.leaf.encoded() for entry in self.some(first, count)]

    def some(self, first: int, count: int) -> Sequence[Recorded]:
        return self._entries[first : first + count]

    def histories(self, subjects: Collection[str]) -> Mapping[str, Sequence[Recorded]]:
        known = self._facts.histories
        return {subject: known[subject] for subject in subjects if subject in known}

    def marks(self, subjects: Collection[str]) -> Mapping[str, Mark]:
        return self._facts.marks(subjects)


class _Objectives(Room):
    def current(self) -> Sequence[SlaVersion]:
        return [versions[0] for _, versions in sorted(self._facts.slas.items())]

    def histories(self, slas: Collection[str]) -> Mapping[str, Sequence[SlaVersion]]:
        return {sla: self._facts.slas[sla] for sla in slas if sla in self._facts.slas}


class _Figures(Room):
    def newest(self, sla: str, period: str) -> Figure | None:
        found = self._facts.figures.get((sla, period))
        return found[-1].figure if found else None

    def revisions(
        self, named: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Sequence[FrozenRevision]]:
        return {one: self._facts.figures.get(one, ()) for one in named}

    def late_marks(self, *_: Any) -> NoReturn:
        raise NotKnown(said("The record does not hold what is not counted yet."))

    def counted_from(self, *_: Any) -> NoReturn:
        raise NotKnown(said("The record does not hold what figures are counted from."))

    def all_of(self, sla: str) -> Sequence[FrozenRevision]:
        told = sorted(self._facts.figures.items())
        return [one for (name, _), revisions in told if name == sla for one in revisions]

    def ends(self, slas: Collection[str]) -> Mapping[str, Mapping[str, datetime]]:
        found: dict[str, dict[str, datetime]] = {sla: {} for sla in slas}
        for (sla, period), told in self._facts.figures.items():
            if sla in found:
                found[sla][period] = told[-1].figure.period.span.end
        return found

    def corrected(self, sla: str) -> Sequence[Sequence[FrozenRevision]]:
        found = sorted(self._facts.figures.items(), reverse=True)
        return [told for (name, _), told in found if name == sla and len(told) > 1]


class _Probes(Room):
    def versions(
        self, probes: Collection[str] | None = None
    ) -> Mapping[str, Sequence[ProbeVersion]]:
        known = self._facts.probes
        return {name: known[name] for name in known if probes is None or name in probes}
