"""The rooms of what is measured, as `rooms` has those of what is said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from statuspage.config import Calendar
from statuspage.domain.library import about as rules
from statuspage.domain.library.about import about
from statuspage.domain.measured.brought import Brought
from statuspage.domain.measured.hours import Hour, Verdicts
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.pulls import Pull
from statuspage.domain.measured.ratios import Slice
from statuspage.domain.measured.reason import Told
from statuspage.domain.measured.samples import Sample, Series, StateRun
from statuspage.domain.measured.satisfaction import Survey
from statuspage.domain.measured.support import KeptCase


class Probes(Protocol):
    """How probes count, in dated versions."""

    @about("probes", each=0)
    def versions(
        self, probes: Collection[str] | None = None
    ) -> Mapping[str, Sequence[ProbeVersion]]: ...


class Measurements(Protocol):
    """What probes saw. Series are found by the components they watch."""

    @about(asked=rules.watched, each=0)
    def series_on(self, components: Collection[str]) -> Mapping[str, Sequence[Series]]: ...
    @about(over=rules.in_its_time(rules.each_series, 1), turns=rules.by_the_minute, each=0)
    def runs_of(
        self, numbers: Collection[int], start: datetime, end: datetime
    ) -> Mapping[int, Sequence[StateRun]]: ...
    @about(asked=rules.beginnings, each=0)
    def first_starts(self, numbers: Collection[int]) -> Mapping[int, datetime]: ...
    @about(asked=rules.one_series, turns=rules.until_next_minute)
    def newest_sample(self, number: int, until: datetime) -> Sample | None: ...
    @about(over=rules.in_its_time(rules.one_series, 1), turns=rules.by_the_minute)
    def samples_between(self, number: int, start: datetime, end: datetime) -> Sequence[Sample]: ...
    @about(asked=rules.one_series, turns=rules.until_next_minute)
    def last_runs(self, number: int, before: datetime, limit: int) -> Sequence[StateRun]: ...


class BroughtIn(Protocol):
    """Results that other systems measured."""

    @about(asked=rules.watched, each=0)
    def brought_to(self, components: Collection[str]) -> Mapping[str, Sequence[Brought]]: ...


class Reasons(Protocol):
    """Why checks failed."""

    @about(turns=rules.until_next_minute)
    def newest_of(self, probes: Collection[str], until: datetime) -> Sequence[Told]: ...
    @about(turns=rules.by_the_minute)
    def between(
        self, probes: Collection[str], start: datetime, end: datetime
    ) -> Sequence[Told]: ...


class Hours(Protocol):
    """Results rolled up by the hour."""

    @about(over=rules.in_its_time(rules.one_series, 1), turns=rules.by_the_minute)
    def between(self, series: int, start: datetime, end: datetime) -> Sequence[Hour]: ...
    @about(over=rules.in_its_time(rules.one_series, 1), turns=rules.by_the_minute)
    def verdicts(self, series: int, start: datetime, end: datetime, limit: int) -> Verdicts: ...
    @about(over=rules.in_its_time(rules.one_series, 1), turns=rules.by_the_minute)
    def verdicts_by_hour(
        self, series: int, start: datetime, end: datetime, limit: int
    ) -> Sequence[tuple[datetime, Verdicts]]: ...
    @about(over=rules.in_its_time(rules.each_series, 1), turns=rules.by_the_minute)
    def sketches_between(
        self, series: Collection[int], start: datetime, end: datetime
    ) -> Mapping[datetime, Sequence[bytes]]: ...


class Cases(Protocol):
    """Requests of customers, and the calendars they ran by."""

    @about("cases")
    def calendar_sets(self) -> dict[int, Mapping[str, Calendar]]: ...
    @about("cases")
    def calendar_dates(self) -> Mapping[int, datetime]: ...
    @about("cases")
    def running_since(self, since: datetime, before: datetime) -> Sequence[KeptCase]: ...
    @about("cases")
    def resolved_between(self, start: datetime, end: datetime) -> Sequence[KeptCase]: ...
    @about("cases")
    def first_opened(self) -> datetime | None: ...


class Ratings(Protocol):
    """What people answered when they were asked."""

    @about("ratings")
    def counts(self, survey: Survey, start: datetime, end: datetime) -> tuple[int, ...]: ...
    @about("ratings")
    def first_at(self, survey: Survey) -> datetime | None: ...


class Ratios(Protocol):
    """Good and total events that were pushed."""

    @about("ratios")
    def starting_between(self, sla: str, start: datetime, end: datetime) -> Sequence[Slice]: ...
    @about("ratios")
    def first_start(self, sla: str) -> datetime | None: ...


class Pulls(Protocol):
    """What sources were asked for good, and the hash of what they gave."""

    @about("pulls", each=0)
    def settled_between(
        self, series: Collection[str], start: datetime, end: datetime
    ) -> Mapping[str, Sequence[Pull]]: ...
