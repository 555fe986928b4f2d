"""The rooms of a Library: what can be asked in each, and what each answer is about; what that means
and raises is said in the store's module of the same noun.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from statuspage.config import Settings
from statuspage.domain.desk.staff import Publishers
from statuspage.domain.incidents.cause import PublishedCause
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.months import Length
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.library import about as rules
from statuspage.domain.library.about import about
from statuspage.domain.library.topics import FIRST_INCIDENT, HAPPENING, NEW_INCIDENT
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.late import LateMark
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record.cosignature import Cosignature
from statuspage.domain.record.policy import Policy
from statuspage.domain.record.recorded import Mark, Recorded
from statuspage.domain.record.stamp import StampedHead, TimeStamp
from statuspage.domain.reports.report import PeriodReport, ReportHead
from statuspage.domain.telling.sent_sum import SentSum, sums_topic
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Component, Group, Site
from statuspage.domain.vocabulary.spans import ImpactRun
from statuspage.domain.vocabulary.states import Kind
from statuspage.domain.vocabulary.tally import Tally, tallies_topic, tally_topic


class SiteSettings(Protocol):
    """The last good settings, and the site as they describe it."""

    @about("settings")
    def current_settings(self) -> Settings: ...
    @about("settings")
    def site(self) -> Site: ...


class Components(Protocol):
    """What readers know by name."""

    @about("components")
    def known(self) -> Sequence[Component]: ...
    @about("components")
    def listed(self) -> Sequence[Component]: ...
    @about("components")
    def groups(self) -> Sequence[Group]: ...
    @about("components")
    def by_id(self, component: str) -> Component: ...
    @about("components", asked=rules.first_told, each=0)
    def first_told(self, components: Collection[str]) -> Mapping[str, datetime]: ...


class Incidents(Protocol):
    """Incidents and planned work, with every word of each."""

    @about(
        "components",
        asked=rules.one_incident,
        turns=rules.of_one(rules.every_promise),
        several="by_keys",
    )
    def by_key(self, key: str) -> Incident: ...
    @about("components", told=rules.incidents_by_key, turns=rules.late_words_by_key, each=0)
    def by_keys(self, keys: Collection[str]) -> Mapping[str, Incident]: ...
    @about(*HAPPENING, turns=rules.late_words)
    def open_ones(self) -> Sequence[Incident]: ...
    @about("components", asked=rules.each_component, turns=rules.late_words)
    def open_on(self, components: Collection[str]) -> Sequence[Incident]: ...
    @about(NEW_INCIDENT)
    def all_keys(self) -> Sequence[str]: ...
    @about(over=rules.begun)
    def keys_between(self, start: datetime, end: datetime) -> Sequence[str]: ...
    @about("components", over=rules.in_its_time(rules.happening), turns=rules.late_words)
    def started_between(self, start: datetime, end: datetime) -> Sequence[Incident]: ...
    @about(
        "components",
        over=rules.in_its_time(rules.last_components),
        turns=rules.late_words_by_component,
        each=2,
    )
    def started_on(
        self, start: datetime, end: datetime, components: Collection[str]
    ) -> Mapping[str, Sequence[Incident]]: ...
    @about("components", over=rules.in_its_time(rules.last_components), each=2)
    def struck_on(
        self, start: datetime, end: datetime, components: Collection[str]
    ) -> Mapping[str, Sequence[Incident]]: ...
    @about(*HAPPENING, turns=rules.late_words)
    def ended_since(self, since: datetime) -> Sequence[Incident]: ...
    @about(*HAPPENING, turns=rules.late_words)
    def newest(self, limit: int, kind: Kind | None = None) -> Sequence[Incident]: ...
    @about(*HAPPENING, turns=rules.late_words)
    def older(self, than: tuple[datetime, int], limit: int, kind: Kind) -> Sequence[Incident]: ...
    @about(asked=lambda component, _: [f"component:{component}"])
    def newest_keys_on(self, component: str, limit: int) -> Sequence[str]: ...
    @about(*HAPPENING, turns=rules.every_promise)
    def newest_promising(self, limit: int) -> Sequence[Incident]: ...
    @about(*HAPPENING, turns=rules.every_promise)
    def promising_since(self, since: datetime) -> Sequence[Incident]: ...
    @about("components", over=rules.in_its_time(rules.happening))
    def lengths_between(self, start: datetime, end: datetime) -> Sequence[Length]: ...
    @about(FIRST_INCIDENT)
    def first_started(self) -> datetime | None: ...
    @about(*HAPPENING)
    def titles(self, language: str) -> Mapping[str, str]: ...
    @about(told=rules.spoken_updates)
    def updates_page(
        self, offset_from_oldest: int, limit: int
    ) -> Sequence[tuple[str, str, datetime]]: ...
    @about(*HAPPENING)
    def count_updates(self) -> int: ...
    @about(told=rules.is_spoken)
    def has_updates(self, number: int) -> bool: ...
    @about("components", over=rules.in_its_time(rules.planned))
    def maintenances_between(self, start: datetime, end: datetime) -> Sequence[Incident]: ...
    @about(over=rules.in_its_time(rules.last_components), each=2)
    def runs_between(
        self, start: datetime, end: datetime, components: Collection[str]
    ) -> Mapping[str, Sequence[ImpactRun]]: ...


class Edits(Protocol):
    """What was edited after it was published."""

    @about(*HAPPENING)
    def edited_keys(self) -> Sequence[str]: ...
    @about(over=rules.in_its_time(rules.happening))
    def edited_between(self, start: datetime, end: datetime) -> Sequence[str]: ...


class Pledges(Protocol):
    """What was promised after incidents, and because budgets were spent."""

    @about(asked=rules.one_incident, turns=rules.pledges)
    def of_incident(self, incident: str) -> Sequence[Pledge]: ...
    @about("promises", "slas", turns=rules.pledges)
    def of_sla(self, sla: str) -> Sequence[Pledge]: ...
    @about("promises", *HAPPENING, turns=rules.pledges)
    def made_after(self, start: datetime, end: datetime) -> Sequence[Pledge]: ...
    @about("promises", *HAPPENING, turns=rules.pledges)
    def newest(self, limit: int) -> Sequence[Pledge]: ...
    @about("promises", *HAPPENING, turns=rules.pledges)
    def due_since(self, since: datetime) -> Sequence[Pledge]: ...
    @about("promises", *HAPPENING, turns=rules.pledges)
    def owed(self) -> Sequence[Pledge]: ...


class Postmortems(Protocol):
    """What incidents came from."""

    @about("postmortems")
    def of_incident(self, number: int) -> Postmortem | None: ...
    @about("postmortems", *HAPPENING)
    def findings(self, start: datetime, end: datetime) -> Sequence[PublishedCause]: ...
    @about(*HAPPENING)
    def count_incidents(self, start: datetime, end: datetime) -> int: ...


class Entries(Protocol):
    """What was written: changes, outcomes, pages, agreements."""

    @about(asked=lambda kind, _: [kind.value])
    def by_slug(self, kind: EntryKind, slug: str) -> Entry: ...
    @about(asked=lambda kind, slugs: [kind.value] if slugs else [], each=1)
    def by_slugs(self, kind: EntryKind, slugs: Collection[str]) -> Mapping[str, Entry]: ...
    @about(asked=lambda kind, *_: [kind.value])
    def newest(self, kind: EntryKind, limit: int | None = None) -> Sequence[Entry]: ...
    @about(over=rules.in_its_time(lambda kind, *_: [kind.value], place=1))
    def between(self, kind: EntryKind, start: datetime, end: datetime) -> Sequence[Entry]: ...
    @about(asked=lambda kind: [kind.value])
    def times(self, kind: EntryKind) -> Sequence[datetime]: ...
    @about(asked=lambda kind: [kind.value])
    def all_of(self, kind: EntryKind) -> Sequence[Entry]: ...
    @about(asked=rules.named, each=0)
    def leading_to(self, paths: Collection[str]) -> Mapping[str, Sequence[Entry]]: ...


class Tallies(Protocol):
    """Published counts of what people said or answered."""

    @about(asked=lambda kind, abouts: [tally_topic(kind, one) for one in abouts], each=1)
    def of(self, kind: str, abouts: Collection[str]) -> Mapping[str, Tally]: ...
    @about(asked=lambda kind: [tallies_topic(kind)])
    def all_of(self, kind: str) -> Mapping[str, Tally]: ...


class Reports(Protocol):
    """What was told of months, quarters and years, as it was published."""

    @about("reports")
    def heads(self) -> Sequence[ReportHead]: ...
    @about("reports", each=0)
    def revisions(self, periods: Collection[str]) -> Mapping[str, Sequence[PeriodReport]]: ...


class Record(Protocol):
    """The public record, and where a subject stands in it."""

    @about("record")
    def size(self) -> int: ...
    @about()  # it stays what it is, however many come after them
    def root(self, first: int) -> bytes: ...
    @about(told=rules.written)
    def leaves(self, first: int, count: int) -> Sequence[bytes]: ...
    @about(told=rules.written)
    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]: ...
    @about(told=rules.written)
    def some(self, first: int, count: int) -> Sequence[Recorded]: ...
    @about(asked=rules.subjects, each=0)
    def histories(self, subjects: Collection[str]) -> Mapping[str, Sequence[Recorded]]: ...
    @about(asked=rules.subjects, each=0)
    def marks(self, subjects: Collection[str]) -> Mapping[str, Mark]: ...


class Witnesses(Protocol):
    """Who cosigns the record, and what they cosigned."""

    @about("settings")
    def policy(self) -> Policy | None: ...
    @about("cosignatures")
    def cosignatures(self) -> Mapping[int, Sequence[Cosignature]]: ...


class Stamps(Protocol):
    """Time stamps of the record's heads, by an authority of others."""

    @about("stamps")
    def days(self, most: int | None = None) -> Sequence[StampedHead]: ...
    @about("stamps")
    def of(self, day: date) -> TimeStamp | None: ...


class Objectives(Protocol):
    """What was promised of figures, in dated versions."""

    @about("slas")
    def current(self) -> Sequence[SlaVersion]: ...
    @about("slas", each=0)
    def histories(self, slas: Collection[str]) -> Mapping[str, Sequence[SlaVersion]]: ...


class Figures(Protocol):
    """The figures of closed periods, as they were published."""

    @about(asked=rules.figures)
    def newest(self, sla: str, period: str) -> Figure | None: ...
    @about(asked=rules.figures_of_periods, each=0)
    def revisions(
        self, named: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Sequence[FrozenRevision]]: ...
    @about(asked=rules.figures)
    def all_of(self, sla: str) -> Sequence[FrozenRevision]: ...
    @about(asked=rules.each_figures, each=0)
    def ends(self, slas: Collection[str]) -> Mapping[str, Mapping[str, datetime]]: ...
    @about(asked=rules.figures)
    def corrected(self, sla: str) -> Sequence[Sequence[FrozenRevision]]: ...
    @about(asked=rules.figures)
    def late_marks(self, sla: str, period: str) -> Sequence[LateMark]: ...
    @about(asked=rules.figures)
    def counted_from(self, sla: str, period: str, revision: int) -> Mapping[str, Any] | None: ...


class Sums(Protocol):
    """How many readers were sent what was published."""

    @about(asked=lambda incident: [sums_topic(incident)])
    def of_incident(self, incident: str) -> Mapping[str, SentSum]: ...


class Staff(Protocol):
    """Who may publish, as a number."""

    @about("staff")
    def publishers(self) -> Publishers: ...
