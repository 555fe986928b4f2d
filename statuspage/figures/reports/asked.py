"""What every part of a report is asked: the period, and the Library that answers as of its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from statuspage.config import Settings
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.reports.period import WINDOWS, closes_within, kind_of, months_of
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period


@dataclass(frozen=True)
class ReportQuestion:
    """A report that is to be counted. The Library answers from memory (record/as_of)."""

    library: Library
    settings: Settings
    period: Period
    now: datetime

    @property
    def span(self) -> Span:
        return self.period.span

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.site.timezone)

    @cached_property
    def objectives(self) -> list[SlaVersion]:
        """The promises that a report of this kind tells of, the newest version of each."""
        windows = WINDOWS[kind_of(self.period.name)]
        known = self.library.objectives.current()
        return [one for one in known if one.promised.window in windows]

    @cached_property
    def figures(self) -> list[FrozenRevision]:
        """The newest revision of each figure that closed within the period."""
        months = months_of(self.period.name)
        return [
            one
            for version in self.objectives
            for one in self.newest_of(version.sla)
            if closes_within(one.figure.period.name, months)
        ]

    def newest_of(self, sla: str) -> list[FrozenRevision]:
        """The newest revision of each published figure of a promise, in order of time."""
        found = {one.figure.period.name: one for one in self.library.figures.all_of(sla)}
        return sorted(found.values(), key=lambda one: one.figure.period.span.end)

    @cached_property
    def incidents(self) -> list[Incident]:
        """Every incident and all planned work, the first one first."""
        library = self.library.incidents
        found = library.by_keys(library.all_keys()).values()
        return sorted(found, key=lambda one: (one.started_at, one.number))
