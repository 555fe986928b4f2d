"""The rooms of what is measured, as `rooms` has those of what is said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from statuspage.config import Calendar
from statuspage.domain.library import about as rules
from statuspage.domain.library.about import about
from statuspage.domain.measured.hours import Hour, Verdicts
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.ratios import Slice
from statuspage.domain.measured.reason import Told
from statuspage.domain.measured.samples import Sample, Series, StateRun
from statuspage.domain.measured.satisfaction import Survey
from statuspage.domain.measured.support import KeptCase


class Probes(Protocol):
    """How probes count, in dated versions."""

    @about("measurements", each=0)
    def versions(
        self, probes: Collection[str] | None = None
    ) -> Mapping[str, Sequence[ProbeVersion]]: ...


class Measurements(Protocol):
    """What probes saw. Series are found by the components they watch."""

    @about(asked=rules.last_components, each=0)
    def series_on(self, components: Collection[str]) -> Mapping[str, Sequence[Series]]: ...
    @about(turns=rules.by_the_minute, each=0)
    def runs_of(
        self, numbers: Collection[int], start: datetime, end: datetime
    ) -> Mapping[int, Sequence[StateRun]]: ...
    @about(each=0)
    def first_starts(self, numbers: Collection[int]) -> Mapping[int, datetime]: ...
    @about(turns=rules.until_next_minute)
    def newest_sample(self, number: int, until: datetime) -> Sample | None: ...
    @about(turns=rules.by_the_minute)
    def samples_between(self, number: int, start: datetime, end: datetime) -> Sequence[Sample]: ...
    @about(turns=rules.until_next_minute)
    def last_runs(self, number: int, before: datetime, limit: int) -> Sequence[StateRun]: ...


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

    @about(turns=rules.by_the_minute)
    def between(self, series: int, start: datetime, end: datetime) -> Sequence[Hour]: ...
    @about(turns=rules.by_the_minute)
    def verdicts(self, series: int, start: datetime, end: datetime, limit: int) -> Verdicts: ...
    @about(turns=rules.by_the_minute)
    def verdicts_by_hour(
        self, series: int, start: datetime, end: datetime, limit: int
    ) -> Sequence[tuple[datetime, Verdicts]]: ...
    @about(turns=rules.by_the_minute)
    def sketches_between(
        self, series: Collection[int], start: datetime, end: datetime
    ) -> Mapping[datetime, Sequence[bytes]]: ...


class Cases(Protocol):
    """Requests of customers, and the calendars they ran by."""

    @about("measurements")
    def calendar_sets(self) -> dict[int, Mapping[str, Calendar]]: ...
    @about("measurements")
    def calendar_dates(self) -> Mapping[int, datetime]: ...
    @about("measurements")
    def running_since(self, since: datetime, before: datetime) -> Sequence[KeptCase]: ...
    @about("measurements")
    def resolved_between(self, start: datetime, end: datetime) -> Sequence[KeptCase]: ...
    @about("measurements")
    def first_opened(self) -> datetime | None: ...


class Ratings(Protocol):
    """What people answered when they were asked."""

    @about("measurements")
    def counts(self, survey: Survey, start: datetime, end: datetime) -> tuple[int, ...]: ...
    @about("measurements")
    def first_at(self, survey: Survey) -> datetime | None: ...


class Ratios(Protocol):
    """Good and total events that were pushed."""

    @about("measurements")
    def starting_between(self, sla: str, start: datetime, end: datetime) -> Sequence[Slice]: ...
    @about("measurements")
    def first_start(self, sla: str) -> datetime | None: ...
