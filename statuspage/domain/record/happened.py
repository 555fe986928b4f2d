"""What happened, as the record tells it: incidents, and what they led to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from statuspage.domain.incidents import impact
from statuspage.domain.incidents.cause import PublishedCause
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.months import Length
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.record.journal import Publications, Room
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.replay import Replay
from statuspage.domain.vocabulary.spans import ImpactRun
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import NotFound
from statuspage.said import said


class Incidents(Room):
    """Incidents and planned work, the newest first."""

    def __init__(self, facts: Replay, publications: Publications) -> None:
        super().__init__(facts)
        self._publications = publications

    @cached_property
    def _ordered(self) -> list[Incident]:
        """All, the newest first."""
        return sorted(self._facts.incidents.values(), key=_age, reverse=True)

    @cached_property
    def _updates(self) -> list[tuple[str, str, datetime]]:
        """(incident key, update key, its time) of all updates, by the times they stand under."""
        told = self._facts.histories
        placed = [
            (update.published_at, told[UPDATE.subject(update.key)][0].index, one.key, update.key)
            for one in self._ordered
            for update in one.updates
        ]
        return [(incident, update, at) for at, _, incident, update in sorted(placed)]

    def by_key(self, key: str) -> Incident:
        if key not in self._facts.incidents:
            raise NotFound(said("There is no incident '{key}'.", key=key))
        return self._facts.incidents[key]

    def by_keys(self, keys: Collection[str]) -> Mapping[str, Incident]:
        return {key: self._facts.incidents[key] for key in keys if key in self._facts.incidents}

    def open_ones(self) -> Sequence[Incident]:
        return [one for one in self._ordered if one.is_open]

    def open_on(self, components: Collection[str]) -> Sequence[Incident]:
        return [one for one in self.open_ones() if one.touches(components)]

    def all_keys(self) -> Sequence[str]:
        return [one.key for one in reversed(self._ordered)]

    def keys_between(self, start: datetime, end: datetime) -> Sequence[str]:
        return [one.key for one in reversed(self.started_between(start, end))]

    def started_between(self, start: datetime, end: datetime) -> Sequence[Incident]:
        return [one for one in self._ordered if start <= one.started_at < end]

    def started_on(
        self, start: datetime, end: datetime, components: Collection[str]
    ) -> Mapping[str, Sequence[Incident]]:
        begun = self.started_between(start, end)
        return {name: [one for one in begun if one.touches([name])] for name in components}

    def struck_on(
        self, start: datetime, end: datetime, components: Collection[str]
    ) -> Mapping[str, Sequence[Incident]]:
        begun = self.started_on(start, end, components)
        return {name: [one for one in some if one.is_struck] for name, some in begun.items()}

    def ended_since(self, since: datetime) -> Sequence[Incident]:
        ended = [
            (one.resolved_at, one.number, one)
            for one in self._ordered
            if one.kind is Kind.INCIDENT and not one.is_open
            if one.resolved_at is not None and one.resolved_at >= since
            if any(update.published_at >= since for update in one.updates)
        ]
        return [one for *_, one in sorted(ended, key=lambda row: row[:2], reverse=True)]

    def newest(self, limit: int, kind: Kind | None = None) -> Sequence[Incident]:
        return [one for one in self._ordered if kind in (None, one.kind)][:limit]

    def older(self, than: tuple[datetime, int], limit: int, kind: Kind) -> Sequence[Incident]:
        found = (one for one in self._ordered if (one.started_at, one.number) < than)
        return [one for one in found if one.kind is kind][:limit]

    def newest_keys_on(self, component: str, limit: int) -> Sequence[str]:
        kinds = (Kind.INCIDENT, Kind.MAINTENANCE)
        every = self._publications.count(kinds, component)
        newest = self._publications.page(kinds, max(0, every - limit), limit, component)
        return [row.key for row in newest]

    def newest_promising(self, limit: int) -> Sequence[Incident]:
        promised = [(due, key) for key, due in self._dues()]
        keys = {key for _, key in sorted(promised, reverse=True)[:limit]}
        return [one for one in self._ordered if one.key in keys]

    def promising_since(self, since: datetime) -> Sequence[Incident]:
        keys = {key for key, due in self._dues() if due >= since}
        return [one for one in self._ordered if one.key in keys]

    def _dues(self) -> Iterable[tuple[str, datetime]]:
        for one in self._ordered:
            for update in one.updates:
                if update.first_due is not None:
                    yield one.key, update.first_due

    def lengths_between(self, start: datetime, end: datetime) -> Sequence[Length]:
        return [
            Length(
                one.status,
                one.impact_from or one.started_at,
                None if one.is_open else one.impact_until or one.resolved_at,
            )
            for one in self.started_between(start, end)
            if one.kind is Kind.INCIDENT
        ]

    def first_started(self) -> datetime | None:
        return self._ordered[-1].started_at if self._ordered else None

    def titles(self, language: str) -> Mapping[str, str]:
        told = {one.key: one.wordings.of(language).get("title", "") for one in self._ordered}
        return {key: title for key, title in told.items() if title}

    def updates_page(
        self, offset_from_oldest: int, limit: int
    ) -> Sequence[tuple[str, str, datetime]]:
        return self._updates[offset_from_oldest : offset_from_oldest + limit]

    def has_updates(self, number: int) -> bool:
        return len(self._updates) >= number

    def count_updates(self) -> int:
        return len(self._updates)

    def maintenances_between(self, start: datetime, end: datetime) -> Sequence[Incident]:
        found = [
            (one.scheduled_for, one.number, one)
            for one in self._ordered
            if one.kind is Kind.MAINTENANCE and one.scheduled_for and one.scheduled_until
            if one.scheduled_for < end
            if max(one.scheduled_until, one.resolved_at or end) > start
        ]
        return [one for *_, one in sorted(found, key=lambda row: row[:2])]

    def runs_between(
        self, start: datetime, end: datetime, components: Collection[str]
    ) -> Mapping[str, Sequence[ImpactRun]]:
        found: dict[str, list[ImpactRun]] = {component: [] for component in components}
        runs = (run for one in self._ordered for run in impact.runs(one))
        for run in sorted(runs, key=lambda run: run.start):
            if run.component in found and run.start <= end and (run.end or end) >= start:
                found[run.component].append(run)
        return found


class Edits(Room):
    """What was edited."""

    def edited_keys(self) -> Sequence[str]:
        return [key for key, found in self._facts.incidents.items() if found.has_changes]

    def edited_between(self, start: datetime, end: datetime) -> Sequence[str]:
        every = self._facts.incidents
        return [key for key in self.edited_keys() if start <= every[key].started_at < end]


class Pledges(Room):
    """What was promised after incidents."""

    @cached_property
    def _all(self) -> list[Pledge]:
        found = [one for some in self._facts.pledges.values() for one in some]
        found += self._facts.consequences
        return sorted(found, key=lambda one: (one.promise.made_at, one.kind, one.key))

    def of_incident(self, incident: str) -> Sequence[Pledge]:
        return self._facts.pledges.get(incident, ())

    def of_sla(self, sla: str) -> Sequence[Pledge]:
        return [one for one in self._facts.consequences if one.sla == sla]

    def made_after(self, start: datetime, end: datetime) -> Sequence[Pledge]:
        incidents = self._facts.incidents
        after = [one for one in self._all if one.incident in incidents]
        return [one for one in after if start <= incidents[one.incident].started_at < end]

    def newest(self, limit: int) -> Sequence[Pledge]:
        named = sorted(self._all, key=lambda one: (one.kind, one.key))
        return sorted(named, key=lambda one: one.promise.dues[0], reverse=True)[:limit]

    def due_since(self, since: datetime) -> Sequence[Pledge]:
        return [one for one in self._all if one.promise.dues[0] >= since]

    def owed(self) -> Sequence[Pledge]:
        owed = [one for one in self._all if not one.promise.evidence_at]
        standing = [one for one in owed if not one.promise.withdrawn_at]
        return sorted(standing, key=lambda one: (one.promise.dues[0], one.kind, one.key))


class Postmortems(Room):
    """What incidents came from."""

    def of_incident(self, number: int) -> Postmortem | None:
        incidents = self._facts.incidents
        found = self._facts.postmortems.values()
        return next((one for one in found if incidents[one.incident].number == number), None)

    def findings(self, start: datetime, end: datetime) -> Sequence[PublishedCause]:
        told = ((self._facts.incidents[key], one) for key, one in self._facts.postmortems.items())
        found = [
            (_age(incident), incident, one.cause)
            for incident, one in told
            if start <= incident.started_at < end
        ]
        return [
            PublishedCause(
                one.key, one.title, cause, one.started_at, frozenset(dict(one.components))
            )
            for _, one, cause in sorted(found, key=lambda row: row[0], reverse=True)
        ]

    def count_incidents(self, start: datetime, end: datetime) -> int:
        return sum(
            one.kind is Kind.INCIDENT and one.status is not Status.FALSE_ALARM
            for one in self._facts.incidents.values()
            if start <= one.started_at < end
        )


def _age(incident: Incident) -> tuple[datetime, int]:
    return incident.started_at, incident.number
